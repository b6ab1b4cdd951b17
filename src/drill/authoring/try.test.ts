// Robot teams on a small organisation: better teams score more, and nothing is found without the attack's lines.
import { expect, test } from 'vitest';
import { scenarios } from '../run/library.ts';
import { makeWorld } from '../world/make-world.ts';
import { loadProfile } from '../world/profile/load-profile.ts';
import { tryScenario } from './try.ts';

test('targeted mail: scores of the four robots rise, and only the attack itself gives it away', () => {
  const world = makeWorld({ profile: loadProfile('municipality'), staff: 120, days: 2, seed: 7 });
  const tried = tryScenario(world, scenarios().get('targeted-mail')!, 7);
  expect(tried.robots.map(one => one.id)).toEqual(['none', 'novice', 'good', 'best']);
  expect(tried.robots[0]!.score.total).toBe(0);
  expect(tried.robots.map(one => one.score.total).join(' < ')).toBe(
    tried.robots
      .map(one => one.score.total)
      .sort((a, b) => a - b)
      .join(' < '),
  );
  expect(tried.monotone).toBe(true);
  expect(tried.solvable).toBeGreaterThan(0.5);
  expect(tried.shortCuts).toEqual([]);
}, 120_000);
