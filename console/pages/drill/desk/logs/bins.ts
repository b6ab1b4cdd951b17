// Heights of the histogram's bars: lines of each source over time, the largest sources by name, the rest as one. Pure.
import type { Bars } from '../data.ts';
import type { Range } from './view.ts';

export const restName = '';
const named = 7;

export interface Stack {
  from: number;
  to: number;
  step: number;
  /** Most lines in one bucket, at least 1. */
  most: number;
  total: number;
  /** Sources from the largest on, then the rest. */
  names: string[];
  bars: { at: number; parts: [name: string, count: number][] }[];
}

/** Undefined when there is nothing to draw. */
export function stack({ buckets, step }: Bars, range: Range): Stack | undefined {
  const totals = new Map<string, number>();
  for (const bucket of buckets)
    for (const [name, count] of Object.entries(bucket.counts))
      if (count > 0) totals.set(name, (totals.get(name) ?? 0) + count);
  if (totals.size === 0 || step <= 0) return undefined;
  const ordered = [...totals].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([name]) => name);
  const names = ordered.slice(0, ordered.length > named + 1 ? named : named + 1);
  const kept = new Set(names);
  const bars = buckets
    .toSorted((a, b) => a.at - b.at)
    .map(({ at, counts }) => {
      const rest = Object.entries(counts).reduce(
        (sum, [name, count]) => sum + (kept.has(name) ? 0 : count),
        0,
      );
      const parts = names.flatMap((name): [string, number][] => (counts[name] ? [[name, counts[name]]] : []));
      return { at, parts: rest > 0 ? [...parts, [restName, rest] as [string, number]] : parts };
    });
  const tall = bars.map(bar => bar.parts.reduce((sum, [, count]) => sum + count, 0));
  const from = range.from ?? bars[0]!.at;
  return {
    from,
    to: Math.max(from + 1, range.to ?? 0, bars.at(-1)!.at + step),
    step,
    most: Math.max(1, ...tall),
    total: tall.reduce((sum, count) => sum + count, 0),
    names: ordered.length > names.length ? [...names, restName] : names,
    bars,
  };
}
