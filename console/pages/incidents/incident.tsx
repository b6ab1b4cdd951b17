// One incident: evidence chain, findings, history, and what can be done about it.
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { queries } from '../../api/queries.ts';
import type { IncidentView } from '../../api/types.ts';
import { useI18n } from '../../i18n/context.tsx';
import { useRights } from '../../lib/hooks.ts';
import { ChainGraph } from '../../parts/chain.tsx';
import { FindingCard } from '../../parts/finding-card.tsx';
import { Icon } from '../../parts/icon.tsx';
import { useIndicatorColumns } from '../../parts/indicator-table.tsx';
import { To } from '../../parts/link.tsx';
import { Facts, PageHead, Panel } from '../../parts/page.tsx';
import { Empty, Loaded } from '../../parts/states.tsx';
import { Subjects } from '../../parts/subjects.tsx';
import { DataTable } from '../../parts/table.tsx';
import { AlertStatusTag, IncidentStatusTag, Severity, TlpTag, useRsit } from '../../parts/tags.tsx';
import { Span, Time } from '../../parts/time.tsx';
import { AddIndicator } from '../indicators/add.tsx';
import { IncidentActions } from './actions.tsx';
import { History } from './history.tsx';

export function Page() {
  const { id } = useParams({ strict: false }) as { id: string };
  const query = useQuery(queries.incident(id));
  return (
    <Loaded query={query} lines={14}>
      {view => <Body view={view} />}
    </Loaded>
  );
}

function Body({ view }: { view: IncidentView }) {
  const { t, message } = useI18n();
  const may = useRights();
  const rsit = useRsit();
  const { incident, findings, campaign, indicators, alerts } = view;
  const chain = useQuery(queries.chain(incident.id));
  const columns = useIndicatorColumns();
  const [listing, setListing] = useState(false);
  const suspect = incident.subjects.find(subject => subject.role !== 'victim');
  return (
    <>
      <PageHead
        back={{ to: '/incidents', label: t('nav.incidents') }}
        title={
          <>
            <span className="muted">#{incident.number}</span> {message(incident.title)}
          </>
        }
        plain={`#${incident.number} ${message(incident.title)}`}
        lead={
          <span className="row">
            <IncidentStatusTag status={incident.status} />
            <Severity value={incident.severity} />
            <TlpTag tlp={incident.tlp} />
            <Span start={incident.start} end={incident.end} />
          </span>
        }
        actions={
          may('list') ? (
            <Button
              variant="default"
              leftSection={<Icon name="indicators" />}
              onClick={() => setListing(true)}
            >
              {t('indicators.add')}
            </Button>
          ) : null
        }
      />
      <Panel title={t('chain.title')}>
        <Loaded query={chain} lines={4}>
          {data => <ChainGraph chain={data} />}
        </Loaded>
      </Panel>
      <div className="columns main-side spaced">
        <div className="stack-panels">
          <Panel title={t('findings.n', { n: findings.length })}>
            {findings.length === 0 ? <Empty title={t('findings.empty')} /> : null}
            <div className="finding-list">
              {findings
                .toSorted((a, b) => b.severity - a.severity)
                .map(finding => (
                  <FindingCard key={finding.id} finding={finding} />
                ))}
            </div>
          </Panel>
          <Panel title={t('nav.indicators')} flush>
            {indicators.length === 0 ? (
              <Empty title={t('incident.noIndicators')}>{t('incident.noIndicators.text')}</Empty>
            ) : (
              <DataTable
                label={t('nav.indicators')}
                items={indicators}
                columns={columns}
                rowKey={item => item.id}
              />
            )}
          </Panel>
        </div>
        <div className="stack-panels">
          {may('investigate') ? <IncidentActions incident={incident} /> : null}
          <Panel title={t('incident.facts')}>
            <Facts
              items={[
                [t('finding.subjects'), <Subjects key="s" subjects={incident.subjects} />],
                [t('rsit'), rsit(incident.rsit)],
                [t('incident.assignee'), incident.assignee],
                campaign !== undefined && [
                  t('campaign'),
                  <To key="c" to={`/campaigns/${campaign.id}`}>
                    {message(campaign.title)}
                  </To>,
                ],
                [t('created'), <Time key="t" at={incident.created} as="stamp" />],
              ]}
            />
          </Panel>
          <Panel title={t('nav.alerts')}>
            {alerts.length === 0 ? (
              <p className="muted">
                {t('incident.noAlerts')} <To to="/alerts">{t('alerts.channels')}</To>
              </p>
            ) : (
              <ul className="stack tight">
                {alerts.map(alert => (
                  <li key={alert.id} className="row">
                    <AlertStatusTag status={alert.status} /> <Time at={alert.sent ?? alert.created} />
                    {alert.lastError ? <span className="muted">{alert.lastError}</span> : null}
                  </li>
                ))}
              </ul>
            )}
          </Panel>
          <History incident={incident} />
        </div>
      </div>
      <AddIndicator
        opened={listing}
        onClose={() => setListing(false)}
        {...(suspect
          ? { value: suspect.value, reason: message(incident.title) }
          : { reason: message(incident.title) })}
      />
    </>
  );
}
