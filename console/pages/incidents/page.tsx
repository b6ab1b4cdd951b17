// Incidents, and the findings they are made of.
import { MultiSelect, Select, Tabs } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { Finding } from '#model/record/finding.ts';
import type { Incident, IncidentStatus } from '#model/record/incident.ts';
import { queries } from '../../api/queries.ts';
import { useI18n } from '../../i18n/context.tsx';
import { useView } from '../../lib/view.ts';
import { To } from '../../parts/link.tsx';
import { PageHead, Panel } from '../../parts/page.tsx';
import { Empty } from '../../parts/states.tsx';
import { type Column, PagedTable } from '../../parts/table.tsx';
import {
  Confidence,
  IncidentStatusTag,
  incidentStatuses,
  Severity,
  Tag,
  TlpTag,
  useRsit,
} from '../../parts/tags.tsx';
import { Time } from '../../parts/time.tsx';

const defaults = { tab: 'incidents', status: '', order: '-updated', detector: '' };

export function Page() {
  const { t } = useI18n();
  const [view, setView] = useView(defaults);
  return (
    <>
      <PageHead title={t('nav.incidents')} lead={t('incidents.lead')} />
      <Tabs value={view.tab} onChange={tab => setView({ tab: tab ?? 'incidents' })}>
        <Tabs.List mb="sm">
          <Tabs.Tab value="incidents">{t('nav.incidents')}</Tabs.Tab>
          <Tabs.Tab value="findings">{t('findings')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="incidents">
          <IncidentList status={view.status} order={view.order} onChange={setView} />
        </Tabs.Panel>
        <Tabs.Panel value="findings">
          <FindingList detector={view.detector} onChange={setView} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

type SetView = (patch: Partial<Record<keyof typeof defaults, string>>, replace?: boolean) => void;

function IncidentList({ status, order, onChange }: { status: string; order: string; onChange: SetView }) {
  const { t, message } = useI18n();
  const rsit = useRsit();
  const query = useInfiniteQuery(queries.incidents({ status, order, limit: 50 }));
  const columns: Column<Incident>[] = [
    {
      id: 'title',
      head: t('incident'),
      wide: true,
      cell: item => (
        <To to={`/incidents/${item.id}`}>
          <span className="muted">#{item.number}</span> {message(item.title)}
        </To>
      ),
    },
    { id: 'severity', head: t('severity'), cell: item => <Severity value={item.severity} /> },
    { id: 'status', head: t('status'), cell: item => <IncidentStatusTag status={item.status} /> },
    { id: 'rsit', head: t('rsit'), cell: item => rsit(item.rsit) },
    { id: 'tlp', head: 'TLP', cell: item => <TlpTag tlp={item.tlp} />, desk: true },
    {
      id: 'assignee',
      head: t('incident.assignee'),
      cell: item => item.assignee ?? <span className="muted">–</span>,
    },
    { id: 'findings', head: t('findings'), number: true, cell: item => item.findings.length, desk: true },
    { id: 'start', head: t('incident.start'), cell: item => <Time at={item.start} />, desk: true },
    { id: 'updated', head: t('updated'), cell: item => <Time at={item.updated} as="relative" /> },
  ];
  return (
    <>
      <div className="filters">
        <MultiSelect
          label={t('status')}
          placeholder={status ? '' : t('any')}
          value={status ? (status.split(',') as IncidentStatus[]) : []}
          onChange={values => onChange({ status: values.join(',') })}
          data={incidentStatuses.map(value => ({ value, label: t(`incident.status.${value}`) }))}
          clearable
          w={260}
          clearButtonProps={{ 'aria-label': t('clear') }}
        />
        <Select
          label={t('order')}
          value={order}
          onChange={value => onChange({ order: value ?? '-updated' })}
          data={[
            { value: '-number', label: t('order.newest') },
            { value: '-severity', label: t('order.severity') },
            { value: '-updated', label: t('order.updated') },
          ]}
          w={180}
        />
      </div>
      <Panel flush>
        <PagedTable
          query={query}
          columns={columns}
          rowKey={item => item.id}
          label={t('nav.incidents')}
          empty={
            <Empty
              title={t(status ? 'incidents.emptyFiltered' : 'incidents.empty')}
              {...(status ? {} : { command: './hinomi ingest pcap capture.pcap' })}
            >
              {t('incidents.empty.text')}
            </Empty>
          }
        />
      </Panel>
    </>
  );
}

function FindingList({ detector, onChange }: { detector: string; onChange: SetView }) {
  const { t, message, compact } = useI18n();
  const query = useInfiniteQuery(queries.findings({ detector, limit: 50 }));
  const columns: Column<Finding>[] = [
    {
      id: 'title',
      head: t('finding'),
      wide: true,
      cell: item => <To to={`/findings/${item.id}`}>{message(item.title)}</To>,
    },
    { id: 'severity', head: t('severity'), cell: item => <Severity value={item.severity} /> },
    { id: 'confidence', head: t('confidence'), cell: item => <Confidence value={item.confidence} /> },
    {
      id: 'detector',
      head: t('finding.detector'),
      cell: item => (
        <button type="button" className="link-button" onClick={() => onChange({ detector: item.detector })}>
          {item.detector}
        </button>
      ),
    },
    { id: 'events', head: t('total.events'), number: true, cell: item => compact(item.evidence.count) },
    {
      id: 'end',
      head: t('finding.last'),
      cell: item => (item.ongoing ? <Tag tone="fail">{t('finding.ongoing')}</Tag> : <Time at={item.end} />),
    },
  ];
  return (
    <>
      {detector ? (
        <div className="filters">
          <Tag tone="info" icon="filter">
            {t('finding.detector')}: {detector}
          </Tag>
          <button type="button" className="link-button" onClick={() => onChange({ detector: '' })}>
            {t('clear')}
          </button>
        </div>
      ) : null}
      <Panel flush>
        <PagedTable
          query={query}
          columns={columns}
          rowKey={item => item.id}
          label={t('findings')}
          empty={<Empty title={t('findings.empty')}>{t('findings.empty.text')}</Empty>}
        />
      </Panel>
    </>
  );
}
