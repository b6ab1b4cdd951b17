// Many indicators at once, one a line; refused lines come back with their reason.
import { Button, FileButton, Modal, Textarea } from '@mantine/core';
import { useState } from 'react';
import { visibleText } from '#model/visible.ts';
import { send } from '../../api/client.ts';
import type { ImportResult } from '../../api/types.ts';
import { useI18n } from '../../i18n/context.tsx';
import { useChange } from '../../lib/hooks.ts';
import { Failure } from '../../parts/states.tsx';
import { DataTable } from '../../parts/table.tsx';

export function ImportIndicators({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useI18n();
  const [text, setText] = useState('');
  const run = useChange(() => send<ImportResult>('POST', '/indicators/import', { text }), {
    quiet: true,
    refresh: ['indicators', 'protection'],
  });
  const close = () => {
    run.reset();
    onClose();
  };
  const result = run.data;
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={t('indicators.import')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <div className="form">
        <Textarea
          label={t('indicators.import.label')}
          description={t('indicators.import.help')}
          value={text}
          onChange={event => setText(event.currentTarget.value)}
          minRows={8}
          maxRows={16}
          autosize
          spellCheck={false}
          classNames={{ input: 'mono' }}
          data-autofocus
        />
        {run.error ? <Failure error={run.error} /> : null}
        {result ? (
          <div role="status">
            <p className="strong">
              {t('indicators.import.result', { added: result.added, refused: result.refused.length })}
            </p>
            {result.refused.length > 0 ? (
              <DataTable
                label={t('indicators.import.refused')}
                items={result.refused.slice(0, 200)}
                rowKey={item => String(item.line)}
                columns={[
                  { id: 'line', head: t('line'), number: true, cell: item => item.line },
                  { id: 'why', head: t('input.why'), wide: true, cell: item => visibleText(item.why) },
                ]}
              />
            ) : null}
          </div>
        ) : null}
        <div className="form-actions">
          <FileButton
            onChange={file => void file?.text().then(setText)}
            accept="text/plain,text/csv,.txt,.csv"
          >
            {props => (
              <Button variant="default" {...props}>
                {t('indicators.import.file')}
              </Button>
            )}
          </FileButton>
          <Button onClick={() => run.mutate()} loading={run.isPending} disabled={text.trim() === ''}>
            {t('indicators.import')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
