// The same answer as looking through all texts, whatever the letters.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { firstLines } from './first-line.ts';

test('the first text with a value is the one a search through all of them finds (property)', () => {
  // Few letters, so that values are met by chance; some beyond the first plane.
  const text = (most: number) =>
    fc.string({ unit: fc.constantFrom('a', 'b', '-', '日', '🏯', '\\', '0'), maxLength: most });
  let met = 0;
  fc.assert(
    fc.property(
      fc.array(text(40), { maxLength: 30 }),
      fc.array(text(9), { minLength: 5 }),
      (texts, values) => {
        const firstWith = firstLines(texts);
        // What stands in a text somewhere is asked for too.
        const parts = texts.map(one => one.slice(one.length >> 2, (one.length >> 2) + 7));
        for (const value of [...values, ...parts]) {
          const index = texts.findIndex(one => one.includes(value));
          expect(firstWith(value)).toBe(index);
          if (index > 0 && value.length > 5) met++;
        }
      },
    ),
    { numRuns: 200 },
  );
  expect(met).toBeGreaterThan(20);
});

test('a value in a later text only, and one whose letters all stand somewhere but nowhere together', () => {
  const firstWith = firstLines(['pc-0041 asked', 'pc-0042x', 'the pc-0042 y', '0042 pc-00']);
  expect(firstWith('pc-0042 ')).toBe(2);
  expect(firstWith('pc-0042')).toBe(1);
  expect(firstWith('pc-00420')).toBe(-1);
  expect(firstWith('')).toBe(0);
  expect(firstWith('0042 pc-0041')).toBe(-1);
});
