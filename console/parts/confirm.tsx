// A button for what cannot be undone: asks once, says what will happen.
import { Button, Modal } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useI18n } from '../i18n/context.tsx';

export function Confirm({
  label,
  text,
  onConfirm,
  loading = false,
  subtle = false,
  calm = false,
}: {
  label: string;
  text: string;
  onConfirm: () => void;
  loading?: boolean;
  subtle?: boolean;
  /** Nothing is lost by it: no red. */
  calm?: boolean;
}) {
  const { t } = useI18n();
  const [opened, state] = useDisclosure(false);
  return (
    <>
      <Button
        variant={subtle ? 'subtle' : 'default'}
        color={subtle ? 'red' : 'gray'}
        onClick={state.open}
        loading={loading}
      >
        {label}
      </Button>
      <Modal
        opened={opened}
        onClose={state.close}
        title={label}
        size="sm"
        closeButtonProps={{ 'aria-label': t('close') }}
      >
        <p>{text}</p>
        <div className="form-actions">
          <Button variant="default" onClick={state.close}>
            {t('cancel')}
          </Button>
          <Button
            color={calm ? 'blue' : 'red'}
            onClick={() => {
              state.close();
              onConfirm();
            }}
          >
            {label}
          </Button>
        </div>
      </Modal>
    </>
  );
}
