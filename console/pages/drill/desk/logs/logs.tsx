// The logs of the organisation up to the exercise's present: ask, narrow down, look at a line, keep it.
import { ActionIcon, Button, Select, Switch, Tooltip } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useI18n } from '../../../../i18n/context.tsx';
import { usePhone } from '../../../../lib/hooks.ts';
import { addTerm } from '../../../../lib/search-text.ts';
import { useView } from '../../../../lib/view.ts';
import { Icon } from '../../../../parts/icon.tsx';
import { Empty, Failure, Waiting } from '../../../../parts/states.tsx';
import { itemsOf } from '../../../../parts/table.tsx';
import { simClock, simNow, simStamp } from '../../shared/clock.ts';
import { useHere } from '../context.tsx';
import { deskQueries } from '../data.ts';
import { LogBar } from './bar.tsx';
import { LineDetail } from './detail.tsx';
import { Histogram } from './histogram.tsx';
import { KeptSearches } from './kept.tsx';
import { Lines } from './lines.tsx';
import { problemOf, wordsOf } from './marks.ts';
import { Side } from './side.tsx';
import { logDefaults, questionOf, quickRanges, rangeOf, sourcesOf, urlTime } from './view.ts';

/** While one follows, the newest lines are read so often, ms. */
const followEvery = 6_000;

export function View() {
  const i18n = useI18n();
  const { t } = i18n;
  const { team, desk } = useHere();
  const phone = usePhone();
  const [view, setView] = useView(logDefaults);
  const { clock } = desk;
  const present = useCallback(
    () => Math.min(desk.exercise.simEnd, simNow(clock)),
    [clock, desk.exercise.simEnd],
  );
  const [asOf, setAsOf] = useState(present);
  // Following reads lines and bars again; the counts beside them stay as of the last question.
  const [counted, setCounted] = useState(asOf);
  const [follow, setFollow] = useState(false);
  const [sideOpen, setSideOpen] = useState(false);
  useEffect(() => {
    if (!follow || clock.state !== 'running') return;
    const timer = setInterval(() => setAsOf(present()), followEvery);
    return () => clearInterval(timer);
  }, [follow, clock.state, present]);

  const problem = useMemo(() => problemOf(view.q), [view.q]);
  const words = useMemo(() => wordsOf(view.q), [view.q]);
  const range = useMemo(
    () => rangeOf({ last: view.last, from: view.from, to: view.to }, asOf),
    [view.last, view.from, view.to, asOf],
  );
  const sources = sourcesOf(view.src);
  // Nothing after the moment of the search, so that pages, bars and counts agree.
  const question = questionOf(view, { to: asOf, ...range });
  const enabled = !problem;
  const list = useInfiniteQuery({
    ...deskQueries.lines(team, { ...question, order: view.order, limit: phone ? 50 : 150 }, asOf),
    placeholderData: keepPreviousData,
    enabled,
  });
  const bars = useQuery({
    ...deskQueries.bars(team, { ...question, buckets: phone ? 40 : 96 }, asOf),
    placeholderData: keepPreviousData,
    enabled,
  });
  const items = itemsOf(list);
  const total = bars.data?.buckets.reduce(
    (sum, bucket) => sum + Object.values(bucket.counts).reduce((a, b) => a + b, 0),
    0,
  );
  const took = (list.data?.pages[0] as { took?: number } | undefined)?.took;
  const fixed = view.from !== '' || view.to !== '';
  const renew = () => {
    const now = present();
    setAsOf(now);
    setCounted(now);
  };
  const ask = (patch: Parameters<typeof setView>[0]) => {
    renew();
    setView(patch);
  };
  const pick = (field: string, value: string, exclude = false) =>
    ask({ q: addTerm(view.q, field, value, exclude) });
  const open = useCallback((id: string) => setView({ line: id }, view.line !== ''), [setView, view.line]);

  return (
    <div className="search-page logs-page">
      <div className="search-line">
        <LogBar value={view.q} autoFocus={view.focus === '1'} onSearch={q => ask({ q, focus: '' })} />
        <div className="search-tools">
          <Select
            aria-label={t('events.range')}
            value={fixed ? 'custom' : view.last}
            onChange={last => last && last !== 'custom' && ask({ last, from: '', to: '' })}
            data={[
              ...quickRanges.map(value => ({ value: value as string, label: t(`last.${value}`) })),
              ...(fixed ? [{ value: 'custom', label: t('last.custom') }] : []),
            ]}
            className="logs-range"
          />
          <Select
            aria-label={t('desk.logs.order')}
            value={view.order}
            onChange={order => order && ask({ order })}
            data={[
              { value: 'new', label: t('desk.logs.newest') },
              { value: 'old', label: t('desk.logs.oldest') },
            ]}
            className="logs-order"
          />
          <Tooltip label={t('refresh')}>
            <ActionIcon aria-label={t('refresh')} onClick={renew}>
              <Icon name="refresh" />
            </ActionIcon>
          </Tooltip>
          <KeptSearches
            q={view.q}
            sources={sources}
            onChoose={(q, chosen) => ask({ q, src: chosen.join(',') })}
          />
        </div>
      </div>
      {problem ? <Failure error={problem} /> : null}
      <section className="panel histogram-panel">
        <div className="panel-body">
          <Histogram
            data={bars.data}
            range={range}
            onRange={(from, to) => ask({ from: urlTime(from), to: urlTime(to, true), last: 'all' })}
          />
        </div>
      </section>
      <div className={view.line ? 'search-body with-detail' : 'search-body'}>
        {phone ? (
          <Button
            variant="default"
            leftSection={<Icon name="filter" />}
            aria-expanded={sideOpen}
            onClick={() => setSideOpen(!sideOpen)}
          >
            {t('events.facets')}
          </Button>
        ) : null}
        {!phone || sideOpen ? (
          <aside className="facets" aria-label={t('events.facets')}>
            {enabled ? (
              <Side
                question={questionOf(view, { to: counted, ...rangeOf(view, counted) })}
                range={range}
                asOf={counted}
                sources={sources}
                onSources={chosen => ask({ src: chosen.join(',') })}
                onPick={pick}
              />
            ) : null}
          </aside>
        ) : null}
        <section className="panel flush results" aria-label={t('desk.logs.lines')}>
          <div className="results-line row">
            <span role="status">
              {list.isFetching && !list.isFetchingNextPage ? `${t('loading')} ` : ''}
              {total === undefined ? '' : t('desk.logs.count', { n: total })}
              {took === undefined ? '' : ` · ${i18n.duration(took)}`} ·{' '}
              {t('desk.logs.asOf', { time: simClock(asOf) })}
            </span>
            {fixed ? (
              <span className="range-line">
                <Icon name="clock" size={14} /> {range.from ? simStamp(range.from) : '…'} –{' '}
                {range.to ? simStamp(range.to) : '…'}
                <button type="button" className="link-button" onClick={() => ask({ from: '', to: '' })}>
                  {t('clear')}
                </button>
              </span>
            ) : null}
            <span className="grow" />
            <Switch
              size="xs"
              label={t('desk.logs.wrap')}
              checked={view.wrap === '1'}
              onChange={event => setView({ wrap: event.currentTarget.checked ? '1' : '' }, true)}
            />
            {clock.state === 'running' && !fixed && view.order === 'new' ? (
              <Switch
                size="xs"
                label={t('desk.logs.follow')}
                checked={follow}
                onChange={event => setFollow(event.currentTarget.checked)}
              />
            ) : null}
          </div>
          {list.error ? (
            <Failure error={list.error} retry={() => void list.refetch()} />
          ) : list.data === undefined ? (
            enabled ? (
              <Waiting lines={12} />
            ) : null
          ) : items.length === 0 ? (
            <Nothing view={view} ask={ask} />
          ) : (
            <>
              <Lines
                items={items}
                words={words}
                openId={view.line}
                wrap={view.wrap === '1'}
                onOpen={open}
                label={t('desk.logs.lines')}
              />
              {list.hasNextPage ? (
                <div className="more">
                  <Button
                    variant="default"
                    loading={list.isFetchingNextPage}
                    onClick={() => void list.fetchNextPage()}
                  >
                    {t(view.order === 'new' ? 'desk.logs.older' : 'desk.logs.newer')}
                  </Button>
                </div>
              ) : null}
            </>
          )}
        </section>
        <LineDetail id={view.line} onOpen={open} onPick={pick} />
      </div>
    </div>
  );
}

function Nothing({
  view,
  ask,
}: {
  view: typeof logDefaults;
  ask: (patch: Partial<typeof logDefaults>) => void;
}) {
  const { t } = useI18n();
  const limited = view.last !== 'all' || view.from !== '' || view.to !== '';
  return (
    <Empty
      title={t('desk.logs.none')}
      action={
        <>
          {limited ? (
            <Button onClick={() => ask({ last: 'all', from: '', to: '' })}>{t('events.searchAll')}</Button>
          ) : null}
          {view.src ? (
            <Button variant="default" onClick={() => ask({ src: '' })}>
              {t('desk.logs.allSources')}
            </Button>
          ) : null}
          {view.q ? (
            <Button variant="default" onClick={() => ask({ q: '' })}>
              {t('events.clearQuery')}
            </Button>
          ) : null}
        </>
      }
    >
      {t('desk.logs.none.text')}
    </Empty>
  );
}
