// Where the teams stand in one measure: a dot each over the spread of all. No order, no names of first and last.

import type { CompareView } from '#model/drill/review.ts';
import { useI18n } from '../../../../i18n/context.tsx';
import { stackDots } from '../charts/dots.ts';
import { Picture } from '../charts/picture.tsx';
import { marks, scale } from '../charts/scale.ts';

export interface TeamValue {
  team: string;
  value: number;
}
type Spread = CompareView['measures'][number]['spread'];

const size = 11;

export function DotPlot({
  values,
  spread,
  low = 0,
  high,
  unit,
  chosen,
  nameOf,
  label,
}: {
  values: readonly TeamValue[];
  spread?: Spread | undefined;
  low?: number;
  high: number;
  unit: string;
  /** The team looked at; '' for none. */
  chosen: string;
  nameOf: (team: string) => string;
  label: string;
}) {
  const { list, number } = useI18n();
  const most = (width: number) =>
    Math.max(
      0,
      ...stackDots(values, one => scale(low, high, 12, width - 12)(one.value), size).map(one => one.level),
    );
  const say = values.map(one => `${nameOf(one.team)} ${number(Math.round(one.value * 10) / 10)}`);
  return (
    <Picture
      className="rv-dots"
      label={`${label}: ${list(say)}${unit === '' ? '' : ` (${unit})`}`}
      height={width => 34 + (most(width) + 1) * size}
    >
      {(width, height) => {
        const x = scale(low, high, 12, width - 12);
        const floor = height - 18;
        return (
          <>
            {spread ? (
              <>
                <rect
                  className="rv-middle"
                  x={x(spread.q1)}
                  width={Math.max(1, x(spread.q3) - x(spread.q1))}
                  y={floor - 6}
                  height={6}
                />
                <line className="rv-median" x1={x(spread.median)} x2={x(spread.median)} y1={4} y2={floor} />
              </>
            ) : null}
            <line className="rv-axis" x1={12} x2={width - 12} y1={floor} y2={floor} />
            {marks(low, high, width < 260 ? 3 : 5).map(mark => (
              <text key={mark} className="rv-tick" x={x(mark)} y={height - 4} textAnchor="middle">
                {mark}
              </text>
            ))}
            {stackDots(values, one => x(one.value), size).map(dot => (
              <circle
                key={dot.item.team}
                className={dot.item.team === chosen ? 'rv-team chosen' : 'rv-team'}
                cx={dot.x}
                cy={floor - 8 - dot.level * size}
                r={dot.item.team === chosen ? 6 : 4.5}
              >
                <title>{`${nameOf(dot.item.team)} ${number(Math.round(dot.item.value * 10) / 10)}`}</title>
              </circle>
            ))}
          </>
        );
      }}
    </Picture>
  );
}
