// The score worked by hand on a small case: all right, nothing, everything named, the order turned round.
import { expect, test } from 'vitest';
import en from '#content/messages/en/drill-score.json' with { type: 'json' };
import ja from '#content/messages/ja/drill-score.json' with { type: 'json' };
import type { Case } from '#model/drill/case.ts';
import { placeholdersOf } from '#model/messages.ts';
import { bestPlay } from '../run/best-play.ts';
import { cleaningFor } from '../run/cleaning.ts';
import { scenarios } from '../run/library.ts';
import { simulate, truthOf } from '../run/simulate.ts';
import { smallWorld } from '../run/testing/small-world.ts';
import { makeVariant } from '../run/variant.ts';
import { kendall, matchSets } from './measures.ts';
import { proofsOf } from './proof.ts';
import { scoreTeam } from './score.ts';
import { weights } from './weights.ts';

const world = smallWorld(7, true);
const variant = makeVariant(world, scenarios().get('targeted-mail')!, 3);
const doNothing = simulate(world, variant, [], variant.end);
const log = bestPlay(world, variant);
const best = simulate(world, variant, log, variant.end);
const truth = truthOf(world, variant);
const empty: Case = {
  evidence: [],
  entities: [],
  timeline: [],
  hypotheses: [],
  decisions: [],
  route: [],
};
const item = { id: 'x', by: '', at: truth.entry.at };

/** The case that says exactly what the steps of the run without defence left. */
function perfect(): Case {
  const entity =
    (type: Case['entities'][number]['type']) =>
    (value: string): Case['entities'][number] => ({
      ...item,
      type,
      value,
      verdict: 'compromised',
      note: '',
      evidence: ['line'],
    });
  return {
    ...empty,
    entities: [
      ...truth.hosts.map(entity('host')),
      ...truth.accounts.map(entity('account')),
      ...truth.indicators.map(one => entity(one.type)(one.value)),
      ...truth.files.map(entity('path')),
    ],
    timeline: truth.timeline.map(one => ({
      ...item,
      when: one.at,
      text: one.step,
      technique: one.techniques[0]!,
      evidence: ['line'],
    })),
    route: truth.route.map(({ from, to, technique, at }) => ({ ...item, from, to, technique, when: at })),
  };
}
const idle = (made: Case) =>
  scoreTeam({
    variant,
    truth,
    run: doNothing,
    doNothing,
    best,
    case: made,
    log: [],
    proofOf: () => undefined,
  });
const points = (score: ReturnType<typeof idle>, id: string) =>
  score.criteria.find(one => one.id === id)!.points;

test('weights add up to 100 and each is explained in both languages', () => {
  expect(Object.values(weights).reduce((sum, one) => sum + one, 0)).toBe(100);
  for (const id of Object.keys(weights))
    expect(Object.keys(en)).toEqual(
      expect.arrayContaining([`drill.score.why.${id}`, `drill.score.title.${id}`]),
    );
  const texts: [Record<string, string>, Record<string, string>] = [en, ja];
  expect(Object.keys(ja).sort()).toEqual(Object.keys(en).sort());
  const differ = Object.keys(en).filter(
    key => placeholdersOf(texts[0][key]!).join() !== placeholdersOf(texts[1][key]!).join(),
  );
  expect(differ).toEqual([]);
});

test('a perfect case has every point of the findings', () => {
  const score = idle(perfect());
  for (const id of ['hosts', 'accounts', 'indicators', 'files', 'timeline', 'route', 'entry'] as const)
    expect([id, points(score, id)]).toEqual([id, weights[id]]);
});

test('best play with nothing written down has the points of its course only', () => {
  const score = scoreTeam({
    variant,
    truth,
    run: best,
    doNothing,
    best,
    case: empty,
    log,
    proofOf: () => undefined,
  });
  expect(points(score, 'loss')).toBe(weights.loss);
  expect(points(score, 'cost')).toBe(weights.cost);
  expect(points(score, 'hosts')).toBe(0);
});

test('what has fallen counts as cleaned when it is out of the hands of the attacker, however little that was', () => {
  const scored = (actions: typeof log) => {
    const run = simulate(world, variant, actions, variant.end);
    const score = scoreTeam({
      variant,
      truth,
      run,
      doNothing,
      best,
      case: empty,
      log: actions,
      proofOf: () => undefined,
    });
    return { run, recover: points(score, 'recover') };
  };
  // The channels cut and nothing else: the host stays as it was left.
  const cut = scored(log.filter(one => one.action.startsWith('block-')));
  expect(cut.run.remaining.hosts.length).toBeGreaterThan(0);
  expect(cut.run.fallen.hosts).toEqual(expect.arrayContaining([...cut.run.remaining.hosts]));
  const { remaining, fallen } = cut.run;
  const left =
    (remaining.hosts.length + remaining.accounts.length) / (fallen.hosts.length + fallen.accounts.length);
  expect(cut.recover).toBeCloseTo(weights.recover * (1 - left), 1);
  expect(cut.recover).toBeLessThan(weights.recover);
  // Twice: the keys of the directory have to be changed twice.
  let actions = log.filter(one => one.action.startsWith('block-'));
  for (const before of [60, 30]) {
    const at = variant.end - before * 60_000;
    const run = simulate(world, variant, actions, variant.end);
    const cleaning = cleaningFor(world, run).map((one, i) => ({
      ...one,
      number: before + i,
      at,
      by: '',
      approvedAt: at,
    }));
    actions = [...actions, ...cleaning];
  }
  const clean = scored(actions);
  expect(clean.run.fallen.hosts.length).toBeGreaterThan(0);
  expect(clean.recover).toBe(weights.recover);
});

test('doing and saying nothing has no points', () => {
  expect(idle(empty).total).toBe(0);
});

test('naming every host loses against naming the right ones', () => {
  const made = perfect();
  const all = world.organisation.hosts.map(host => ({ ...made.entities[0]!, value: host.name }));
  const shotgun = idle({ ...made, entities: [...made.entities, ...all] });
  expect(points(shotgun, 'hosts')).toBeLessThan(weights.hosts / 2);
});

test('a timeline the other way round loses', () => {
  const made = perfect();
  const last = Math.max(...made.timeline.map(one => one.when));
  const turned = made.timeline.map(one => ({ ...one, when: truth.entry.at + last - one.when }));
  expect(points(idle({ ...made, timeline: turned }), 'timeline')).toBeLessThan(weights.timeline / 2);
});

test('found hosts point to a line that names them', () => {
  const proofOf = proofsOf(world, doNothing);
  const score = scoreTeam({
    variant,
    truth,
    run: doNothing,
    doNothing,
    best,
    case: perfect(),
    log: [],
    proofOf,
  });
  const hosts = score.criteria.find(one => one.id === 'hosts')!.because;
  expect(hosts.length).toBe(truth.hosts.length);
  for (const one of hosts) expect(one.proof?.text).toBeTruthy();
});

test('every reason of steps, times and losses points to a log line', () => {
  const proofOf = proofsOf(world, doNothing);
  const made = perfect();
  const score = scoreTeam({ variant, truth, run: doNothing, doNothing, best, case: made, log: [], proofOf });
  const reasons = (id: string) => score.criteria.find(one => one.id === id)!.because;
  for (const one of reasons('timeline').filter(other => other.good !== undefined))
    expect([one.values['step'], one.proof?.text]).toEqual([one.values['step'], expect.any(String)]);
  for (const one of reasons('loss').slice(1)) expect(one.proof?.line).toMatch(/^[0-9a-z]+-[0-9a-z]{14}$/);
  expect(reasons('detect')[0]!.evidence).toContain('x');
  expect(score.times.detected).toBe(truth.entry.at);
  expect(score.times.contained).toBeUndefined();
  // Every value of a reason is told: no placeholder stays open.
  for (const { because } of score.criteria)
    for (const { key, values } of because)
      expect([key, placeholdersOf((en as Record<string, string>)[key]!)]).toEqual([
        key,
        Object.keys(values).sort(),
      ]);
});

test('names count however a log writes them', () => {
  const made = perfect();
  const { adDomain, netbios } = world.organisation;
  const written = made.entities.map(one =>
    one.type === 'host'
      ? { ...one, value: `${one.value.toLowerCase()}.${adDomain}` }
      : one.type === 'account'
        ? { ...one, value: `${netbios}\\${one.value}` }
        : one,
  );
  const score = idle({ ...made, entities: written });
  expect([points(score, 'hosts'), points(score, 'accounts')]).toEqual([weights.hosts, weights.accounts]);
});

test('a hint takes its share of what was reached, a kept word counts', () => {
  const words = [
    { kind: 'promise' as const, what: 'report', kept: true, ref: 'p1' },
    { kind: 'answer' as const, what: 'press', kept: false, ref: 'i1' },
  ];
  const score = scoreTeam({
    ...{ variant, truth, run: doNothing, doNothing, best, case: perfect(), log: [] },
    proofOf: () => undefined,
    words,
    hints: new Map([['hosts', 30]]),
  });
  // 9 points less 30 %; one of two kept of 5.
  expect(points(score, 'hosts')).toBeCloseTo(6.3);
  expect(points(score, 'word')).toBeCloseTo(2.5);
  expect(idle(perfect()).criteria.find(one => one.id === 'word')).toMatchObject({ of: 0 });
});

test('sets and orders by hand', () => {
  // Two of three right, one wrong: precision 2/3, recall 2/3.
  expect(matchSets(['a', 'b', 'x'], ['A', 'b', 'c']).f1).toBeCloseTo(2 / 3);
  expect(matchSets([], ['a']).f1).toBe(0);
  // One of three pairs swapped.
  expect(kendall([1, 3, 2])).toBeCloseTo(1 / 3);
  expect(kendall([3, 2, 1])).toBe(-1);
});
