// Searches the team keeps.
import { ActionIcon, Button, Menu, Modal, TextInput, Tooltip } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { visibleText } from '#model/visible.ts';
import { useI18n } from '../../../../i18n/context.tsx';
import { Icon } from '../../../../parts/icon.tsx';
import { useHere } from '../context.tsx';
import { deskQueries, useDeskChange } from '../data.ts';

export function KeptSearches({
  q,
  sources,
  onChoose,
}: {
  q: string;
  sources: readonly string[];
  onChoose: (q: string, sources: readonly string[]) => void;
}) {
  const { t } = useI18n();
  const { team, desk } = useHere();
  const [saving, state] = useDisclosure(false);
  const [name, setName] = useState('');
  const kept = useQuery(deskQueries.searches(team)).data?.items ?? [];
  const save = useDeskChange(() => ['POST', 'searches', { name, q, sources: [...sources] }], ['searches'], {
    done: 'saved',
    after: state.close,
  });
  const drop = useDeskChange<string>(id => ['DELETE', `searches/${encodeURIComponent(id)}`], ['searches'], {
    done: 'removed',
  });
  return (
    <>
      <Menu position="bottom-end" width={300}>
        <Menu.Target>
          <Tooltip label={t('desk.logs.kept')}>
            <ActionIcon aria-label={t('desk.logs.kept')}>
              <Icon name="star" />
            </ActionIcon>
          </Tooltip>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{t(kept.length > 0 ? 'desk.logs.kept' : 'desk.logs.kept.none')}</Menu.Label>
          {kept.map(item => (
            <Menu.Item
              key={item.id}
              onClick={() => onChoose(item.q, item.sources)}
              rightSection={
                desk.canWrite ? (
                  <ActionIcon
                    component="span"
                    size="xs"
                    role="button"
                    aria-label={t('remove.named', { name: item.name })}
                    onClick={event => {
                      event.stopPropagation();
                      drop.mutate(item.id);
                    }}
                  >
                    <Icon name="trash" size={13} />
                  </ActionIcon>
                ) : null
              }
            >
              {visibleText(item.name)}
              <span className="menu-note">
                {visibleText(item.q) || t('events.everything')} {item.sources.join(', ')}
              </span>
            </Menu.Item>
          ))}
          {desk.canWrite ? (
            <>
              <Menu.Divider />
              <Menu.Item leftSection={<Icon name="plus" />} onClick={state.open}>
                {t('desk.logs.keep')}
              </Menu.Item>
            </>
          ) : null}
        </Menu.Dropdown>
      </Menu>
      <Modal
        opened={saving}
        onClose={state.close}
        title={t('desk.logs.keep')}
        closeButtonProps={{ 'aria-label': t('close') }}
      >
        <form
          className="form"
          onSubmit={event => {
            event.preventDefault();
            save.mutate();
          }}
        >
          <TextInput
            label={t('name')}
            value={name}
            onChange={event => setName(event.currentTarget.value)}
            maxLength={100}
            required
            data-autofocus
          />
          <code className="muted">
            {visibleText(q) || t('events.everything')} {sources.join(', ')}
          </code>
          <div className="form-actions">
            <Button type="submit" loading={save.isPending}>
              {t('save')}
            </Button>
          </div>
        </form>
      </Modal>
    </>
  );
}
