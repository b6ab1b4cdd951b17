import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inRows } from '#model/drill/in-rows.ts';
import { lastBegun, momentsOf, neighbour, textWidth } from './layout.ts';

test('what would cover another goes into the next row', () => {
  const { placed, rows } = inRows(
    [
      { id: 'b', x: 5, width: 10 },
      { id: 'a', x: 0, width: 10 },
      { id: 'c', x: 14, width: 3 },
    ],
    one => one,
  );
  expect(placed.map(one => [one.item.id, one.row])).toEqual([
    ['a', 0],
    ['b', 1],
    ['c', 0],
  ]);
  expect(rows).toBe(2);
});

test('in one row nothing overlaps while rows are left, and nothing is lost', () => {
  const boxes = fc.array(
    fc.record({ x: fc.integer({ min: 0, max: 900 }), width: fc.integer({ min: 1, max: 200 }) }),
    {
      maxLength: 40,
    },
  );
  fc.assert(
    fc.property(boxes, fc.integer({ min: 1, max: 40 }), (items, most) => {
      const { placed, rows } = inRows(items, one => one, most);
      expect(placed).toHaveLength(items.length);
      expect(rows).toBeLessThanOrEqual(Math.min(most, items.length));
      if (rows === most) return;
      for (const [index, one] of placed.entries())
        for (const other of placed.slice(index + 1))
          if (one.row === other.row) expect(one.x + one.width).toBeLessThan(other.x);
    }),
  );
});

test('one steps from moment to moment and stays at the ends', () => {
  const moments = momentsOf([{ at: 5 }, { at: 1 }], [{ at: 5 }, { at: 9 }]);
  expect(moments).toEqual([1, 5, 9]);
  expect([neighbour(moments, 1, true), neighbour(moments, 4, false), neighbour(moments, 9, true)]).toEqual([
    5, 1, 9,
  ]);
});

test('the last thing begun', () => {
  const items = [{ at: 1 }, { at: 5 }];
  expect([0, 1, 4, 5].map(at => lastBegun(items, at))).toEqual([-1, 0, 0, 1]);
});

test('Japanese text is wider than Latin of as many letters', () => {
  expect(textWidth('隔離', 10)).toBe(20);
  expect(textWidth('ab', 10)).toBeCloseTo(11.2);
});
