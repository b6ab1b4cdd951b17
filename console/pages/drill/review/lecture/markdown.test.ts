import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseMarkdown, pieces } from './markdown.ts';

test('headings, paragraphs, lists, code, rules and quotes are told apart', () => {
  const blocks = parseMarkdown(
    '# Logs\nfirst line\nsecond line\n\n1. **Notice**: write\n2. Check\n   again\n\n- a\n- b\n\n```\n<b> # no\n```\n---\n> said',
  );
  expect(blocks).toEqual([
    { kind: 'heading', level: 1, pieces: [{ kind: 'text', text: 'Logs' }] },
    { kind: 'paragraph', pieces: [{ kind: 'text', text: 'first line second line' }] },
    {
      kind: 'list',
      ordered: true,
      start: 1,
      items: [
        [
          { kind: 'strong', text: 'Notice' },
          { kind: 'text', text: ': write' },
        ],
        [
          { kind: 'text', text: 'Check' },
          { kind: 'text', text: ' ' },
          { kind: 'text', text: 'again' },
        ],
      ],
    },
    {
      kind: 'list',
      ordered: false,
      start: 1,
      items: [[{ kind: 'text', text: 'a' }], [{ kind: 'text', text: 'b' }]],
    },
    { kind: 'code', text: '<b> # no' },
    { kind: 'rule' },
    { kind: 'quote', pieces: [{ kind: 'text', text: 'said' }] },
  ]);
});

test('Japanese lines join without a space', () => {
  expect(parseMarkdown('時刻を\n記録する')).toEqual([
    { kind: 'paragraph', pieces: [{ kind: 'text', text: '時刻を記録する' }] },
  ]);
});

test('links are text with an address; HTML and unclosed marks stay text', () => {
  expect(pieces('see [the guide](javascript:alert) now')).toEqual([
    { kind: 'text', text: 'see ' },
    { kind: 'link', text: 'the guide', href: 'javascript:alert' },
    { kind: 'text', text: ' now' },
  ]);
  expect(pieces('<img src=x onerror=y> **open')).toEqual([
    { kind: 'text', text: '<img src=x onerror=y> **open' },
  ]);
  expect(pieces('`a*b*` *em*')).toEqual([
    { kind: 'code', text: 'a*b*' },
    { kind: 'text', text: ' ' },
    { kind: 'em', text: 'em' },
  ]);
});

test('any text is read, and none of its letters is lost but marks', () => {
  fc.assert(
    fc.property(
      fc.string({
        unit: fc.constantFrom('a', '漢', ' ', '\n', '*', '`', '#', '-', '1', '.', '>', '[', ']', '(', ')'),
      }),
      source => {
        const text = JSON.stringify(parseMarkdown(source));
        const count = (where: string, what: string) => where.split(what).length - 1;
        expect(count(text, '漢')).toBe(count(source, '漢'));
      },
    ),
  );
});
