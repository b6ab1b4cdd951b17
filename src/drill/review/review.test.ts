// Debrief, what-if and comparison, checked against fresh simulations and figures worked out by hand.
import { expect, test } from 'vitest';
import type { Change } from '#model/drill/review.ts';
import { stateOf } from '../exercise/state.ts';
import { scenarios } from '../run/library.ts';
import type { ActionTaken } from '../run/run.ts';
import { simulate, totalLoss, truthOf } from '../run/simulate.ts';
import { smallWorld } from '../run/testing/small-world.ts';
import { makeVariant } from '../run/variant.ts';
import { proofsOf } from '../score/proof.ts';
import { type Compared, compareTeams, spreadOf } from './compare.ts';
import { changedLog, clockTime, whatIf } from './counterfactual.ts';
import { curvesOf } from './curve.ts';
import { debriefOf } from './debrief.ts';

const world = smallWorld(7, true);
const variant = makeVariant(world, scenarios().get('targeted-mail')!, 3);
const truth = truthOf(world, variant);
const until = variant.end;
const nothing = simulate(world, variant, [], until);
const minutes = (count: number) => count * 60_000;
/** Isolates every host of the attack a minute after it was taken. */
const isolate: ActionTaken[] = truth.route.map(({ to, at }, index) => ({
  number: index + 1,
  action: 'isolate-host',
  parameters: { host: to },
  at: at + minutes(1),
  by: 'a',
}));

test('what-if says what a fresh simulation says', () => {
  const { at } = isolate[0]!;
  const cut = { action: 'cut-internet', parameters: {}, at };
  const told = whatIf(world, variant, [], nothing, { do: 'add', ...cut }, until);
  // The boss takes five minutes.
  const fresh = simulate(world, variant, [{ ...cut, number: 1, by: '', approvedAt: at + minutes(5) }], until);
  expect(told.loss).toEqual({ was: totalLoss(nothing), now: totalLoss(fresh) });
  expect(told.cost).toEqual({ was: 0, now: fresh.businessCost });
  const done = (run: typeof fresh) =>
    new Set(run.steps.filter(step => step.outcome === 'done').map(step => step.step));
  const gone = [...done(nothing)].filter(step => !done(fresh).has(step)).sort();
  expect([...told.prevented, ...told.failed].map(step => step.step).sort()).toEqual(gone);
  expect(gone.length).toBeGreaterThan(0);
  expect(told.loss.now).toBeLessThan(told.loss.was);
  expect(told.outcome?.status).toBe('done');
  expect(told.text.en).toContain(clockTime(world, at));
});

test('moving an action is the same as having done it then, removing it as never', () => {
  const was = simulate(world, variant, isolate, until);
  const moved = whatIf(world, variant, isolate, was, { do: 'move', number: 1, at: until - 1000 }, until);
  const later = isolate.map(one => (one.number === 1 ? { ...one, at: until - 1000 } : one));
  expect(moved.loss.now).toBe(totalLoss(simulate(world, variant, later, until)));
  const removed = whatIf(world, variant, isolate, was, { do: 'remove', number: 1 }, until);
  expect(removed.loss.now).toBe(totalLoss(simulate(world, variant, isolate.slice(1), until)));
  // An approval keeps its distance from the question.
  const asked: ActionTaken = { ...isolate[0]!, approvedAt: isolate[0]!.at + minutes(4) };
  const [only] = changedLog(
    [asked],
    { do: 'move', number: 1, at: variant.start },
    { start: variant.start, end: until },
  );
  expect(only!.approvedAt! - only!.at).toBe(minutes(4));
});

test('refuses what cannot be tried', () => {
  const window = { start: variant.start, end: until };
  const tried: Change[] = [
    { do: 'add', action: 'no-such', parameters: {}, at: variant.start },
    { do: 'add', action: 'isolate-host', parameters: { nothing: 1 }, at: variant.start },
    { do: 'move', number: 1, at: until + 1 },
    { do: 'remove', number: 99 },
  ];
  for (const change of tried)
    expect(() => changedLog(isolate, change, window)).toThrow(
      expect.objectContaining({ code: 'REQUEST_INVALID' }),
    );
});

test('curves end where the run ends and never fall', () => {
  for (const [log, run] of [
    [[], nothing],
    [isolate, simulate(world, variant, isolate, until)],
  ] as const) {
    const { loss } = curvesOf(world, variant, log, run, until);
    expect(loss.at(-1)).toEqual({ at: until, points: totalLoss(run) });
    expect(loss[0]).toEqual({ at: variant.start, points: 0 });
    for (const [index, point] of loss.entries())
      if (index > 0) expect(point.points).toBeGreaterThanOrEqual(loss[index - 1]!.points);
  }
});

test('the replay puts steps, the team and the ideas side by side', () => {
  const run = simulate(world, variant, isolate.slice(0, 1), until);
  const host = truth.route[0]!.to;
  const at = truth.route[0]!.at + minutes(30);
  const base = { log: 't', real: 0, by: 'a' };
  const entries = [
    {
      ...base,
      id: 't:1',
      sequence: 1,
      at,
      kind: 'case-put' as const,
      part: 'entities' as const,
      item: 'e1',
      fields: { type: 'host', value: host.toLowerCase(), verdict: 'compromised', note: '', evidence: [] },
    },
    {
      ...base,
      id: 't:2',
      sequence: 2,
      at: isolate[0]!.at,
      kind: 'action' as const,
      number: 1,
      action: 'isolate-host',
      parameters: { host },
      reason: '',
    },
  ];
  const debrief = debriefOf({
    ...{ world, variant, until, run, doNothing: nothing, best: run, bestLog: isolate },
    taken: isolate.slice(0, 1),
    state: stateOf(entries),
    log: entries,
    injects: [],
    score: { times: { end: until, best: {} } },
    proofOf: proofsOf(world, run),
  });
  expect(debrief.world.map(step => step.step)).toEqual(run.steps.map(step => step.step));
  // The isolation named the host before the case did.
  expect(debrief.spread[0]).toMatchObject({ host, known: isolate[0]!.at });
  expect(debrief.events.map(event => event.lane)).toEqual(['know', 'do']);
  for (const { text } of [...debrief.events, ...debrief.ideas])
    expect(`${text.ja}${text.en}`).not.toMatch(/[{}]|undefined|drill\./);
  // What best play did and the team did not, and the team's own measure sooner.
  expect(debrief.ideas.map(one => one.change.do)).toEqual([
    ...isolate.slice(1).map(() => 'add'),
    ...(isolate[0]!.at - minutes(30) >= variant.start ? ['move'] : []),
  ]);
  expect(debrief.world.filter(step => step.outcome === 'done').every(step => step.proof)).toBe(true);
});

test('quartiles by hand', () => {
  // 1 2 3 4: positions 0.75, 1.5, 2.25.
  expect(spreadOf([4, 1, 3, 2])).toEqual({ least: 1, q1: 1.75, median: 2.5, q3: 3.25, most: 4 });
  expect(spreadOf([5])).toEqual({ least: 5, q1: 5, median: 5, q3: 5, most: 5 });
  expect(spreadOf([])).toBeUndefined();
});

test('a comparison keeps the order of the teams and says only what tells them apart', () => {
  const team = (id: string, number: number, more: Partial<Compared>): Compared => ({
    team: id,
    teamName: id,
    number,
    criteria: [
      { id: 'hosts', points: number, of: 9 },
      { id: 'files', points: 0, of: 0 },
    ],
    began: 0,
    detected: minutes(10 * number),
    contained: undefined,
    loss: 100 / number,
    cost: 1,
    taken: [],
    right: new Set(),
    searches: 3,
    messages: 1,
    hints: 0,
    milestones: new Map([['told', 5]]),
    sources: new Set(['squid']),
    curve: [],
    ...more,
  });
  const view = compareTeams(
    [team('a', 1, {}), team('b', 2, { taken: isolate.slice(0, 2), right: new Set([1]), contained: 7 })],
    { nothing: [], best: [] },
  );
  expect(view.teams.map(one => one.team)).toEqual(['a', 'b']);
  expect(view.criteria).toMatchObject([{ id: 'hosts', spread: { least: 1, median: 1.5, most: 2 } }]);
  expect(view.measures.find(one => one.id === 'detected')!.values).toEqual([
    { team: 'a', value: 10 },
    { team: 'b', value: 20 },
  ]);
  expect(view.actions[0]!.values[1]).toMatchObject({ count: 2, right: 1, first: isolate[0]!.at });
  expect(view.different.map(one => one.teams)).toEqual([['b'], ['b']]);
  for (const { text } of view.different) expect(`${text.ja}${text.en}`).not.toMatch(/[{}]|undefined/);
});
