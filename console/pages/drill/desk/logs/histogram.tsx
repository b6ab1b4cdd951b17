// Lines over time, stacked by source; dragging over it, or a click on a bar, chooses a time range.
import { useMemo, useRef, useState } from 'react';
import { useI18n } from '../../../../i18n/context.tsx';
import { simStamp } from '../../shared/clock.ts';
import type { Bars } from '../data.ts';
import { useSources } from '../parts/names.ts';
import { restName, stack } from './bins.ts';
import type { Range } from './view.ts';

const height = 64;

export function Histogram({
  data,
  range,
  onRange,
}: {
  data: Bars | undefined;
  range: Range;
  onRange: (from: number, to: number) => void;
}) {
  const i18n = useI18n();
  const { of } = useSources();
  const box = useRef<HTMLButtonElement>(null);
  const [drag, setDrag] = useState<[number, number]>();
  const drawn = useMemo(() => (data ? stack(data, range) : undefined), [data, range]);
  if (!drawn) return <div className="histogram-empty muted">{data ? i18n.t('desk.logs.none') : ' '}</div>;
  const { from, to, step, bars, names, most } = drawn;
  const title = (name: string) => (name === restName ? i18n.t('desk.logs.rest') : of(name).title);
  const colour = (name: string) => (name === restName ? 'var(--line-strong)' : of(name).colour);
  const share = (clientX: number): number => {
    const rect = box.current?.getBoundingClientRect();
    return rect ? Math.max(0, Math.min(1, (clientX - rect.left) / rect.width)) : 0;
  };
  const timeAt = (part: number): number => Math.round(from + part * (to - from));
  const finish = () => {
    if (!drag) return;
    const [a, b] = [Math.min(...drag), Math.max(...drag)];
    setDrag(undefined);
    if (b - a > 0.004) return onRange(timeAt(a), timeAt(b));
    const bar = bars.find(one => timeAt(a) >= one.at && timeAt(a) < one.at + step);
    if (bar && step > 1_000) onRange(bar.at, bar.at + step);
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
        aria-label={i18n.t('desk.logs.histogram')}
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
                <title>{`${simStamp(bar.at)}\n${bar.parts.map(([name, n]) => `${title(name)} ${i18n.number(n)}`).join('\n')}`}</title>
                {bar.parts.map(([name, n]) => {
                  const tall = (n / most) * (height - 2);
                  y -= tall;
                  return <rect key={name} x={x} y={y} width={width} height={tall} fill={colour(name)} />;
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
          <span key={part}>{simStamp(timeAt(part), to - from < 600_000).slice(5)}</span>
        ))}
      </div>
      <ul className="legend">
        {names.map(name => (
          <li key={name} className="class-tag">
            <svg width={10} height={10} aria-hidden="true">
              <rect width={10} height={10} rx={2} fill={colour(name)} />
            </svg>
            {title(name)}
          </li>
        ))}
      </ul>
    </div>
  );
}
