// Keeping and taking along a search: saved searches, export, link.
import { ActionIcon, Button, Checkbox, Menu, Modal, TextInput, Tooltip } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import { useRouterState } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { apiUrl, type QueryValues, send } from '../../api/client.ts';
import { queries } from '../../api/queries.ts';
import { useI18n } from '../../i18n/context.tsx';
import { copyText } from '../../lib/clipboard.ts';
import { useChange, useRights } from '../../lib/hooks.ts';
import { stringifySearch } from '../../lib/view.ts';
import { Icon } from '../../parts/icon.tsx';
import type { TimeRange } from './view.ts';

export function SavedMenu({ query, onChoose }: { query: string; onChoose: (query: string) => void }) {
  const { t } = useI18n();
  const may = useRights();
  const saved = useQuery(queries.searches());
  const [saving, state] = useDisclosure(false);
  const [name, setName] = useState('');
  const [shared, setShared] = useState(false);
  const save = useChange(() => send('POST', '/searches', { name, query, shared }), {
    refresh: ['searches'],
    done: 'saved',
    after: state.close,
  });
  const remove = useChange((id: string) => send('DELETE', `/searches/${id}`), {
    refresh: ['searches'],
    done: 'removed',
  });
  const items = saved.data?.items ?? [];
  return (
    <>
      <Menu position="bottom-end" width={280}>
        <Menu.Target>
          <Tooltip label={t('events.saved')}>
            <ActionIcon aria-label={t('events.saved')}>
              <Icon name="star" />
            </ActionIcon>
          </Tooltip>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{items.length > 0 ? t('events.saved') : t('events.saved.none')}</Menu.Label>
          {items.map(item => (
            <Menu.Item
              key={item.id}
              onClick={() => onChoose(item.query)}
              rightSection={
                may('investigate') ? (
                  <ActionIcon
                    component="span"
                    size="xs"
                    role="button"
                    aria-label={t('remove.named', { name: item.name })}
                    onClick={event => {
                      event.stopPropagation();
                      remove.mutate(item.id);
                    }}
                  >
                    <Icon name="trash" size={13} />
                  </ActionIcon>
                ) : null
              }
            >
              {item.name}
              <span className="menu-note">{item.query || t('events.everything')}</span>
            </Menu.Item>
          ))}
          {may('investigate') ? (
            <>
              <Menu.Divider />
              <Menu.Item leftSection={<Icon name="plus" />} onClick={state.open}>
                {t('events.save')}
              </Menu.Item>
            </>
          ) : null}
        </Menu.Dropdown>
      </Menu>
      <Modal
        opened={saving}
        onClose={state.close}
        title={t('events.save')}
        closeButtonProps={{ 'aria-label': t('close') }}
      >
        <form
          className="form"
          onSubmit={(event: FormEvent) => {
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
          <Checkbox
            label={t('events.save.shared')}
            checked={shared}
            onChange={event => setShared(event.currentTarget.checked)}
          />
          <code className="muted">{query || t('events.everything')}</code>
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

export function ExportMenu({ scope }: { scope: QueryValues }) {
  const { t } = useI18n();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Tooltip label={t('events.export')}>
          <ActionIcon aria-label={t('events.export')}>
            <Icon name="download" />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        {(['csv', 'ndjson'] as const).map(format => (
          <Menu.Item
            key={format}
            component="a"
            href={apiUrl('/events/export', { ...scope, format })}
            download
          >
            {t('events.exportAs', { format: format.toUpperCase() })}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** Copies a link to what is shown now: a moving range becomes fixed times, so that the receiver sees the same. */
export function ShareButton({ range }: { range: TimeRange }) {
  const { t } = useI18n();
  const location = useRouterState({ select: state => state.location });
  const share = async () => {
    const search = {
      ...(location.search as Record<string, string>),
      ...(range.from === undefined
        ? { last: 'all' }
        : {
            last: '',
            from: new Date(range.from).toISOString(),
            to: new Date(range.to ?? Date.now()).toISOString(),
          }),
    };
    if (await copyText(`${window.location.origin}${location.pathname}${stringifySearch(search)}`))
      notifications.show({ message: t('events.linkCopied'), color: 'teal' });
  };
  return (
    <Tooltip label={t('events.share')}>
      <ActionIcon aria-label={t('events.share')} onClick={() => void share()}>
        <Icon name="link" />
      </ActionIcon>
    </Tooltip>
  );
}
