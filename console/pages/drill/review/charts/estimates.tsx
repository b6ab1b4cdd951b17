// Estimates with their error: a band for the 95 % interval, a point for the value. Never a bare number.
import type { Estimate } from '#model/drill/sitting.ts';
import { Picture } from './picture.tsx';
import { marks, scale } from './scale.ts';

export interface EstimateRow {
  id: string;
  label: string;
  estimate: Estimate;
  /** What stands at the end of the row, e.g. "61 ± 8". */
  figure: string;
  tone: 'before' | 'after' | 'gain';
}

const rowHeight = 44;
const axis = 22;
// Room for half a mark's figure.
const edge = 16;

/** `zero` draws the line of no change. */
export function Estimates({
  rows,
  label,
  low,
  high,
  zero = false,
}: {
  rows: readonly EstimateRow[];
  label: string;
  low: number;
  high: number;
  zero?: boolean;
}) {
  return (
    <Picture label={label} height={rows.length * rowHeight + axis}>
      {(width, height) => {
        const x = scale(low, high, edge, width - edge);
        const held = (value: number) => x(Math.min(high, Math.max(low, value)));
        const floor = height - axis;
        return (
          <>
            {marks(low, high, width < 420 ? 4 : 8).map(mark => (
              <g key={mark}>
                <line className="rv-grid" x1={x(mark)} x2={x(mark)} y1={0} y2={floor} />
                <text className="rv-tick" x={x(mark)} y={height - 6} textAnchor="middle">
                  {zero && mark > 0 ? `+${mark}` : mark}
                </text>
              </g>
            ))}
            {zero ? <line className="rv-zero" x1={x(0)} x2={x(0)} y1={0} y2={floor} /> : null}
            {rows.map((row, index) => {
              const middle = index * rowHeight + 30;
              const left = held(row.estimate.low);
              return (
                <g key={row.id}>
                  <text className="rv-label" x={0} y={index * rowHeight + 14}>
                    {row.label}
                  </text>
                  <text className="rv-figure" x={width} y={index * rowHeight + 14} textAnchor="end">
                    {row.figure}
                  </text>
                  <rect
                    className={`rv-band ${row.tone}`}
                    x={left}
                    width={Math.max(2, held(row.estimate.high) - left)}
                    y={middle - 6}
                    height={12}
                    rx={6}
                  />
                  <circle
                    className={`rv-point ${row.tone}`}
                    cx={held(row.estimate.value)}
                    cy={middle}
                    r={5}
                  />
                </g>
              );
            })}
          </>
        );
      }}
    </Picture>
  );
}
