// Events over time, stacked by class or dataset.
import { useMemo } from 'react';
import type { Histogram as HistogramData } from '../../api/types.ts';
import { useI18n } from '../../i18n/context.tsx';
import { ClassTag, useScheme } from '../../parts/tags.tsx';
import { TimeBars } from '../../parts/time-bars.tsx';
import { seriesColour } from '../../theme/palette.ts';
import type { TimeRange } from './view.ts';

export function Histogram({
  data,
  range,
  onRange,
}: {
  data: HistogramData | undefined;
  range: TimeRange;
  onRange: (from: number, to: number) => void;
}) {
  const i18n = useI18n();
  const scheme = useScheme();
  const drawn = useMemo(() => layout(data, range), [data, range]);
  if (!drawn) return <div className="histogram-empty muted">{data ? i18n.t('events.noHistogram') : ' '}</div>;
  return (
    <TimeBars
      stack={drawn}
      label={i18n.t('events.histogram')}
      stamp={at => i18n.stamp(at)}
      tick={at => i18n.stamp(at, 'minute')}
      title={name => name}
      colour={name => seriesColour(name, scheme)}
      onRange={onRange}
    >
      <div className="legend">
        {drawn.names.map(name => (
          <ClassTag key={name} name={name} />
        ))}
      </div>
    </TimeBars>
  );
}

function layout(data: HistogramData | undefined, range: TimeRange) {
  if (!data || data.buckets.length === 0) return undefined;
  const buckets = data.buckets.toSorted((a, b) => a.at - b.at);
  let step = Number.POSITIVE_INFINITY;
  for (let index = 1; index < buckets.length; index++) {
    const gap = buckets[index]!.at - buckets[index - 1]!.at;
    if (gap > 0) step = Math.min(step, gap);
  }
  if (data.width) step = data.width;
  else if (!Number.isFinite(step)) step = 60_000;
  const first = buckets[0]!.at;
  const last = buckets.at(-1)!.at + step;
  const from = range.from ?? first;
  const to = Math.max(range.to ?? (range.from === undefined ? last : Math.max(last, Date.now())), from + 1);
  const totals = new Map<string, number>();
  for (const bucket of buckets)
    for (const [name, n] of Object.entries(bucket.counts))
      totals.set(name || 'unknown', (totals.get(name || 'unknown') ?? 0) + n);
  if (totals.size === 0) return undefined;
  const names = [...totals].sort((a, b) => b[1] - a[1]).map(([name]) => name);
  const bars = buckets.map(bucket => ({
    at: bucket.at,
    parts: names.flatMap((name): [string, number][] => {
      const n = bucket.counts[name] ?? (name === 'unknown' ? bucket.counts[''] : undefined);
      return n ? [[name, n]] : [];
    }),
  }));
  const most = Math.max(1, ...bars.map(bar => bar.parts.reduce((sum, [, n]) => sum + n, 0)));
  return { from, to, step, bars, names: names.slice(0, 10), most };
}
