// Ids made from input, record and part.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isUuid } from '../ids.ts';
import { deterministicIds } from './deterministic-id.ts';

test('are UUIDs, repeatable, and differ when input, record or part differs (property)', () => {
  const key = fc.tuple(fc.string(), fc.nat(2 ** 40), fc.nat(2 ** 14 - 1));
  fc.assert(
    fc.property(key, key, (a, b) => {
      const [first, second] = [a, b].map(([input, record, part]) => deterministicIds(input)(record, part));
      expect(isUuid(first!)).toBe(true);
      expect(first![14]).toBe('8');
      expect('89ab').toContain(first![19]);
      expect(first === second).toBe(JSON.stringify(a) === JSON.stringify(b));
    }),
    { numRuns: 2_000 },
  );
});

test('similar inputs do not share their hash', () => {
  const heads = new Set(
    Array.from({ length: 100_000 }, (_, index) => deterministicIds(`input-${index}`)(1).slice(0, 18)),
  );
  expect(heads.size).toBe(100_000);
});

test('refuse what does not fit', () => {
  expect(() => deterministicIds('x')(-1)).toThrow(RangeError);
  expect(() => deterministicIds('x')(0, 2 ** 14)).toThrow(RangeError);
});
