import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hour, minute } from '#model/time.ts';
import { binSteps, heldAt, marks, scale, stepPath, timeMarks } from './scale.ts';

test('a scale maps ends to ends, and a range of nothing to the middle', () => {
  const x = scale(10, 20, 0, 100);
  expect([x(10), x(15), x(20)]).toEqual([0, 50, 100]);
  expect(scale(3, 3, 0, 100)(3)).toBe(50);
});

test('marks are round and inside', () => {
  expect(marks(0, 100)).toEqual([0, 20, 40, 60, 80, 100]);
  expect(marks(-7, 13, 4)).toEqual([-5, 0, 5, 10]);
  expect(marks(0, 0.3, 3)).toEqual([0, 0.1, 0.2, 0.3]);
  fc.assert(
    fc.property(
      fc.double({ min: -1e6, max: 1e6, noNaN: true }),
      fc.double({ min: 1e-3, max: 1e6, noNaN: true }),
      (low, width) => {
        const found = marks(low, low + width);
        const slack = width * 1e-6 + Math.abs(low) * 1e-9;
        expect(found.every(one => one >= low - slack && one <= low + width + slack)).toBe(true);
        expect(found.length).toBeLessThanOrEqual(7);
      },
    ),
  );
});

test('moments are round in the zone asked for', () => {
  const start = Date.UTC(2026, 4, 11, 23, 30);
  const found = timeMarks(start, start + 3 * hour, 6, 9 * hour);
  expect(found.map(at => (at - start) / minute)).toEqual([0, 30, 60, 90, 120, 150, 180]);
  // A day of the zone begins at 15:00 UTC.
  const days = timeMarks(Date.UTC(2026, 4, 11), Date.UTC(2026, 4, 13), 2, 9 * hour);
  expect(days).toEqual([Date.UTC(2026, 4, 11, 15), Date.UTC(2026, 4, 12, 15)]);
});

const steps = [
  { at: 10, points: 2 },
  { at: 20, points: 5 },
  { at: 21, points: 6 },
];

test('a value holds until the next', () => {
  expect([9, 10, 19, 20, 22].map(at => heldAt(steps, at))).toEqual([0, 2, 2, 5, 6]);
});

test('binning keeps the values at its columns, the end, and no more points than columns', () => {
  expect(binSteps(steps, 0, 40, 4)).toEqual([
    { at: 0, points: 0 },
    { at: 10, points: 2 },
    { at: 20, points: 5 },
    { at: 30, points: 6 },
    { at: 40, points: 6 },
  ]);
  fc.assert(
    fc.property(
      fc.array(fc.record({ at: fc.integer({ min: 0, max: 1000 }), points: fc.nat(100) }), { maxLength: 300 }),
      fc.integer({ min: 1, max: 40 }),
      (list, columns) => {
        const sorted = list.toSorted((a, b) => a.at - b.at);
        const out = binSteps(sorted, 0, 1000, columns);
        expect(out.length).toBeLessThanOrEqual(columns + 1);
        for (const one of out) expect(one.points).toBe(heldAt(sorted, one.at));
        expect(out.at(-1)!.at).toBeCloseTo(1000);
      },
    ),
  );
});

test('a step line goes flat, then straight', () => {
  const same = (value: number) => value;
  expect(stepPath(steps, same, same)).toBe('M10.0 2.0H20.0V5.0H21.0V6.0');
});
