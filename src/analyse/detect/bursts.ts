// Turns per-minute rows into bursts of activity. Pure.
import { minute, second } from '#model/time.ts';
import type { Burst, SeriesRow } from './detector.ts';

/**
 * Groups rows by (exercise, subject, protocol) and joins minutes whose pause is at most `gap` ms.
 * Rows may come in any order; the result is ordered by start.
 */
export function joinBursts(rows: readonly SeriesRow[], gap: number): Burst[] {
  const sorted = [...rows].sort(
    (a, b) =>
      compare(a.exercise, b.exercise) ||
      compare(a.subject, b.subject) ||
      compare(a.protocol, b.protocol) ||
      a.first - b.first,
  );
  const bursts: Burst[] = [];
  let current: Burst | undefined;
  for (const row of sorted) {
    const span = Math.min(minute, Math.max(second, row.last - row.first));
    const rate = row.weight / (span / second);
    const same =
      current &&
      current.exercise === row.exercise &&
      current.subject === row.subject &&
      current.protocol === row.protocol;
    if (current && same && row.first - current.end <= gap) {
      current.end = Math.max(current.end, row.last);
      current.weight += row.weight;
      current.peak = Math.max(current.peak, rate);
      continue;
    }
    current = {
      exercise: row.exercise,
      subject: row.subject,
      protocol: row.protocol,
      start: row.first,
      end: row.last,
      weight: row.weight,
      peak: rate,
    };
    bursts.push(current);
  }
  return bursts.sort((a, b) => a.start - b.start);
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
