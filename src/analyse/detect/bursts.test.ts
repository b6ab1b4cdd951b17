// Bursts: joining minutes, splitting at pauses, independent of order.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { minute } from '#model/time.ts';
import { joinBursts } from './bursts.ts';
import type { SeriesRow } from './detector.ts';

const row = (subject: string, first: number, last: number, weight: number): SeriesRow => ({
  exercise: '',
  subject,
  protocol: 'dns',
  at: Math.floor(first / minute) * minute,
  first,
  last,
  weight,
});

test('minutes within the gap are one burst, a longer pause splits', () => {
  const rows = [
    row('a', 0, 50_000, 100),
    row('a', 70_000, 110_000, 300),
    row('a', 110_000 + 5 * minute + 1, 900_000, 7),
  ];
  const bursts = joinBursts(rows, 5 * minute);
  expect(bursts.map(({ start, end, weight }) => ({ start, end, weight }))).toEqual([
    { start: 0, end: 110_000, weight: 400 },
    { start: 410_001, end: 900_000, weight: 7 },
  ]);
  // 300 packets in 40 s is the fastest minute.
  expect(bursts[0]!.peak).toBeCloseTo(7.5);
});

test('a single packet counts as one a second, never as an infinite rate', () => {
  expect(joinBursts([row('a', 5, 5, 1)], minute)[0]!.peak).toBe(1);
});

test('order of rows does not matter, and no weight is lost', () => {
  const rows = fc.array(
    fc.record({
      subject: fc.constantFrom('a', 'b'),
      first: fc.integer({ min: 0, max: 10_000_000 }),
      span: fc.integer({ min: 0, max: minute }),
      weight: fc.nat(1000),
    }),
    { maxLength: 40 },
  );
  fc.assert(
    fc.property(rows, fc.integer({ min: 0, max: 30 * minute }), (raw, gap) => {
      const series = raw.map(({ subject, first, span, weight }) => row(subject, first, first + span, weight));
      const one = joinBursts(series, gap);
      expect(
        joinBursts([...series].reverse(), gap).map(burst => [burst.subject, burst.start, burst.end]),
      ).toEqual(one.map(burst => [burst.subject, burst.start, burst.end]));
      const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
      expect(sum(one.map(burst => burst.weight))).toBe(sum(series.map(entry => entry.weight)));
    }),
  );
});
