// Overview: what a duty officer keeps on the wall.
import { ActionIcon, Button, SegmentedControl, Tooltip } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useMemo } from 'react';
import { queries } from '../../api/queries.ts';
import type { Overview } from '../../api/types.ts';
import { useI18n } from '../../i18n/context.tsx';
import { useAgentNames, useNow, usePageTitle } from '../../lib/hooks.ts';
import { useView } from '../../lib/view.ts';
import { Icon } from '../../parts/icon.tsx';
import { Panel, Stat } from '../../parts/page.tsx';
import { Empty, Loaded } from '../../parts/states.tsx';
import { Time } from '../../parts/time.tsx';
import { FlowStrip } from '../agents/flow-strip.tsx';
import { CampaignBrief, FindingBrief, PortTable } from './lists.tsx';
import { MapPanel } from './map-panel.tsx';
import { RatesPanel } from './rates.tsx';

const defaults = { hours: '24', metric: 'events', wall: '', to: '' };
const ranges = ['1', '24', '168', '720'] as const;

export function Page() {
  const { t } = useI18n();
  const [view, setView] = useView(defaults);
  const hours = Math.min(8_760, Math.max(1, Number(view.hours) || 24));
  const to = view.to ? Date.parse(view.to) || undefined : undefined;
  const query = useQuery({
    ...queries.overview(hours, to),
    placeholderData: keepPreviousData,
    refetchInterval: 30_000,
  });
  const wall = view.wall === '1';
  usePageTitle(t('nav.overview'));

  useEffect(() => {
    if (!wall) return;
    void document.documentElement.requestFullscreen?.().catch(() => undefined);
    const leave = (event: KeyboardEvent) => {
      if (event.key === 'Escape') setView({ wall: '' });
    };
    window.addEventListener('keydown', leave);
    return () => {
      window.removeEventListener('keydown', leave);
      if (document.fullscreenElement) void document.exitFullscreen();
    };
  }, [wall, setView]);

  return (
    <div className={wall ? 'overview wall' : 'overview'}>
      <header className="page-head overview-head">
        <h1 className="grow">{wall ? t('overview.wallTitle') : t('nav.overview')}</h1>
        {wall ? <WallClock /> : null}
        <div className="page-actions">
          {to === undefined ? null : (
            <span className="row tight">
              {t('overview.until')} <Time at={to} as="stamp" />
              <button type="button" className="link-button" onClick={() => setView({ to: '' })}>
                {t('overview.live')}
              </button>
            </span>
          )}
          <SegmentedControl
            size="xs"
            value={view.hours}
            onChange={value => setView({ hours: value })}
            data={ranges.map(value => ({ value, label: t(`range.${value}`) }))}
            aria-label={t('overview.range')}
          />
          <Tooltip label={t(wall ? 'overview.leaveWall' : 'overview.wall')}>
            <ActionIcon
              aria-label={t(wall ? 'overview.leaveWall' : 'overview.wall')}
              onClick={() => setView({ wall: wall ? '' : '1' })}
            >
              <Icon name={wall ? 'close' : 'wall'} />
            </ActionIcon>
          </Tooltip>
        </div>
      </header>
      <Loaded query={query} lines={14}>
        {data => (
          <Body
            data={data}
            hours={hours}
            metric={view.metric}
            onMetric={metric => setView({ metric }, true)}
            onEnd={end => setView({ to: new Date(end).toISOString() })}
          />
        )}
      </Loaded>
    </div>
  );
}

function WallClock() {
  const i18n = useI18n();
  const now = useNow(1_000);
  return <span className="wall-clock">{i18n.stamp(now)}</span>;
}

interface BodyProps {
  data: Overview;
  hours: number;
  metric: string;
  onMetric: (metric: string) => void;
  onEnd: (end: number) => void;
}

function Body({ data, hours, metric, onMetric, onEnd }: BodyProps) {
  const newest = data.newest ?? 0;
  const { t, number, compact } = useI18n();
  const navigate = useNavigate();
  const totals = data.totals;
  const nothing = (totals.events ?? 0) === 0;
  const agentName = useAgentNames();
  const range = useMemo((): [number, number] => [data.from, data.to], [data.from, data.to]);
  const count = (value: number | undefined) => <span title={number(value ?? 0)}>{compact(value ?? 0)}</span>;
  return (
    <div className="overview-grid">
      <div className="stats area-stats">
        <Stat label={t('total.events')} value={count(totals.events)} to="/events" />
        <Stat label={t('total.packets')} value={count(totals.packets)} />
        <Stat label={t('total.sources')} value={count(totals.sources)} />
        <Stat label={t('total.incidentsOpen')} value={count(totals.incidentsOpen)} to="/incidents" />
        <Stat
          label={t('total.findingsOpen')}
          value={count(totals.findingsOpen)}
          to="/incidents?tab=findings"
        />
        <Stat label={t('total.indicatorsActive')} value={count(totals.indicatorsActive)} to="/indicators" />
        <Stat label={t('total.blocked24h')} value={count(totals.blocked24h)} to="/protection" />
      </div>
      {nothing ? (
        <Panel className="area-empty">
          <Empty
            title={t('overview.empty')}
            command={'./hinomi ingest pcap capture.pcap\nssh -p 2222 root@127.0.0.1'}
            action={
              <>
                {newest > 0 ? (
                  <Button onClick={() => onEnd(newest + 60_000)}>{t('overview.toNewest')}</Button>
                ) : null}
                <Button onClick={() => void navigate({ to: '/inputs' })}>{t('inputs.add')}</Button>
                <Button variant="default" onClick={() => void navigate({ to: '/agents' })}>
                  {t('agents.enrol')}
                </Button>
              </>
            }
          >
            {t('overview.empty.text')}
          </Empty>
        </Panel>
      ) : (
        <MapPanel data={data} hours={hours} />
      )}
      <Panel title={t('overview.findings')} className="area-findings" flush aside={<FindingsLink />}>
        <FindingBrief findings={data.findings} />
      </Panel>
      <RatesPanel series={data.series} range={range} metric={metric} onMetric={onMetric} />
      <Panel title={t('overview.ports')} className="area-ports" flush>
        <PortTable ports={data.topPorts} hours={hours} />
      </Panel>
      <Panel title={t('overview.campaigns')} className="area-campaigns" flush>
        <CampaignBrief campaigns={data.campaigns} />
      </Panel>
      <Panel title={t('flow.title')} className="area-flows" flush>
        <FlowStrip flows={data.flows} nameOf={agentName} brief />
      </Panel>
    </div>
  );
}

function FindingsLink() {
  const { t } = useI18n();
  const navigate = useNavigate();
  return (
    <button
      type="button"
      className="link-button"
      onClick={() => void navigate({ to: '/incidents', search: { tab: 'findings' } as never })}
    >
      {t('all')}
    </button>
  );
}
