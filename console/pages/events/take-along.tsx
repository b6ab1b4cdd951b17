// Keeping and taking along a search: saved searches, export, link.
import { ActionIcon, Checkbox, Menu, Tooltip } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import { useRouterState } from '@tanstack/react-router';
import { useState } from 'react';
import { apiUrl, type QueryValues, send } from '../../api/client.ts';
import { queries } from '../../api/queries.ts';
import { useI18n } from '../../i18n/context.tsx';
import { copyText } from '../../lib/clipboard.ts';
import { useChange, useRights } from '../../lib/hooks.ts';
import { stringifySearch } from '../../lib/view.ts';
import { Icon } from '../../parts/icon.tsx';
import { KeptMenu } from '../../parts/kept-menu.tsx';
import type { TimeRange } from './view.ts';

export function SavedMenu({ query, onChoose }: { query: string; onChoose: (query: string) => void }) {
  const { t } = useI18n();
  const may = useRights();
  const saved = useQuery(queries.searches());
  const [shared, setShared] = useState(false);
  const save = useChange((name: string) => send('POST', '/searches', { name, query, shared }), {
    refresh: ['searches'],
    done: 'saved',
  });
  const remove = useChange((id: string) => send('DELETE', `/searches/${id}`), {
    refresh: ['searches'],
    done: 'removed',
  });
  return (
    <KeptMenu
      items={saved.data?.items ?? []}
      texts={{ title: t('events.saved'), none: t('events.saved.none'), keep: t('events.save') }}
      note={item => item.query}
      asked={query}
      mayKeep={may('investigate')}
      keeping={save.isPending}
      onChoose={item => onChoose(item.query)}
      onRemove={id => remove.mutate(id)}
      onKeep={(name, onSuccess) => save.mutate(name, { onSuccess })}
    >
      <Checkbox
        label={t('events.save.shared')}
        checked={shared}
        onChange={event => setShared(event.currentTarget.checked)}
      />
    </KeptMenu>
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
