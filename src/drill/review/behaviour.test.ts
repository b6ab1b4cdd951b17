// Facts of a small exercise, by hand: what was noticed, done to what, told and answered.
import { expect, test } from 'vitest';
import type { TeamEntry } from '#model/drill/entry.ts';
import { stateOf } from '../exercise/state.ts';
import { scenarios } from '../run/library.ts';
import type { ActionTaken } from '../run/run.ts';
import { simulate, truthOf } from '../run/simulate.ts';
import { smallWorld } from '../run/testing/small-world.ts';
import { makeVariant } from '../run/variant.ts';
import { scoreTeam } from '../score/score.ts';
import { behaviourOf } from './behaviour.ts';

const world = smallWorld(7, true);
const variant = makeVariant(world, scenarios().get('targeted-mail')!, 3);
const truth = truthOf(world, variant);
const until = variant.end;
const minutes = (count: number) => count * 60_000;
const { to: host, at } = truth.route[0]!;
const other = world.organisation.hosts.find(
  one => one.kind === 'pc' && !truth.hosts.includes(one.name),
)!.name;
const act = (number: number, action: string, parameters: ActionTaken['parameters'], after: number) => ({
  number,
  action,
  parameters,
  at: at + minutes(after),
  by: 'ana',
});
const taken: ActionTaken[] = [
  act(1, 'take-memory', { host }, 30),
  act(2, 'isolate-host', { host }, 40),
  act(3, 'isolate-host', { host: other }, 50),
];
const base = { log: 't', real: 0, by: 'ben' };
const log: TeamEntry[] = [
  {
    ...base,
    id: 't:1',
    sequence: 1,
    at: at + minutes(20),
    kind: 'looked',
    items: [{ by: 'ben', what: 'search', text: `host:${host}`, at: at + minutes(20), real: 0 }],
  },
  { ...base, id: 't:2', sequence: 2, at: at + minutes(45), kind: 'milestone', milestone: 'told' },
];
const run = simulate(world, variant, taken, until);
const doNothing = simulate(world, variant, [], until);
const state = stateOf(log);
const proofOf = () => undefined;
const score = scoreTeam({
  ...{ variant, truth, run, doNothing, best: run, case: state.case, log: taken, proofOf },
});
const facts = behaviourOf({
  ...{ world, variant, until, run, doNothing, best: run, bestLog: [], taken, state, log, proofOf },
  injects: [],
  score,
  words: [{ kind: 'promise', what: 'report', kept: true, ref: 'p1' }],
  facts: [
    { part: 'hosts', percent: 80, because: [] },
    { part: 'accounts', percent: 20, because: [] },
  ],
  missing: ['summary', 'accounts'],
});
const fact = (id: string) => facts.find(one => one.id === id);

test('a step is noticed by the first search, finding or action that names it', () => {
  const taking = run.steps.find(step => step.taken.some(one => one.host === host))!;
  expect(fact(`step:${taking.step}:${taking.attempt}`)).toMatchObject({
    kind: 'detected',
    by: 'ben',
    afterMs: minutes(20),
  });
  expect(facts.filter(one => one.kind === 'missed').length).toBeGreaterThan(0);
});

test('actions are judged by what they touched, after what was read', () => {
  expect(fact('action:1')).toMatchObject({ response: 'preserve', verdict: 'right', by: 'ana' });
  expect(fact('action:2')).toMatchObject({
    response: 'contain',
    verdict: 'right',
    sourcesBefore: ['search'],
  });
  const needless = fact('action:3') as { verdict: string; sourcesBefore: string[] };
  expect(['needless', 'harmful']).toContain(needless.verdict);
  expect(needless.sourcesBefore).toEqual([]);
});

test('evidence, footholds, words and the report', () => {
  expect(fact(`evidence:${host}`)).toMatchObject({ kept: true });
  const foothold = facts.find(one => one.kind === 'contained' && one.subject === host)!;
  const effective = run.actions.find(one => one.number === 1)!.effectiveAt;
  expect(foothold).toMatchObject({ by: 'ana' });
  if (!run.remaining.hosts.includes(host))
    expect(foothold).toMatchObject({ afterMs: Math.round(effective - foothold.at) });
  expect(fact('word:p1')).toMatchObject({ what: 'promise', outcome: 'kept' });
  expect(fact('notice:boss')).toMatchObject({ what: 'notice', outcome: 'kept' });
  expect(fact('report:hosts')).toMatchObject({ outcome: 'right' });
  expect(facts.filter(one => one.id === 'report:accounts')).toMatchObject([{ outcome: 'missing' }]);
  expect(fact('answer:hosts')).toMatchObject({ precision: 0, recall: 0 });
});
