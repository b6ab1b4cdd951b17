import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Sitting } from '#model/drill/sitting.ts';
import { formItems } from '../forms/blueprint.ts';
import { loadItems } from '../items/load.ts';
import { answersIn, readStatements } from './read.ts';
import { type Statement, statementFaults } from './schema.ts';
import { duration, milestoneStatement, sittingStatements } from './write.ts';

const items = formItems(
  loadItems(join(import.meta.dirname, '../../../../content/items')).map(({ item }) => item),
  'A',
);
const place = { base: 'https://drill.city.example/xapi' };
const start = Date.UTC(2026, 5, 1, 1);
const sitting: Sitting = {
  id: 'sitting-1',
  person: 'account-7',
  organisation: 'city',
  exercise: 'ex-1',
  form: 'A',
  purpose: 'before',
  language: 'ja',
  items: items.map(item => item.id),
  seed: 4,
  content: 'abc',
  started: start,
  finished: start + 1_500_500,
  answers: items.map((item, index) => ({
    item: item.id,
    answer: item.kind === 'short' ? '１２３ 回' : item.kind === 'order' ? [1, 0, 2] : index % 2 ? [0] : [],
    at: start + index * 60_000,
    seconds: 12.34,
  })),
};

describe('statements', () => {
  const statements = sittingStatements(place, sitting, items);

  it('of a sitting are valid, one for each answer and two more, with stable ids and no names', () => {
    expect(statements.length).toBe(27);
    expect(statements.flatMap(statementFaults)).toEqual([]);
    expect(new Set(statements.map(({ id }) => id)).size).toBe(27);
    expect(sittingStatements(place, sitting, items)).toEqual(statements);
    const kinds = new Set(statements.map(({ object }) => object.definition?.interactionType));
    expect(kinds.has('choice')).toBe(true);
    expect(statements.at(-1)!.result).toMatchObject({ completion: true, duration: 'PT1500.5S' });
    for (const { actor } of statements)
      expect(actor).toEqual({ objectType: 'Agent', account: { homePage: place.base, name: 'account-7' } });
  });

  it('come back as the answers they were made from', () => {
    const read = readStatements(JSON.stringify(statements));
    expect(read).toEqual(statements);
    expect(answersIn(read, place.base).get('sitting-1')).toEqual(sitting.answers);
  });

  it('of milestones are valid for a person and for a team', () => {
    const milestone = {
      exercise: 'ex-1',
      team: 'blue',
      milestone: 'contained',
      title: { en: 'Contained', ja: '封じ込め' },
      at: start,
      success: true,
      seconds: 4000,
    };
    const ofTeam = milestoneStatement(place, milestone);
    const ofPerson = milestoneStatement(place, { ...milestone, person: 'account-7' });
    expect([ofTeam, ofPerson].flatMap(statementFaults)).toEqual([]);
    expect(ofTeam.actor).toMatchObject({ objectType: 'Group' });
    expect(ofPerson.context?.team).toMatchObject({ objectType: 'Group' });
    expect(ofTeam.id).not.toBe(ofPerson.id);
  });

  it('write durations the reader of ISO 8601 understands', () => {
    expect([0, 0.005, 59.999, 3600, -1].map(duration)).toEqual([
      'PT0S',
      'PT0.01S',
      'PT60S',
      'PT3600S',
      'PT0S',
    ]);
  });
});

describe('the schema', () => {
  const good = sittingStatements(place, sitting, items).at(-1)!;
  const faultsWith = (change: (copy: Record<string, unknown>) => void) => {
    const copy = structuredClone(good) as unknown as Record<string, unknown>;
    change(copy);
    return statementFaults(copy);
  };
  type Loose = Record<string, Record<string, unknown>>;

  // Each line is a requirement of the specification that a learning record store must refuse a breach of.
  it.each<[string, (copy: Record<string, unknown>) => void]>([
    ['an id that is no UUID', copy => Object.assign(copy, { id: '123' })],
    ['an actor without identifier', copy => Object.assign(copy, { actor: { name: 'A' } })],
    [
      'an actor with two identifiers',
      copy => Object.assign(copy['actor'] as object, { mbox: 'mailto:a@b.example' }),
    ],
    ['a verb that is no IRI', copy => Object.assign(copy, { verb: { id: 'completed' } })],
    ['no object', copy => Reflect.deleteProperty(copy, 'object')],
    ['null values', copy => Object.assign(copy, { result: null })],
    ['properties not in the specification', copy => Object.assign(copy, { remark: 'x' })],
    ['a scaled score above 1', copy => ((copy as Loose)['result']!['score'] = { scaled: 1.2 })],
    ['a raw score above max', copy => ((copy as Loose)['result']!['score'] = { raw: 30, min: 0, max: 25 })],
    ['min not below max', copy => ((copy as Loose)['result']!['score'] = { min: 5, max: 5 })],
    ['a number as text', copy => ((copy as Loose)['result']!['score'] = { raw: '3' })],
    ['a duration in words', copy => ((copy as Loose)['result']!['duration'] = '25 minutes')],
    ['an empty duration', copy => ((copy as Loose)['result']!['duration'] = 'PT')],
    ['a time without zone', copy => Object.assign(copy, { timestamp: '2026-06-01T10:00:00' })],
    ['the offset -00:00', copy => Object.assign(copy, { timestamp: '2026-06-01T10:00:00-00:00' })],
    ['version 2', copy => Object.assign(copy, { version: '2.0.0' })],
    ['an extension key without scheme', copy => ((copy as Loose)['context']!['extensions'] = { sitting: 1 })],
    ['a language that is no tag', copy => ((copy as Loose)['context']!['language'] = 'ja_JP')],
    [
      'components of another interaction',
      copy =>
        ((copy as Loose)['object']!['definition'] = { interactionType: 'numeric', choices: [{ id: 'a' }] }),
    ],
    [
      'components with one id twice',
      copy =>
        ((copy as Loose)['object']!['definition'] = {
          interactionType: 'choice',
          choices: [{ id: 'a' }, { id: 'a' }],
        }),
    ],
  ])('refuses %s', (_, change) => {
    expect(faultsWith(change).length).toBeGreaterThan(0);
  });

  it('takes what the specification allows', () => {
    expect(
      faultsWith(copy => Object.assign(copy, { version: '1.0.3', stored: '2026-06-01T10:00:00.5+09:00' })),
    ).toEqual([]);
    for (const time of ['P1Y2M3DT4H5M6.7S', 'P4W', 'PT0.5S', 'P1D'])
      expect(faultsWith(copy => ((copy as Loose)['result']!['duration'] = time))).toEqual([]);
  });

  it('names the bad statement of a list', () => {
    const list: Statement[] = [good, { ...good, id: 'x' }];
    expect(() => readStatements(JSON.stringify(list))).toThrow(/Statement 2: \/id/);
    expect(() => readStatements('{}')).toThrow(/not a list/);
    expect(() => readStatements('[')).toThrow(/not valid JSON/);
  });
});
