// The report's text boxes: lists in lines, limits, what is taken over from the case.
import { expect, it } from 'vitest';
import type { Case } from '../data.ts';
import { asText, asValue, fromCase, sameValue, tooMuch, withLines } from './report-draft.ts';

it('holds lists in lines', () => {
  expect(asValue({ kind: 'hosts' }, ' PC-1 \n\nPC-2\n')).toEqual(['PC-1', 'PC-2']);
  expect(asText(['PC-1', 'PC-2'])).toBe('PC-1\nPC-2');
  expect(asValue({ kind: 'text' }, ' a\n')).toBe(' a\n');
  expect(sameValue({ kind: 'hosts' }, 'PC-1\n', 'PC-1')).toBe(true);
  expect(sameValue({ kind: 'text' }, 'a\n', 'a')).toBe(false);
});

it('knows the limit: letters of a text, entries of a list', () => {
  expect(tooMuch({ kind: 'text', limit: 3 }, 'abcd')).toBe(true);
  expect(tooMuch({ kind: 'hosts', limit: 1 }, 'abcd\n\n')).toBe(false);
  expect(tooMuch({ kind: 'hosts', limit: 1 }, 'a\nb')).toBe(true);
});

it('takes over what the case says is bad, once', () => {
  const item = { id: 'x', by: '', label: '', at: 0, note: '', evidence: [] };
  const data = {
    revision: 1,
    evidence: [],
    entities: [
      { ...item, type: 'host', value: 'PC-1', verdict: 'compromised' },
      { ...item, type: 'host', value: 'PC-2', verdict: 'suspected' },
      { ...item, type: 'domain', value: 'c2.example', verdict: 'malicious' },
    ],
    timeline: [
      { ...item, when: Date.UTC(2026, 3, 14, 1), text: 'second\nline' },
      { ...item, when: Date.UTC(2026, 3, 14, 0), text: 'first', host: 'PC-1' },
    ],
    hypotheses: [],
    decisions: [],
    route: [],
  } as Case;
  expect(fromCase('hosts', data)).toEqual(['PC-1']);
  expect(fromCase('indicators', data)).toEqual(['c2.example']);
  expect(fromCase('text', data)).toEqual([]);
  expect(fromCase('timeline', data)).toEqual([
    '2026-04-14 09:00:00 PC-1 first',
    '2026-04-14 10:00:00 second line',
  ]);
  expect(withLines('pc-1\nFS01\n', ['PC-1', 'DC01', 'DC01'])).toBe('pc-1\nFS01\nDC01');
});
