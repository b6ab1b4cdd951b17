import { expect, it } from 'vitest';
import { programmeOf } from '#drill/exercise/content.ts';
import { scenarios } from '#drill/run/library.ts';
import { firstInjects } from './injects-of.ts';

it('titles of injects say who asks, not what a good answer has', () => {
  const programme = programmeOf('one-day');
  const all = [...scenarios().values()].flatMap(one => firstInjects('x', programme, one, 0));
  expect(all.some(one => one.origin === 'scenario')).toBe(true);
  for (const { title, expectation, name } of all)
    for (const side of ['ja', 'en'] as const) {
      expect(title[side].trim(), name).not.toBe('');
      expect(title[side], name).not.toBe(expectation?.text[side]);
      expect(expectation?.text[side] ?? '', name).not.toContain(title[side]);
    }
});
