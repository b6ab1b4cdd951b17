// Lists and protection: what is published where, who took it, how to use it, what people report.
import { Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { queries } from '../../api/queries.ts';
import type { Protection } from '../../api/types.ts';
import { useI18n } from '../../i18n/context.tsx';
import { useRights } from '../../lib/hooks.ts';
import { useView } from '../../lib/view.ts';
import { CodeBlock, Hostile } from '../../parts/hostile.tsx';
import { Facts, PageHead, Panel } from '../../parts/page.tsx';
import { Empty, Loaded } from '../../parts/states.tsx';
import { DataTable } from '../../parts/table.tsx';
import { Tag } from '../../parts/tags.tsx';
import { Time } from '../../parts/time.tsx';
import { AllowList } from './allow-list.tsx';
import { Exports } from './exports.tsx';
import { Reports } from './reports.tsx';

const defaults = { tab: 'zones', resolver: 'unbound' };

export function Page() {
  const { t } = useI18n();
  const may = useRights();
  const [view, setView] = useView(defaults);
  const protection = useQuery({ ...queries.protection(), refetchInterval: 10_000 });
  const reports = useQuery(queries.reports());
  const waiting = reports.data?.items.filter(report => report.status === 'open').length ?? 0;
  return (
    <>
      <PageHead title={t('nav.protection')} lead={t('protection.lead')} />
      <Tabs value={view.tab} onChange={tab => setView({ tab: tab ?? 'zones' })}>
        <Tabs.List mb="sm">
          <Tabs.Tab value="zones">{t('protection.zones')}</Tabs.Tab>
          <Tabs.Tab value="settings">{t('protection.settings')}</Tabs.Tab>
          {may('export') ? <Tabs.Tab value="exports">{t('protection.exports')}</Tabs.Tab> : null}
          <Tabs.Tab value="allow">{t('allow.title')}</Tabs.Tab>
          <Tabs.Tab value="reports">
            {t('reports')}
            {waiting > 0 ? <span className="count">{waiting}</span> : null}
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="zones">
          <Loaded query={protection}>{data => <Zones data={data} />}</Loaded>
        </Tabs.Panel>
        <Tabs.Panel value="settings">
          <Loaded query={protection}>
            {data => (
              <Settings
                settings={data.resolverSettings}
                chosen={view.resolver}
                onChoose={resolver => setView({ resolver }, true)}
              />
            )}
          </Loaded>
        </Tabs.Panel>
        <Tabs.Panel value="exports">
          <Exports />
        </Tabs.Panel>
        <Tabs.Panel value="allow">
          <AllowList />
        </Tabs.Panel>
        <Tabs.Panel value="reports">
          <Panel flush>
            <Loaded query={reports}>
              {({ items }) =>
                items.length === 0 ? (
                  <Empty title={t('reports.empty')}>{t('reports.empty.text')}</Empty>
                ) : (
                  <Reports items={items} />
                )
              }
            </Loaded>
          </Panel>
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

function Zones({ data }: { data: Protection }) {
  const { t, number, bytes, duration, has } = useI18n();
  const counter = (name: string) => {
    const key = `forwarder.${name}`;
    return has(key) ? t(key) : name;
  };
  return (
    <div className="stack-panels">
      <div className="columns two">
        <Panel title={t('protection.published')} flush>
          {data.zones.length === 0 ? (
            <Empty title={t('protection.noZones')} />
          ) : (
            <DataTable
              label={t('protection.published')}
              items={data.zones}
              rowKey={zone => zone.name}
              columns={[
                { id: 'name', head: t('zone'), cell: zone => <code>{zone.name}</code> },
                { id: 'serial', head: t('zone.serial'), number: true, cell: zone => zone.serial },
                { id: 'entries', head: t('zone.entries'), number: true, cell: zone => number(zone.entries) },
              ]}
            />
          )}
        </Panel>
        <Panel title={t('protection.forwarder')}>
          <Facts
            items={Object.entries({ ...data.forwarder, shown: data.warningPage?.['shown'] ?? 0 }).map(
              ([name, value]) => [counter(name), name === 'port' ? value : number(value)],
            )}
          />
        </Panel>
      </div>
      <Panel title={t('protection.secondaries')} flush>
        {data.secondaries.length === 0 ? (
          <Empty title={t('protection.noSecondaries')}>{t('protection.noSecondaries.text')}</Empty>
        ) : (
          <DataTable
            label={t('protection.secondaries')}
            items={data.secondaries}
            rowKey={item => `${item.address} ${item.zone ?? ''}`}
            columns={[
              { id: 'address', head: t('secondary.address'), cell: item => <code>{item.address}</code> },
              { id: 'zone', head: t('zone'), cell: item => <code>{item.zone ?? ''}</code> },
              {
                id: 'serial',
                head: t('zone.serial'),
                number: true,
                cell: item => item.serial,
              },
              {
                id: 'state',
                head: t('status'),
                cell: item =>
                  data.zones.some(
                    zone => zone.serial === item.serial && (!item.zone || item.zone === zone.name),
                  ) ? (
                    <Tag tone="ok">{t('secondary.current')}</Tag>
                  ) : (
                    <Tag tone="warn">{t('secondary.behind')}</Tag>
                  ),
              },
              { id: 'kind', head: t('secondary.kind'), cell: item => item.kind || '–' },
              { id: 'bytes', head: t('secondary.bytes'), number: true, cell: item => bytes(item.bytes) },
              {
                id: 'delay',
                head: t('secondary.delay'),
                number: true,
                cell: item => duration(item.notifyDelayMs),
              },
              {
                id: 'last',
                head: t('secondary.last'),
                cell: item => <Time at={item.lastTransfer} as="relative" />,
              },
            ]}
          />
        )}
      </Panel>
      <Panel title={t('protection.changes')} flush>
        {data.changes.length === 0 ? (
          <Empty title={t('protection.noChanges')} />
        ) : (
          <DataTable
            label={t('protection.changes')}
            items={data.changes.slice(0, 100)}
            rowKey={item => `${item.at} ${item.change} ${item.owner}`}
            columns={[
              { id: 'at', head: t('time'), cell: item => <Time at={item.at} as="stamp" /> },
              {
                id: 'change',
                head: t('change'),
                cell: item =>
                  has(`change.${item.change}`) ? t(`change.${item.change}` as 'change.add') : item.change,
              },
              {
                id: 'owner',
                head: t('change.owner'),
                wide: true,
                cell: item => <Hostile value={item.owner} kind="domain" />,
              },
            ]}
          />
        )}
      </Panel>
    </div>
  );
}

function Settings({
  settings,
  chosen,
  onChoose,
}: {
  settings: Record<string, string>;
  chosen: string;
  onChoose: (resolver: string) => void;
}) {
  const { t } = useI18n();
  const names = Object.keys(settings);
  const titles: Record<string, string> = {
    unbound: 'Unbound',
    bind: 'BIND 9',
    knot: 'Knot Resolver',
    powerdns: 'PowerDNS Recursor',
  };
  if (names.length === 0) return <Empty title={t('protection.noSettings')} />;
  const current = names.includes(chosen) ? chosen : names[0]!;
  return (
    <Panel title={t('protection.settings')}>
      <p className="muted">{t('protection.settings.text')}</p>
      <Tabs value={current} onChange={name => name && onChoose(name)} variant="pills" mt="sm">
        <Tabs.List mb="sm">
          {names.map(name => (
            <Tabs.Tab key={name} value={name}>
              {titles[name] ?? name}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {names.map(name => (
          <Tabs.Panel key={name} value={name}>
            <CodeBlock text={settings[name] ?? ''} label={titles[name] ?? name} />
          </Tabs.Panel>
        ))}
      </Tabs>
    </Panel>
  );
}
