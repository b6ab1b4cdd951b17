// Events over time, stacked by class or dataset; dragging over it chooses a time range.
import { useMemo, useRef, useState } from 'react';
import type { Histogram as HistogramData } from '../../api/types.ts';
import { useI18n } from '../../i18n/context.tsx';
import { ClassTag, useScheme } from '../../parts/tags.tsx';
import { seriesColour } from '../../theme/palette.ts';
import type { TimeRange } from './view.ts';

const height = 64;

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
  const box = useRef<HTMLButtonElement>(null);
  const [drag, setDrag] = useState<[number, number]>();
  const drawn = useMemo(() => layout(data, range), [data, range]);
  if (!drawn) return <div className="histogram-empty muted">{data ? i18n.t('events.noHistogram') : ' '}</div>;
  const { from, to, step, bars, names, most } = drawn;

  const share = (clientX: number): number => {
    const rect = box.current?.getBoundingClientRect();
    return rect ? Math.max(0, Math.min(1, (clientX - rect.left) / rect.width)) : 0;
  };
  const timeAt = (part: number): number => Math.round(from + part * (to - from));
  const finish = () => {
    if (!drag) return;
    const [a, b] = [Math.min(...drag), Math.max(...drag)];
    setDrag(undefined);
    if (b - a > 0.004) onRange(timeAt(a), timeAt(b));
    else {
      const bucket = bars.find(bar => timeAt(a) >= bar.at && timeAt(a) < bar.at + step);
      if (bucket) onRange(bucket.at, bucket.at + step);
    }
  };

  return (
    <div className="histogram">
      <div className="histogram-scale" aria-hidden="true">
        <span>{i18n.compact(most)}</span>
      </div>
      <button
        type="button"
        ref={box}
        className="histogram-plot"
        aria-label={i18n.t('events.histogram')}
        onPointerDown={event => {
          event.currentTarget.setPointerCapture(event.pointerId);
          setDrag([share(event.clientX), share(event.clientX)]);
        }}
        onPointerMove={event => drag && setDrag([drag[0], share(event.clientX)])}
        onPointerUp={finish}
        onPointerCancel={() => setDrag(undefined)}
      >
        <svg viewBox={`0 0 1000 ${height}`} preserveAspectRatio="none" aria-hidden="true">
          {bars.map(bar => {
            const x = ((bar.at - from) / (to - from)) * 1000;
            const width = Math.max(1, (step / (to - from)) * 1000 - 1);
            let y = height;
            return (
              <g key={bar.at}>
                <title>{`${i18n.stamp(bar.at)}\n${bar.parts.map(([name, n]) => `${name} ${i18n.number(n)}`).join('\n')}`}</title>
                {bar.parts.map(([name, n]) => {
                  const tall = (n / most) * (height - 2);
                  y -= tall;
                  return (
                    <rect
                      key={name}
                      x={x}
                      y={y}
                      width={width}
                      height={tall}
                      fill={seriesColour(name, scheme)}
                    />
                  );
                })}
              </g>
            );
          })}
          {drag ? (
            <rect
              className="brush"
              x={Math.min(...drag) * 1000}
              width={Math.abs(drag[1] - drag[0]) * 1000}
              y={0}
              height={height}
            />
          ) : null}
        </svg>
      </button>
      <div className="histogram-axis" aria-hidden="true">
        {[0, 0.25, 0.5, 0.75, 1].map(part => (
          <span key={part}>{i18n.stamp(timeAt(part), 'minute')}</span>
        ))}
      </div>
      <div className="legend">
        {names.map(name => (
          <ClassTag key={name} name={name} />
        ))}
      </div>
    </div>
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
