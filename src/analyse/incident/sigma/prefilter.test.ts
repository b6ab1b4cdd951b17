// The filter may pass over an event only when the rule does not hold: checked against reading every tree in full.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SigmaEvent } from './event.ts';
import type { Node } from './ir.ts';
import { literalFinder } from './literals.ts';
import { SigmaMatcher } from './matcher.ts';
import { readRule } from './rule.ts';

/** What a tree means, word for word, for the kinds the rules below have. */
function holds(node: Node, event: SigmaEvent): boolean {
  if (node.kind === 'and') return node.of.every(part => holds(part, event));
  if (node.kind === 'or') return node.of.some(part => holds(part, event));
  if (node.kind === 'not') return !holds(node.of, event);
  if (node.kind !== 'text') throw new Error(`no ${node.kind} here`);
  const value = event.fields.get(node.field);
  const list = typeof value === 'string' ? [value] : (value ?? []);
  return list.some(item => node.test(node.lower ? item.toLowerCase() : item));
}

const letters = ['a', 'B', 'c', 'İ', 'Σ', 'ß'];
const value = fc.string({ unit: fc.constantFrom(...letters), minLength: 1, maxLength: 4 });
const fields = ['Image', 'CommandLine', 'User'];
const modifiers = ['', '|contains', '|startswith', '|endswith', '|contains|cased', '|cased', '|re'];
const detection = fc.dictionary(
  fc
    .tuple(fc.constantFrom(...fields), fc.constantFrom(...modifiers))
    .map(([field, modifier]) => `${field}${modifier}`),
  fc.array(value, { minLength: 1, maxLength: 3 }),
  { minKeys: 1, maxKeys: 3 },
);
const condition = fc.constantFrom(
  'x',
  'x and y',
  'x or y',
  'x and not y',
  'not x',
  'x or not y',
  '(x or y) and not z',
  'x or (y and z)',
  '1 of them',
  'all of them',
);
const aRule = fc.tuple(detection, detection, detection, condition).map(([x, y, z, text]) =>
  readRule(
    'made.yml',
    JSON.stringify({
      title: 'made',
      logsource: { product: 'windows', category: 'process_creation' },
      detection: { x, y, z, condition: text },
    }),
  ),
);
const anEvent = fc
  .record({
    Image: fc.oneof(value, fc.constant(null)),
    CommandLine: fc.oneof(
      fc.string({ unit: fc.constantFrom(...letters), maxLength: 10 }),
      fc.array(value, { maxLength: 3 }),
    ),
    User: value,
  })
  .map(
    (data): SigmaEvent => ({
      channel: 'Microsoft-Windows-Sysmon/Operational',
      provider: 'Microsoft-Windows-Sysmon',
      id: '1',
      computer: 'PC',
      time: '',
      fields: new Map<string, string | null | readonly string[]>(Object.entries(data)),
    }),
  );

describe('the filter', () => {
  it('leaves out no rule that holds, and the order stays (property)', () => {
    fc.assert(
      fc.property(
        fc.array(aRule, { minLength: 1, maxLength: 8 }),
        fc.array(anEvent, { minLength: 1, maxLength: 8 }),
        (rules, events) => {
          const matcher = new SigmaMatcher(rules);
          for (const event of events)
            expect(matcher.match(event)).toEqual(rules.filter(rule => holds(rule.tree, event)));
        },
      ),
      { numRuns: 400 },
    );
  });
});

it('literals are found wherever they stand, overlapping and inside each other (property)', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'あ'), minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(
      fc.uniqueArray(word, { maxLength: 12 }),
      fc.string({ unit: fc.constantFrom('a', 'b', 'あ', 'c'), maxLength: 20 }),
      (literals, text) => {
        const found = new Set<number>();
        literalFinder(literals).find(text, literal => found.add(literal));
        expect([...found].sort((a, b) => a - b)).toEqual(
          [...literals.keys()].filter(n => text.includes(literals[n]!)),
        );
      },
    ),
    { numRuns: 400 },
  );
});
