import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stackDots } from './dots.ts';

test('equal values stack, distant ones stay down', () => {
  expect(stackDots([5, 5, 30, 9], value => value, 10).map(one => one.level)).toEqual([0, 1, 0, 2]);
});

test('no dot covers another and every dot stands where its value is', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 100 }), { maxLength: 40 }), values => {
      const dots = stackDots(values, value => value, 8);
      expect(dots.map(one => one.x)).toEqual(values);
      for (const [index, one] of dots.entries())
        for (const other of dots.slice(index + 1))
          if (one.level === other.level) expect(Math.abs(one.x - other.x)).toBeGreaterThanOrEqual(8);
    }),
  );
});
