// The search: bar, time, histogram, facets, table.
import { ActionIcon, Button, SegmentedControl, Select, Tooltip } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { SearchError } from '#model/search/errors.ts';
import { parseSearch } from '#model/search/parse.ts';
import { queries } from '../../api/queries.ts';
import type { EventPage } from '../../api/types.ts';
import { useI18n } from '../../i18n/context.tsx';
import { usePhone, useRights } from '../../lib/hooks.ts';
import { addTerm } from '../../lib/search-text.ts';
import { Icon } from '../../parts/icon.tsx';
import { Panel } from '../../parts/page.tsx';
import { Empty, Failure, Waiting } from '../../parts/states.tsx';
import { itemsOf } from '../../parts/table.tsx';
import { SearchBar } from './bar.tsx';
import { ColumnChooser } from './columns.tsx';
import { Facets } from './facets.tsx';
import { Histogram } from './histogram.tsx';
import { EventTable } from './table.tsx';
import { ExportMenu, SavedMenu, ShareButton } from './take-along.tsx';
import { columnsOf, type EventsView, quickRanges, rangeOf, rangeQuery, type SetEventsView } from './view.ts';

const readable = (q: string): SearchError | undefined => {
  try {
    parseSearch(q);
    return undefined;
  } catch (error) {
    return error instanceof SearchError ? error : undefined;
  }
};

export function Search({ view, setView }: { view: EventsView; setView: SetEventsView }) {
  const i18n = useI18n();
  const { t } = i18n;
  const may = useRights();
  const phone = usePhone();
  const [at, setAt] = useState(() => Date.now());
  const [facetsOpen, setFacetsOpen] = useState(false);
  const problem = useMemo(() => readable(view.q), [view.q]);
  const range = useMemo(
    () => rangeOf({ last: view.last, from: view.from, to: view.to }, at),
    [view.last, view.from, view.to, at],
  );
  const scope = { q: view.q, ...rangeQuery(range) };
  const enabled = !problem;
  const list = useInfiniteQuery({
    ...queries.events({ ...scope, limit: 200 }),
    placeholderData: keepPreviousData,
    enabled,
  });
  const bars = useQuery({
    ...queries.histogram({ ...scope, buckets: phone ? 40 : 96 }),
    placeholderData: keepPreviousData,
    enabled,
  });
  const columns = columnsOf(view.cols);
  const items = itemsOf(list);
  const took = (list.data?.pages[0] as EventPage | undefined)?.took;
  const total = bars.data?.buckets.reduce(
    (sum, bucket) => sum + Object.values(bucket.counts).reduce((a, b) => a + b, 0),
    0,
  );
  const add = (field: string, value: string, exclude = false) =>
    setView({ q: addTerm(view.q, field, value, exclude) });
  const custom = view.from !== '' || view.to !== '';

  return (
    <div className="search-page">
      <div className="search-line">
        <SearchBar
          value={view.q}
          autoFocus={view.focus === '1'}
          onSearch={q => {
            setAt(Date.now());
            setView({ q, focus: '' });
          }}
        />
        <div className="search-tools">
          {phone ? (
            <Select
              aria-label={t('events.range')}
              value={custom ? 'custom' : view.last}
              onChange={last => last && last !== 'custom' && setView({ last, from: '', to: '' })}
              data={[
                ...quickRanges.map(value => ({ value: value as string, label: t(`last.${value}`) })),
                ...(custom ? [{ value: 'custom', label: t('last.custom') }] : []),
              ]}
              w={120}
            />
          ) : (
            <SegmentedControl
              size="xs"
              aria-label={t('events.range')}
              value={custom ? '' : view.last}
              onChange={last => {
                setAt(Date.now());
                setView({ last, from: '', to: '' });
              }}
              data={quickRanges.map(value => ({ value, label: t(`last.${value}`) }))}
            />
          )}
          <Tooltip label={t('refresh')}>
            <ActionIcon aria-label={t('refresh')} onClick={() => setAt(Date.now())}>
              <Icon name="refresh" />
            </ActionIcon>
          </Tooltip>
          <SavedMenu query={view.q} onChoose={q => setView({ q })} />
          {may('export') ? <ExportMenu scope={scope} /> : null}
          <ShareButton range={range} />
          <ColumnChooser columns={columns} onChange={next => setView({ cols: next.join(',') })} />
        </div>
      </div>
      {problem ? <Failure error={problem} /> : null}
      {custom ? (
        <p className="range-line">
          <Icon name="clock" size={14} /> {range.from ? i18n.stamp(range.from) : '…'} –{' '}
          {range.to ? i18n.stamp(range.to) : '…'}
          <button type="button" className="link-button" onClick={() => setView({ from: '', to: '' })}>
            {t('clear')}
          </button>
        </p>
      ) : null}
      <Panel className="histogram-panel">
        <Histogram
          data={bars.data}
          range={range}
          onRange={(from, to) =>
            setView({ from: new Date(from).toISOString(), to: new Date(to).toISOString(), last: '24h' })
          }
        />
      </Panel>
      <div className="search-body">
        {phone ? (
          <Button
            variant="default"
            leftSection={<Icon name="filter" />}
            onClick={() => setFacetsOpen(!facetsOpen)}
          >
            {t('events.facets')}
          </Button>
        ) : null}
        {!phone || facetsOpen ? (
          <aside className="facets" aria-label={t('events.facets')}>
            {enabled ? <Facets scope={scope} onPick={add} /> : null}
          </aside>
        ) : null}
        <section className="panel flush results" aria-label={t('events.results')}>
          <p className="results-line" role="status">
            {list.isFetching && !list.isFetchingNextPage ? t('loading') : null}{' '}
            {total === undefined ? '' : t('events.count', { n: total })}
            {took === undefined ? '' : ` · ${i18n.duration(took)}`}
          </p>
          {list.error ? (
            <Failure error={list.error} retry={() => void list.refetch()} />
          ) : list.data === undefined ? (
            enabled ? (
              <Waiting lines={12} />
            ) : null
          ) : items.length === 0 ? (
            <NoEvents view={view} setView={setView} />
          ) : (
            <EventTable
              items={items}
              columns={columns}
              openId={view.event}
              onOpen={id => setView({ event: id }, view.event !== '')}
              onEnd={() => {
                if (list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage();
              }}
              more={list.hasNextPage}
            />
          )}
        </section>
      </div>
    </div>
  );
}

function NoEvents({ view, setView }: { view: EventsView; setView: SetEventsView }) {
  const { t } = useI18n();
  const limited = view.last !== 'all' || view.from !== '' || view.to !== '';
  return (
    <Empty
      title={t('events.empty')}
      {...(view.q === '' && !limited ? { command: './hinomi ingest pcap capture.pcap' } : {})}
      action={
        <>
          {limited ? (
            <Button onClick={() => setView({ last: 'all', from: '', to: '' })}>
              {t('events.searchAll')}
            </Button>
          ) : null}
          {view.q ? (
            <Button variant="default" onClick={() => setView({ q: '' })}>
              {t('events.clearQuery')}
            </Button>
          ) : null}
        </>
      }
    >
      {t(limited ? 'events.empty.range' : 'events.empty.text')}
    </Empty>
  );
}
