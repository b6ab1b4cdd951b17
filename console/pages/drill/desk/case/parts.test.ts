// Forms of the case against the model's schemas, conflicts, and the drawing of the route.
import fc from 'fast-check';
import { Check } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { casePartNames, caseParts } from '#model/drill/case.ts';
import { changedSince, draftOf, emptyDraft, fieldsFrom, keptFields, wrongFields } from './draft.ts';
import { layoutRoute } from './route.ts';

const filled: Record<string, Record<string, unknown>> = {
  evidence: { note: 'first contact' },
  entities: { type: 'host', value: 'PC-1', verdict: 'compromised', note: '', evidence: ['a', 'b'] },
  timeline: { when: 1_776_131_826_000, text: 'opened', technique: 'T1566.001', host: 'PC-1', evidence: [] },
  hypotheses: { text: 'mail', status: 'open', evidence: ['a'] },
  decisions: { text: 'isolate', options: 'wait', reason: 'spreads' },
  route: { from: 'internet', to: 'PC-1', technique: 'T1566.001', when: 1_776_131_826_000 },
};

describe('forms', () => {
  it.each(casePartNames)('%s: an item comes back as it was, and fits the schema', part => {
    const item = filled[part]!;
    const back = fieldsFrom(part, draftOf(part, item), keptFields(part, item));
    expect(back).toEqual(item);
    expect(Check(caseParts[part], back)).toBe(true);
    expect(wrongFields(part, draftOf(part, item))).toEqual([]);
  });

  it('names what is missing or malformed, and leaves out what is optional', () => {
    expect(wrongFields('timeline', emptyDraft('timeline'))).toEqual(['when', 'text']);
    expect(wrongFields('timeline', { when: 'yesterday', text: 'x', technique: '1566' })).toEqual([
      'when',
      'technique',
    ]);
    expect(fieldsFrom('route', { from: 'internet', to: 'PC-1', technique: '', when: '' })).toEqual({
      from: 'internet',
      to: 'PC-1',
    });
  });

  it('keeps the line of evidence when its note changes', () => {
    const line = { id: 'l' };
    expect(
      fieldsFrom('evidence', { note: 'n' }, keptFields('evidence', { line, note: '', id: 'x', by: 'y' })),
    ).toEqual({ line, note: 'n' });
  });

  it('notices a change of a colleague, not the mere passing of time', () => {
    const before = { ...filled['entities']!, id: '1', by: 'a', at: 1 };
    expect(changedSince('entities', before, { ...before, by: 'b', at: 2 })).toBe(false);
    expect(changedSince('entities', before, { ...before, verdict: 'benign' })).toBe(true);
  });
});

describe('route', () => {
  it('puts each host as far from the beginning as it takes', () => {
    const step = (from: string, to: string) => ({ id: `${from}-${to}`, from, to });
    const { nodes, columns, rows } = layoutRoute([
      step('internet', 'PC-1'),
      step('pc-1', 'FS01'),
      step('PC-1', 'DC01'),
    ]);
    expect(nodes).toEqual([
      { name: 'internet', column: 0, row: 0 },
      { name: 'PC-1', column: 1, row: 0 },
      { name: 'FS01', column: 2, row: 0 },
      { name: 'DC01', column: 2, row: 1 },
    ]);
    expect([columns, rows]).toEqual([3, 2]);
  });

  it('ends on any graph, every host once and no two in one place', () => {
    const name = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
    fc.assert(
      fc.property(fc.array(fc.record({ id: fc.uuid(), from: name, to: name }), { maxLength: 20 }), steps => {
        const { nodes } = layoutRoute(steps);
        expect(new Set(nodes.map(one => one.name)).size).toBe(nodes.length);
        expect(nodes).toHaveLength(new Set(steps.flatMap(one => [one.from, one.to])).size);
        expect(new Set(nodes.map(one => `${one.column} ${one.row}`)).size).toBe(nodes.length);
      }),
    );
  });
});
