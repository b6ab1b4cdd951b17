// One finding: what is asserted, on what evidence, and what could not be seen.
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import type { Event } from '#model/event/event.ts';
import { queries } from '../../api/queries.ts';
import type { FindingView } from '../../api/types.ts';
import { useI18n } from '../../i18n/context.tsx';
import { FindingFacts, Unseen } from '../../parts/finding-card.tsx';
import { CodeBlock } from '../../parts/hostile.tsx';
import { useIndicatorColumns } from '../../parts/indicator-table.tsx';
import { To } from '../../parts/link.tsx';
import { Facts, PageHead, Panel } from '../../parts/page.tsx';
import { Empty, Loaded } from '../../parts/states.tsx';
import { DataTable } from '../../parts/table.tsx';
import { Severity, Tag } from '../../parts/tags.tsx';
import { Span, Time } from '../../parts/time.tsx';
import { summary } from '../events/table.tsx';

export function Page() {
  const { id } = useParams({ strict: false }) as { id: string };
  const query = useQuery(queries.finding(id));
  return (
    <Loaded query={query} lines={12}>
      {view => <Body view={view} />}
    </Loaded>
  );
}

function Body({ view }: { view: FindingView }) {
  const { t, message } = useI18n();
  const navigate = useNavigate();
  const columns = useIndicatorColumns();
  const { finding, incident, campaign, indicators } = view;
  return (
    <>
      <PageHead
        back={{ to: '/incidents?tab=findings', label: t('findings') }}
        title={message(finding.title)}
        lead={
          <span className="row">
            <Severity value={finding.severity} />
            <Span start={finding.start} end={finding.end} ongoing={finding.ongoing} />
            {finding.ongoing ? <Tag tone="fail">{t('finding.ongoing')}</Tag> : null}
          </span>
        }
        actions={
          <Button
            variant="default"
            onClick={() =>
              void navigate({ to: '/events', search: { tab: 'sql', sql: finding.evidence.query } as never })
            }
          >
            {t('finding.query.open')}
          </Button>
        }
      />
      <div className="columns two">
        <Panel title={t('finding')}>
          <FindingFacts finding={finding} />
        </Panel>
        <div className="stack-panels">
          <Panel title={t('finding.reading')}>
            <Unseen finding={finding} />
            <Facts
              items={[
                incident !== undefined && [
                  t('incident'),
                  <To key="i" to={`/incidents/${incident.id}`}>
                    #{incident.number} {message(incident.title)}
                  </To>,
                ],
                campaign !== undefined && [
                  t('campaign'),
                  <To key="c" to={`/campaigns/${campaign.id}`}>
                    {message(campaign.title)}
                  </To>,
                ],
              ]}
            />
          </Panel>
          <Panel title={t('finding.query')}>
            <CodeBlock text={finding.evidence.query} label={t('finding.query')} wrap />
          </Panel>
        </div>
      </div>
      <Panel title={t('finding.firstEvents')} flush className="spaced">
        <EvidenceEvents events={view.events} />
      </Panel>
      {indicators.length > 0 ? (
        <Panel title={t('nav.indicators')} flush>
          <DataTable
            label={t('nav.indicators')}
            items={indicators}
            columns={columns}
            rowKey={item => item.id}
          />
        </Panel>
      ) : null}
    </>
  );
}

function EvidenceEvents({ events }: { events: readonly Event[] }) {
  const { t } = useI18n();
  if (events.length === 0) return <Empty title={t('finding.noEvents')} />;
  return (
    <ul className="event-list">
      {events.map(event => (
        <li key={event['event.id']}>
          <To to="/events" search={{ event: event['event.id'], last: 'all' }}>
            <EventLine event={event} />
          </To>
        </li>
      ))}
    </ul>
  );
}

/** One event in a line. */
export function EventLine({ event }: { event: Event }) {
  const i18n = useI18n();
  const from = event['source.ip'];
  const to = event['destination.ip'];
  const port = event['destination.port'];
  return (
    <span className="event-line">
      <Time at={event['@timestamp']} as="stamp" /> <span>{event['event.dataset']}</span>{' '}
      <span>{event['event.action'] ?? event['hinomi.class'] ?? ''}</span>{' '}
      <span className="mono">
        {from ?? ''}
        {to ? ` → ${to}` : ''}
        {port ? `:${port}` : ''}
      </span>{' '}
      <bdi className="hostile event-said">{summary(i18n, event).slice(0, 160)}</bdi>
    </span>
  );
}
