// One campaign: sources on the map and in a table, activity over time, what ties them together.
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useMemo } from 'react';
import { protocolName, toolName } from '#model/vocab/names.ts';
import { queries } from '../../api/queries.ts';
import type { CampaignView } from '../../api/types.ts';
import { useI18n } from '../../i18n/context.tsx';
import { addTerm } from '../../lib/search-text.ts';
import { CodeBlock, Hostile } from '../../parts/hostile.tsx';
import { useIndicatorColumns } from '../../parts/indicator-table.tsx';
import { TimeChart, WorldMap } from '../../parts/lazy.tsx';
import { To } from '../../parts/link.tsx';
import { Facts, PageHead, Panel } from '../../parts/page.tsx';
import { Empty, Loaded } from '../../parts/states.tsx';
import { DataTable } from '../../parts/table.tsx';
import { Confidence, Severity, useScheme } from '../../parts/tags.tsx';
import { Span } from '../../parts/time.tsx';
import { seriesColour } from '../../theme/palette.ts';

export function Page() {
  const { id } = useParams({ strict: false }) as { id: string };
  const query = useQuery(queries.campaign(id));
  return (
    <Loaded query={query} lines={12}>
      {view => <Body view={view} />}
    </Loaded>
  );
}

function Body({ view }: { view: CampaignView }) {
  const { t, message, compact, country } = useI18n();
  const columns = useIndicatorColumns();
  const { campaign, findings, sources, indicators } = view;
  const countries = useMemo(() => byCountry(sources), [sources]);
  const { tool, ports, protocol } = campaign.shared;
  return (
    <>
      <PageHead
        back={{ to: '/campaigns', label: t('nav.campaigns') }}
        title={message(campaign.title)}
        lead={<Span start={campaign.start} end={campaign.end} />}
      />
      <div className="columns main-side">
        <div className="stack-panels">
          <Panel title={t('campaign.activity')}>
            <Activity view={view} />
          </Panel>
          <Panel title={t('campaign.sources')}>
            <WorldMap countries={countries} arcs={[]} />
          </Panel>
          <Panel title={t('campaign.topSources')} flush>
            {sources.length === 0 ? (
              <Empty title={t('campaign.noSources')} />
            ) : (
              <DataTable
                label={t('campaign.topSources')}
                items={sources.slice(0, 200)}
                rowKey={source => source.ip}
                columns={[
                  {
                    id: 'ip',
                    head: t('campaign.source'),
                    cell: source => (
                      <To to="/events" search={{ q: addTerm('', 'source.ip', source.ip), last: 'all' }}>
                        <Hostile value={source.ip} />
                      </To>
                    ),
                  },
                  { id: 'country', head: t('country'), cell: source => country(source.country ?? '') },
                  { id: 'as', head: 'AS', cell: source => (source.as ? `AS${source.as}` : '–') },
                  {
                    id: 'packets',
                    head: t('total.packets'),
                    number: true,
                    cell: source => compact(source.packets ?? source.events ?? 0),
                  },
                ]}
              />
            )}
          </Panel>
        </div>
        <div className="stack-panels">
          <Panel title={t('campaign.shared')}>
            <Facts
              items={[
                [t('campaign.tool'), toolName(tool)],
                [t('finding.protocol'), protocolName(protocol)],
                [t('campaign.ports'), ports.join(', ')],
                [t('total.sources'), compact(campaign.sources)],
                [t('campaign.targets'), compact(campaign.targets)],
                [t('total.packets'), compact(campaign.packets)],
                [t('confidence'), <Confidence key="c" value={campaign.confidence} />],
              ]}
            />
          </Panel>
          <Panel title={t('findings.n', { n: findings.length })} flush>
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
          </Panel>
          <Panel title={t('finding.query')}>
            <CodeBlock text={campaign.query} label={t('finding.query')} wrap />
          </Panel>
        </div>
      </div>
      {indicators.length > 0 ? (
        <Panel title={t('nav.indicators')} flush className="spaced">
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

function Activity({ view }: { view: CampaignView }) {
  const { t } = useI18n();
  const scheme = useScheme();
  const series = useMemo(
    () => [
      {
        name: t('total.packets'),
        colour: seriesColour('scan', scheme),
        points: view.series.map(point => [point.at, point.packets] as const),
      },
    ],
    [view.series, scheme, t],
  );
  if (view.series.length === 0) return <Empty title={t('campaign.noSeries')} />;
  return <TimeChart series={series} label={t('campaign.activity')} height={170} />;
}

const byCountry = (sources: CampaignView['sources']) => {
  const counts = new Map<string, { events: number; sources: number }>();
  for (const source of sources) {
    if (!source.country) continue;
    const entry = counts.get(source.country) ?? { events: 0, sources: 0 };
    entry.events += source.packets ?? source.events ?? 1;
    entry.sources += 1;
    counts.set(source.country, entry);
  }
  return [...counts].map(([country, count]) => ({ country, ...count })).sort((a, b) => b.events - a.events);
};
