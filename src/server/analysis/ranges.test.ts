// Ranges that wait for analysis stay few, apart and complete.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hour } from '#model/time.ts';
import { addRange, mostRanges } from './ranges.ts';

test('near times become one range, a wild clock stays apart', () => {
  const now = 1_800_000_000_000;
  const waiting = [
    { from: now, to: now + 1 },
    { from: 0, to: 1 },
    { from: now + hour, to: now + hour + 5 },
  ].reduce(addRange, [] as { from: number; to: number }[]);
  expect(waiting).toEqual([
    { from: 0, to: 1 },
    { from: now, to: now + hour + 5 },
  ]);
});

test('everything added stays covered, in few ranges that do not overlap', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 10_000 * hour }), fc.integer({ min: 1, max: 3 * hour })), {
        maxLength: 120,
      }),
      spans => {
        const added = spans.map(([from, length]) => ({ from, to: from + length }));
        const ranges = added.reduce(addRange, [] as { from: number; to: number }[]);
        expect(ranges.length).toBeLessThanOrEqual(mostRanges);
        for (const one of added)
          expect(ranges.some(range => range.from <= one.from && one.to <= range.to)).toBe(true);
        for (let at = 1; at < ranges.length; at++)
          expect(ranges[at]!.from).toBeGreaterThan(ranges[at - 1]!.to);
      },
    ),
  );
});
