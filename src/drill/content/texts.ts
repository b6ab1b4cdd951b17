// Texts in both languages: each side in its language, and short enough for where it is shown.
import type { At } from './checkers.ts';

const japanese = /[぀-ヿ一-鿿]/;
/** Longest text by the field's name, as characters of Japanese and of English. */
const limits: Readonly<Record<string, readonly [number, number]>> = {
  title: [60, 110],
  summary: [400, 700],
  briefing: [1000, 1800],
};
/** Names of people and words to tell languages apart are no texts of two sides. */
const untranslated = new Set(['names-people', 'names-internet', 'frameworks']);

interface Sides {
  ja: string;
  en: string;
}
const isSides = (value: object): value is Sides =>
  'ja' in value && 'en' in value && typeof value.ja === 'string' && typeof value.en === 'string';

/** Tells every text that lacks a side, has it in the wrong language, or is too long. */
export function textFaults(kind: string, value: unknown, at: At): void {
  if (!untranslated.has(kind)) walk(value, [], at);
}

function walk(value: unknown, path: (string | number)[], at: At): void {
  if (value === null || typeof value !== 'object') return;
  if (isSides(value)) {
    sides(value, path, at);
    return;
  }
  for (const [name, inner] of Array.isArray(value) ? value.entries() : Object.entries(value))
    walk(inner, [...path, name], at);
}

function sides(text: Sides, path: (string | number)[], at: At): void {
  for (const side of ['ja', 'en'] as const)
    if (text[side].trim() === '') at([...path, side], 'is empty', 'Write the text in this language.');
  if (japanese.test(text.en.replaceAll(/"[^"]*"|“[^”]*”/g, '')))
    at([...path, 'en'], 'has Japanese letters in the English text', 'Translate it.');
  // Product names and commands stay as they are; whole sentences do not.
  if (!japanese.test(text.ja) && text.ja === text.en && text.ja.split(/\s+/).length > 4)
    at([...path, 'ja'], 'is English', 'Write the text in Japanese.');
  const field = path.findLast(part => typeof part === 'string');
  const limit = Object.hasOwn(limits, field ?? '') ? limits[field as string] : undefined;
  if (!limit) return;
  for (const [index, side] of (['ja', 'en'] as const).entries())
    if (text[side].length > limit[index]!)
      at(
        [...path, side],
        `has ${text[side].length} characters; there is room for ${limit[index]}`,
        'Shorten it.',
      );
}
