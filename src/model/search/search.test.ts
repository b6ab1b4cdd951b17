// The search bar's language: examples, errors with their place, and properties over hostile lines.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { eventFields } from '../event/fields.ts';
import type { SearchNode } from './ast.ts';
import { completeSearch } from './complete.ts';
import { SearchError } from './errors.ts';
import { formatSearch, withCondition } from './format.ts';
import { deepestSearch, parseSearch } from './parse.ts';
import { longestSearch } from './tokens.ts';

/** The tree without positions, addresses as text. */
function shape(node: SearchNode): unknown {
  return JSON.parse(
    JSON.stringify(node, (key, value) =>
      key === 'span' ? undefined : value instanceof Uint8Array ? [...value].join('.') : value,
    ),
  );
}

test('the example of the manual reads as six conditions that must all hold', () => {
  const tree = parseSearch(
    'source.ip:192.0.2.0/24 event.dataset:honeypot.ssh user.name:root* -hinomi.class:scan destination.port:>1024 "free text"',
  );
  expect(tree.kind).toBe('and');
  expect((tree as SearchNode & { kind: 'and' }).parts.map(part => part.kind)).toEqual([
    'field',
    'field',
    'field',
    'not',
    'field',
    'text',
  ]);
});

test.each([
  [
    'a OR b c',
    {
      kind: 'or',
      parts: [
        { kind: 'text', text: 'a' },
        {
          kind: 'and',
          parts: [
            { kind: 'text', text: 'b' },
            { kind: 'text', text: 'c' },
          ],
        },
      ],
    },
  ],
  [
    'NOT (a OR b)',
    {
      kind: 'not',
      part: {
        kind: 'or',
        parts: [
          { kind: 'text', text: 'a' },
          { kind: 'text', text: 'b' },
        ],
      },
    },
  ],
  [
    'destination.port:(22 OR 23)',
    {
      kind: 'or',
      parts: [
        { kind: 'field', field: 'destination.port', match: { kind: 'number', value: 22 } },
        { kind: 'field', field: 'destination.port', match: { kind: 'number', value: 23 } },
      ],
    },
  ],
  [
    'destination.port:1..1023',
    { kind: 'field', field: 'destination.port', match: { kind: 'range', from: 1, to: 1023 } },
  ],
  [
    'destination.port>=1024',
    { kind: 'field', field: 'destination.port', match: { kind: 'compare', operator: '>=', value: 1024 } },
  ],
  [
    'url.full:http://a.example/x?y=1',
    { kind: 'field', field: 'url.full', match: { kind: 'equals', text: 'http://a.example/x?y=1' } },
  ],
  ['user.name:"ro ot*"', { kind: 'field', field: 'user.name', match: { kind: 'equals', text: 'ro ot*' } }],
  ['labels.ja3:abc', { kind: 'label', label: 'ja3', match: { kind: 'equals', text: 'abc' } }],
  ['user.name:*', { kind: 'field', field: 'user.name', match: { kind: 'present' } }],
  [
    'wget　攻撃',
    {
      kind: 'and',
      parts: [
        { kind: 'text', text: 'wget' },
        { kind: 'text', text: '攻撃' },
      ],
    },
  ],
  [
    'event.end:>2026-11-23T06:00Z',
    {
      kind: 'field',
      field: 'event.end',
      match: { kind: 'compare', operator: '>', value: Date.UTC(2026, 10, 23, 6) },
    },
  ],
  [
    'process.command_line:-x',
    { kind: 'field', field: 'process.command_line', match: { kind: 'equals', text: '-x' } },
  ],
  [
    '192.0.2.7',
    { kind: 'address', match: { kind: 'address', bytes: '0.0.0.0.0.0.0.0.0.0.255.255.192.0.2.7' } },
  ],
  [
    '-2001:db8::/32',
    {
      kind: 'not',
      part: {
        kind: 'address',
        match: { kind: 'prefix', prefix: { bytes: '32.1.13.184.0.0.0.0.0.0.0.0.0.0.0.0', bits: 32 } },
      },
    },
  ],
  ['"192.0.2.7"', { kind: 'text', text: '192.0.2.7' }],
  ['', { kind: 'all' }],
])('%s', (line, tree) => {
  expect(shape(parseSearch(line))).toEqual(tree);
});

test.each([
  ['source.ip:999.1.1.1', 'SEARCH_BAD_VALUE', 11],
  ['sorce.ip:192.0.2.1', 'SEARCH_UNKNOWN_FIELD', 1],
  ['a "b', 'SEARCH_UNCLOSED_QUOTE', 3],
  ['(a b', 'SEARCH_UNCLOSED_PARENTHESIS', 1],
  ['a)', 'SEARCH_UNEXPECTED', 2],
  ['a OR', 'SEARCH_UNEXPECTED', 5],
  ['OR a', 'SEARCH_UNEXPECTED', 1],
  ['user.name: root', 'SEARCH_EMPTY_VALUE', 10],
  ['destination.port:ssh', 'SEARCH_BAD_VALUE', 18],
  ['user.name:>3', 'SEARCH_BAD_VALUE', 12],
  ['()', 'SEARCH_UNEXPECTED', 2],
  [`${'('.repeat(deepestSearch + 1)}a`, 'SEARCH_TOO_DEEP', deepestSearch + 1],
  ['a'.repeat(longestSearch + 1), 'SEARCH_TOO_LONG', longestSearch + 1],
])('%s is refused with its place', (line, code, column) => {
  const error = (() => {
    try {
      return parseSearch(line);
    } catch (thrown) {
      return thrown;
    }
  })();
  expect(error).toBeInstanceOf(SearchError);
  expect(error).toMatchObject({ code, column });
});

const fragment = fc.oneof(
  fc.constantFrom(
    '(',
    ')',
    '"',
    ' ',
    '-',
    ':',
    '*',
    '>',
    '<=',
    ' OR ',
    ' AND ',
    'NOT ',
    '..',
    '\\',
    '/',
    '　',
    'labels.',
  ),
  fc.constantFrom(...eventFields.map(field => field.name)),
  fc.constantFrom('192.0.2.1', '2001:db8::/32', '22', '2026-11-23', 'root', '火の見'),
  fc.string({ unit: 'binary', maxLength: 6 }),
);
const line = fc.array(fragment, { maxLength: 40 }).map(parts => parts.join(''));

test('any line is read, or refused with a coded error inside the line', () => {
  fc.assert(
    fc.property(fc.oneof(line, fc.string({ unit: 'binary', maxLength: 5000 })), text => {
      try {
        parseSearch(text);
      } catch (error) {
        if (!(error instanceof SearchError)) throw error;
        expect(error.span.start).toBeGreaterThanOrEqual(0);
        expect(error.span.start).toBeLessThanOrEqual(text.length);
        expect(error.remedy).not.toBe('');
      }
    }),
    { numRuns: 5000 },
  );
});

test('the canonical spelling reads back as the same tree', () => {
  let read = 0;
  fc.assert(
    fc.property(line, text => {
      let tree: SearchNode;
      try {
        tree = parseSearch(text);
      } catch {
        return;
      }
      read++;
      expect(shape(parseSearch(formatSearch(tree)))).toEqual(shape(tree));
    }),
    { numRuns: 5000 },
  );
  expect(read).toBeGreaterThan(500);
});

test('any value can be added as a condition', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 50 }), value => {
      expect(shape(parseSearch(withCondition('', 'user.name', value)))).toEqual({
        kind: 'field',
        field: 'user.name',
        match: { kind: 'equals', text: value },
      });
    }),
  );
});

test('completions never throw and offer fields by prefix, then by part', () => {
  fc.assert(
    fc.property(line, fc.integer({ min: -5, max: 200 }), (text, cursor) => {
      completeSearch(text, cursor);
    }),
  );
  expect(completeSearch('sour', 4)[0]?.insert).toBe('source.ip:');
  expect(completeSearch('a -hinomi.class:sc', 18)).toEqual([
    { insert: 'scan', start: 16, end: 18, field: 'hinomi.class', kind: 'value' },
  ]);
});
