// Bars over time, stacked by name; dragging over them, or a click on one, chooses a time range.
import { type ReactNode, useRef, useState } from 'react';
import { useI18n } from '../i18n/context.tsx';

const height = 64;
/** The smallest part of the width that is a range and not a click. */
const leastDrag = 0.004;
/** Bars this short are not chosen by a click, ms: there is nothing to see inside. */
const leastStep = 1_000;

interface TimeStack {
  from: number;
  to: number;
  /** Width of a bar, ms. */
  step: number;
  /** Largest sum of a bar, at least 1. */
  most: number;
  bars: readonly { at: number; parts: readonly (readonly [name: string, count: number])[] }[];
}

export function TimeBars({
  stack: { from, to, step, most, bars },
  label,
  stamp,
  tick,
  title,
  colour,
  onRange,
  children,
}: {
  stack: TimeStack;
  /** What is drawn, for those who do not see it. */
  label: string;
  /** A bar's time in its tooltip, and a time on the axis. */
  stamp: (at: number) => string;
  tick: (at: number) => string;
  title: (name: string) => string;
  colour: (name: string) => string;
  onRange: (from: number, to: number) => void;
  /** The legend. */
  children: ReactNode;
}) {
  const i18n = useI18n();
  const box = useRef<HTMLButtonElement>(null);
  const [drag, setDrag] = useState<[number, number]>();
  const share = (clientX: number): number => {
    const rect = box.current?.getBoundingClientRect();
    return rect ? Math.max(0, Math.min(1, (clientX - rect.left) / rect.width)) : 0;
  };
  const timeAt = (part: number): number => Math.round(from + part * (to - from));
  const finish = () => {
    if (!drag) return;
    const [a, b] = [Math.min(...drag), Math.max(...drag)];
    setDrag(undefined);
    if (b - a > leastDrag) return onRange(timeAt(a), timeAt(b));
    const bar = bars.find(one => timeAt(a) >= one.at && timeAt(a) < one.at + step);
    if (bar && step > leastStep) onRange(bar.at, bar.at + step);
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
        aria-label={label}
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
                <title>{`${stamp(bar.at)}\n${bar.parts.map(([name, n]) => `${title(name)} ${i18n.number(n)}`).join('\n')}`}</title>
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
          <span key={part}>{tick(timeAt(part))}</span>
        ))}
      </div>
      {children}
    </div>
  );
}
