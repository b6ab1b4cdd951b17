// One indicator: why it is listed, on what evidence, until when; and taking it off.
import { Button, NumberInput, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { IndicatorStatus } from '#model/record/indicator.ts';
import { send } from '../../api/client.ts';
import { queries } from '../../api/queries.ts';
import type { IndicatorView } from '../../api/types.ts';
import { useI18n } from '../../i18n/context.tsx';
import { useChange, useRights } from '../../lib/hooks.ts';
import { Hostile } from '../../parts/hostile.tsx';
import { indicatorKind } from '../../parts/indicator-table.tsx';
import { To } from '../../parts/link.tsx';
import { Facts, PageHead, Panel } from '../../parts/page.tsx';
import { Empty, Loaded } from '../../parts/states.tsx';
import { Confidence, IndicatorStatusTag, Severity, TlpTag } from '../../parts/tags.tsx';
import { Time } from '../../parts/time.tsx';
import { EventLine } from '../findings/finding.tsx';
import { Reports } from '../protection/reports.tsx';

export function Page() {
  const { id } = useParams({ strict: false }) as { id: string };
  const query = useQuery(queries.indicator(id));
  return (
    <Loaded query={query} lines={12}>
      {view => <Body view={view} />}
    </Loaded>
  );
}

/** Which decisions each status allows. */
const next: Record<IndicatorStatus, readonly IndicatorStatus[]> = {
  candidate: ['active', 'false-positive'],
  active: ['withdrawn', 'false-positive'],
  expired: ['active'],
  withdrawn: ['active'],
  'false-positive': ['active'],
};

function Body({ view }: { view: IndicatorView }) {
  const { t, message, number } = useI18n();
  const may = useRights();
  const { indicator, findings, events, reports } = view;
  return (
    <>
      <PageHead
        back={{ to: '/indicators', label: t('nav.indicators') }}
        title={<Hostile value={indicator.value} kind={indicatorKind(indicator.type)} max={160} copy />}
        plain={indicator.value}
        lead={
          <span className="row">
            <IndicatorStatusTag status={indicator.status} />
            {t(`indicator.type.${indicator.type}`)}
            <TlpTag tlp={indicator.tlp} />
          </span>
        }
      />
      <div className="columns main-side">
        <div className="stack-panels">
          <Panel title={t('indicator.about')}>
            <Facts
              items={[
                [t('indicator.reason'), message(indicator.reason)],
                [t('indicator.action'), t(`indicator.action.${indicator.action}`)],
                indicator.type === 'domain' && [
                  t('indicator.covers'),
                  t(indicator.subdomains ? 'indicator.covers.below' : 'indicator.covers.only'),
                ],
                [t('confidence'), <Confidence key="c" value={indicator.confidence} />],
                [t('indicator.decidedBy'), indicator.decidedBy.replace(/^account:/, '')],
                [t('indicator.from'), <Time key="f" at={indicator.validFrom} as="stamp" />],
                [t('indicator.until'), <Time key="u" at={indicator.validUntil} as="stamp" />],
                [t('indicator.firstSeen'), <Time key="1" at={indicator.firstSeen} as="stamp" />],
                [t('indicator.lastSeen'), <Time key="2" at={indicator.lastSeen} as="stamp" />],
                [t('indicator.sightings'), number(indicator.sightings)],
                indicator.labels.length > 0 && [
                  t('indicator.labels'),
                  <Hostile key="l" value={indicator.labels.join(', ')} />,
                ],
              ]}
            />
          </Panel>
          <Panel title={t('indicator.evidence')} flush>
            {findings.length === 0 && events.length === 0 ? (
              <Empty title={t('indicator.noEvidence')}>{t('indicator.noEvidence.text')}</Empty>
            ) : (
              <>
                <ul className="brief">
                  {findings.map(finding => (
                    <li key={finding.id}>
                      <Severity value={finding.severity} brief />
                      <To to={`/findings/${finding.id}`} className="brief-text">
                        {message(finding.title)}
                      </To>
                    </li>
                  ))}
                </ul>
                <ul className="event-list">
                  {events.map(event => (
                    <li key={event['event.id']}>
                      <To to="/events" search={{ event: event['event.id'], last: 'all' }}>
                        <EventLine event={event} />
                      </To>
                    </li>
                  ))}
                </ul>
              </>
            )}
          </Panel>
          {reports.length > 0 ? (
            <Panel title={t('reports')} flush>
              <Reports items={reports} />
            </Panel>
          ) : null}
        </div>
        {may('list') ? <Decide view={view} /> : null}
      </div>
    </>
  );
}

interface Patch {
  status?: IndicatorStatus;
  validUntil?: number;
  note?: string;
}

function Decide({ view: { indicator } }: { view: IndicatorView }) {
  const { t } = useI18n();
  const [note, setNote] = useState('');
  const [days, setDays] = useState<number | string>(30);
  const change = useChange((patch: Patch) => send('PATCH', `/indicators/${indicator.id}`, patch), {
    refresh: ['indicators', 'protection'],
    done: 'saved',
    after: () => setNote(''),
  });
  const decide = (patch: Patch) => change.mutate({ ...patch, ...(note.trim() ? { note: note.trim() } : {}) });
  return (
    <Panel title={t('indicator.decide')}>
      <div className="form">
        <Textarea
          label={t('indicator.note')}
          value={note}
          onChange={event => setNote(event.currentTarget.value)}
          autosize
          minRows={2}
          maxLength={2_000}
        />
        <div className="row">
          {next[indicator.status].map(status => (
            <Button
              key={status}
              variant={status === 'active' ? 'filled' : 'default'}
              loading={change.isPending}
              onClick={() => decide({ status })}
            >
              {t(`indicator.make.${status as 'active' | 'withdrawn' | 'false-positive'}`)}
            </Button>
          ))}
        </div>
        <div className="row extend">
          <NumberInput
            label={t('indicator.extend')}
            value={days}
            onChange={setDays}
            min={1}
            max={3650}
            w={140}
          />
          <Button
            variant="default"
            loading={change.isPending}
            onClick={() => decide({ validUntil: Date.now() + (Number(days) || 30) * 86_400_000 })}
          >
            {t('indicator.extend.do')}
          </Button>
        </div>
      </div>
    </Panel>
  );
}
