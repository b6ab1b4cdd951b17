// Robot teams on a small organisation, every complete scenario once: better teams score more, and each variant is fit for people.
// Many seeds and organisations: `hinomi drill try --scenario complete --seeds 1-5`, docs/drill-robots.md.
import { describe, expect, test } from 'vitest';
import { scenarios } from '../run/library.ts';
import { simulate, truthOf } from '../run/simulate.ts';
import { makeVariant } from '../run/variant.ts';
import { makeWorld } from '../world/make-world.ts';
import { loadProfile } from '../world/profile/load-profile.ts';
import { examine } from './admission.ts';
import { everydayLines, makeReader } from './desk.ts';
import { levelsOf, unbeaten } from './series.ts';
import { admit, tryScenarios } from './try.ts';

const complete = [...scenarios().values()].filter(one => one.status === 'complete');
const worldOf = (profile: string, staff: number, seed: number) =>
  makeWorld({ profile: loadProfile(profile), staff, days: 2, seed });

test('the scores of the four robots rise in every complete scenario', () => {
  const tried = tryScenarios(worldOf('municipality', 40, 7), complete, 7);
  for (const one of tried) {
    expect(one.robots.map(team => team.id)).toEqual(['none', 'novice', 'good', 'best']);
    expect(one.robots[0]!.score.total).toBe(0);
    expect(one.monotone, `${one.scenario} ${one.robots.map(team => team.score.total).join(' ')}`).toBe(true);
    expect(one.shortCuts).toEqual([]);
    expect(one.solvable).toBeGreaterThan(0.4);
    expect(unbeaten(one), `${one.scenario} ${JSON.stringify(one.best)}`).toBe(true);
  }
  const levels = levelsOf(tried);
  expect(levels.map(one => one.scenario)).toEqual(complete.map(one => one.id));
  // One variant has no spread: what separates levels here is distance alone.
  expect(levels.every(one => one.steps.every(step => step.difference > 0 && step.twiceError === 0))).toBe(
    true,
  );
}, 180_000);

test.each([
  ['hospital', 60, 3, complete.filter(one => one.id === 'list-login')],
  ['small-firm', 24, 11, complete],
] as const)(
  'no robot does less harm than best play: %s of %i people, seed %i',
  (profile, staff, seed, played) => {
    for (const one of tryScenarios(worldOf(profile, staff, seed), played, seed)) {
      expect(unbeaten(one), `${one.scenario} ${JSON.stringify(one.best)}`).toBe(true);
      // The test can fail.
      expect(unbeaten({ ...one, best: { ...one.best, loss: one.robots.at(-1)!.loss + 1 } })).toBe(false);
    }
  },
  180_000,
);

describe('variants of several seeds are admitted', () => {
  test.each([1, 2, 3])(
    'seed %i',
    seed => {
      const world = worldOf('municipality', 30, seed);
      for (const { scenario, admission } of admit(world, complete, seed))
        expect(admission, scenario).toEqual({ unproved: [], everyday: [], markers: [] });
    },
    90_000,
  );
});

test('a value every service of a Linux server has gives no attack away, however few people visit the site', () => {
  const world = worldOf('hospital', 60, 2);
  const [{ admission }] = admit(world, [scenarios().get('defacement')!], 2) as [ReturnType<typeof admit>[0]];
  expect(admission).toEqual({ unproved: [], everyday: [], markers: [] });
}, 60_000);

test('numbers of processes are where an investigation goes on from: no word that gives the attack away', () => {
  const world = worldOf('municipality', 30, 1);
  const variant = makeVariant(world, scenarios().get('watering-hole')!, 1);
  const idle = simulate(world, variant, [], variant.end);
  const implants = idle.events.flatMap(event => (event.kind === 'process-start' ? [event.process] : []));
  const numbers = implants.flatMap(({ pid, guid }) => [
    String(pid),
    `0x${pid.toString(16)}`,
    guid.slice(1, -1),
  ]);
  // Without everyday life every word of most steps is a mark.
  const { markers } = examine(world, variant, truthOf(world, variant), idle, makeReader(world)).judge();
  expect(markers).toContain('ProcessGuid');
  expect(markers.filter(word => numbers.includes(word))).toEqual([]);
});

test('what is wrong with a variant is said: no proof, everyday indicators, one word for all', () => {
  const world = worldOf('municipality', 30, 1);
  const variant = makeVariant(world, scenarios().get('defacement')!, 1);
  const idle = simulate(world, variant, [], variant.end);
  const reader = makeReader(world);
  const [site] = world.internet.sites;
  const truth = {
    hosts: ['PC-9999'],
    accounts: [],
    indicators: [{ type: 'domain' as const, value: site!.hosts[0]! }],
    files: [],
    route: [],
    timeline: [],
    entry: { vector: '', host: '', account: '', at: 0 },
  };
  // The same word in a log line of every step.
  const marked = {
    ...idle,
    events: idle.events.map(event => (event.kind === 'web' ? { ...event, agent: 'Markword/1.0' } : event)),
  };
  const examiner = examine(world, variant, truth, marked, reader);
  everydayLines(world, reader, variant.start, variant.start + 3_600_000, (text, facets) =>
    examiner.see(text, facets),
  );
  const { unproved, everyday, markers } = examiner.judge();
  expect(unproved).toContain('PC-9999');
  expect(everyday).toEqual([site!.hosts[0]]);
  expect(markers).toContain('Markword');
}, 60_000);
