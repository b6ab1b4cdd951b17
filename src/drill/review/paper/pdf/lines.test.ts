// Lines of Japanese, English and of names nobody meant for print.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { settable, typefaces } from './face.ts';
import { linesOf } from './lines.ts';

/** Every character as wide as one; wide ones two. */
const measure = (text: string): number =>
  [...text].reduce((sum, char) => sum + (char.codePointAt(0)! >= 0x2e80 ? 2 : 1), 0);

const mixed = fc
  .array(
    fc.constantFrom('攻撃者', 'PC-0010', ' ', '、', '。', '「', '」', 'C:\\Users\\', 'a', 'ー', 'っ', '…'),
    {
      maxLength: 40,
    },
  )
  .map(parts => parts.join(''));

test('no line is too wide and no character is lost', () => {
  fc.assert(
    fc.property(
      fc.oneof(mixed, fc.string({ unit: 'grapheme' })),
      fc.integer({ min: 4, max: 30 }),
      (text, width) => {
        const lines = linesOf(text, width, measure);
        for (const line of lines) expect([...line].length === 1 || measure(line) <= width).toBe(true);
        expect(lines.join('').replaceAll(' ', '')).toBe(text.trim().replaceAll(' ', ''));
      },
    ),
  );
});

test('what does not fit is cut with a sign, within the width', () => {
  fc.assert(
    fc.property(
      mixed,
      fc.integer({ min: 4, max: 20 }),
      fc.integer({ min: 1, max: 3 }),
      (text, width, most) => {
        const lines = linesOf(text, width, measure, most);
        expect(lines.length).toBeLessThanOrEqual(most);
        const whole = linesOf(text, width, measure).length <= most;
        if (!whole) expect(lines.at(-1)).toMatch(/…$/);
        for (const line of lines) expect(measure(line)).toBeLessThanOrEqual(Math.max(width, 2));
      },
    ),
  );
});

test('keeps the rules of Japanese lines and breaks long names behind their joints', () => {
  // The full stop does not begin a line: its character goes with it.
  expect(linesOf('あいうえお。かき', 10, measure)).toEqual(['あいうえ', 'お。かき']);
  // An opening bracket does not end one.
  expect(linesOf('あいうえ「か」', 10, measure)).toEqual(['あいうえ', '「か」']);
  expect(linesOf('isolated the host', 12, measure)).toEqual(['isolated the', 'host']);
  expect(linesOf('C:\\Users\\aoi.tanaka\\AppData', 12, measure)).toEqual([
    'C:\\Users\\',
    'aoi.tanaka\\',
    'AppData',
  ]);
  // Words stay whole where somebody asks for it.
  expect(linesOf('港町市の防御演習', 14, measure)).toEqual(['港町市の防御演', '習']);
  expect(linesOf('港町市の防御演習', 14, measure, 9, true)).toEqual(['港町市の防御', '演習']);
});

test('sets what the typeface has and marks what it lacks', () => {
  const { regular } = typefaces();
  expect(settable(regular, '山田 太郎 (髙﨑)')).toBe('山田 太郎 (髙﨑)');
  // Decomposed as some systems write names; line breaks and tabs.
  expect(settable(regular, 'か\u3099\tA\nB')).toBe('が A B');
  expect(settable(regular, '👩‍💻❤️チーム שלום')).toBe('〓〓チーム 〓〓〓〓');
  expect(settable(regular, 'a\u202eb\u0007')).toBe('a‹U+202E›b‹U+0007›');
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), text => {
      for (const char of settable(regular, text)) expect(regular.has(char.codePointAt(0)!)).toBe(true);
    }),
  );
});
