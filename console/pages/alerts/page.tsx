// Alerts that went out, and the channels they go to.
import { Button, Tabs } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Alert, AlertChannel } from '#model/record/alert.ts';
import { visibleText } from '#model/visible.ts';
import { send } from '../../api/client.ts';
import { queries } from '../../api/queries.ts';
import { useI18n } from '../../i18n/context.tsx';
import { useChange, useRights } from '../../lib/hooks.ts';
import { useView } from '../../lib/view.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { Hostile } from '../../parts/hostile.tsx';
import { Icon } from '../../parts/icon.tsx';
import { To } from '../../parts/link.tsx';
import { PageHead, Panel } from '../../parts/page.tsx';
import { Empty, Loaded } from '../../parts/states.tsx';
import { type Column, DataTable, PagedTable } from '../../parts/table.tsx';
import { AlertStatusTag, Severity, StateTag, TlpTag } from '../../parts/tags.tsx';
import { Time } from '../../parts/time.tsx';
import { ChannelForm } from './channel-form.tsx';

const defaults = { tab: 'alerts' };

export function Page() {
  const { t } = useI18n();
  const may = useRights();
  const [view, setView] = useView(defaults);
  return (
    <>
      <PageHead title={t('nav.alerts')} lead={t('alerts.lead')} />
      <Tabs value={view.tab} onChange={tab => setView({ tab: tab ?? 'alerts' })}>
        <Tabs.List mb="sm">
          <Tabs.Tab value="alerts">{t('nav.alerts')}</Tabs.Tab>
          {may('alert') ? <Tabs.Tab value="channels">{t('alerts.channels')}</Tabs.Tab> : null}
        </Tabs.List>
        <Tabs.Panel value="alerts">
          <AlertList onChannels={() => setView({ tab: 'channels' })} />
        </Tabs.Panel>
        <Tabs.Panel value="channels">
          <Channels />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

function AlertList({ onChannels }: { onChannels: () => void }) {
  const { t, number } = useI18n();
  const may = useRights();
  const query = useInfiniteQuery(queries.alerts());
  const channels = useQuery({ ...queries.channels(), enabled: may('alert') });
  const channel = (id: string): string => channels.data?.items.find(item => item.id === id)?.name ?? id;
  const change = useChange(
    ({ id, status }: { id: string; status: 'acknowledged' | 'closed' }) =>
      send('PATCH', `/alerts/${id}`, { status }),
    { refresh: ['alerts'], done: 'saved' },
  );
  const columns: Column<Alert>[] = [
    {
      id: 'incident',
      head: t('incident'),
      wide: true,
      cell: item => <IncidentName id={item.incident} />,
    },
    { id: 'channel', head: t('alerts.channel'), cell: item => channel(item.channel) },
    { id: 'status', head: t('status'), cell: item => <AlertStatusTag status={item.status} /> },
    {
      id: 'attempts',
      head: t('alerts.attempts'),
      number: true,
      cell: item => <span title={item.lastError}>{number(item.attempts)}</span>,
      desk: true,
    },
    {
      id: 'error',
      head: t('alerts.error'),
      cell: item => (item.lastError ? <Hostile value={item.lastError} max={60} /> : '–'),
    },
    { id: 'sent', head: t('alerts.sent'), cell: item => <Time at={item.sent} /> },
    { id: 'created', head: t('created'), cell: item => <Time at={item.created} as="relative" />, desk: true },
    {
      id: 'actions',
      head: <span className="off-screen">{t('actions')}</span>,
      cell: item =>
        may('alert') && item.status !== 'closed' ? (
          <span className="row tight one-line">
            {item.status === 'acknowledged' ? null : (
              <Button variant="subtle" onClick={() => change.mutate({ id: item.id, status: 'acknowledged' })}>
                {t('alerts.acknowledge')}
              </Button>
            )}
            <Button variant="subtle" onClick={() => change.mutate({ id: item.id, status: 'closed' })}>
              {t('alerts.close')}
            </Button>
          </span>
        ) : null,
    },
  ];
  return (
    <Panel flush>
      <PagedTable
        query={query}
        columns={columns}
        rowKey={item => item.id}
        label={t('nav.alerts')}
        empty={
          <Empty
            title={t('alerts.empty')}
            action={<Button onClick={onChannels}>{t('alerts.channels')}</Button>}
          >
            {t('alerts.empty.text')}
          </Empty>
        }
      />
    </Panel>
  );
}

function IncidentName({ id }: { id: string }) {
  const { message } = useI18n();
  const query = useQuery(queries.incident(id));
  const incident = query.data?.incident;
  return <To to={`/incidents/${id}`}>{incident ? `#${incident.number} ${message(incident.title)}` : id}</To>;
}

function Channels() {
  const { t } = useI18n();
  const may = useRights();
  const query = useQuery(queries.channels());
  const [editing, setEditing] = useState<AlertChannel | 'new'>();
  const remove = useChange((id: string) => send('DELETE', `/alert-channels/${id}`), {
    refresh: ['channels'],
    done: 'removed',
  });
  const test = useChange(
    (id: string) => send<{ sent: boolean; error: string }>('POST', `/alert-channels/${id}/test`),
    {
      after: result =>
        notifications.show(
          result.sent
            ? { message: t('alerts.tested'), color: 'teal' }
            : {
                title: t('alerts.testFailed'),
                message: visibleText(result.error),
                color: 'red',
                autoClose: 12_000,
              },
        ),
    },
  );
  const add = may('alert') ? (
    <Button leftSection={<Icon name="plus" />} onClick={() => setEditing('new')}>
      {t('alerts.addChannel')}
    </Button>
  ) : null;
  return (
    <>
      <Panel title={t('alerts.channels')} aside={add} flush>
        <Loaded query={query}>
          {({ items }) =>
            items.length === 0 ? (
              <Empty title={t('alerts.noChannels')}>{t('alerts.noChannels.text')}</Empty>
            ) : (
              <DataTable
                label={t('alerts.channels')}
                items={items}
                rowKey={item => item.id}
                columns={[
                  { id: 'name', head: t('name'), cell: item => <span className="strong">{item.name}</span> },
                  { id: 'kind', head: t('channel.kind'), cell: item => t(`channel.kind.${item.kind}`) },
                  {
                    id: 'target',
                    head: t('channel.target'),
                    wide: true,
                    cell: item => <Hostile value={item.target} max={80} />,
                  },
                  {
                    id: 'enabled',
                    head: t('status'),
                    cell: item => <StateTag state={item.enabled ? 'active' : 'off'} />,
                  },
                  {
                    id: 'min',
                    head: t('channel.minSeverity'),
                    cell: item => <Severity value={item.minSeverity} />,
                  },
                  { id: 'tlp', head: 'TLP', cell: item => <TlpTag tlp={item.tlp} /> },
                  {
                    id: 'actions',
                    head: <span className="off-screen">{t('actions')}</span>,
                    cell: item =>
                      may('alert') ? (
                        <span className="row tight one-line">
                          <Button variant="subtle" onClick={() => setEditing(item)}>
                            {t('edit')}
                          </Button>
                          <Button
                            variant="subtle"
                            loading={test.isPending && test.variables === item.id}
                            onClick={() => test.mutate(item.id)}
                          >
                            {t('alerts.test')}
                          </Button>
                          <Confirm
                            subtle
                            label={t('remove')}
                            text={t('channel.remove.text', { name: item.name })}
                            onConfirm={() => remove.mutate(item.id)}
                          />
                        </span>
                      ) : null,
                  },
                ]}
              />
            )
          }
        </Loaded>
      </Panel>
      {editing ? (
        <ChannelForm
          channel={editing === 'new' ? undefined : editing}
          onClose={() => setEditing(undefined)}
        />
      ) : null}
    </>
  );
}
