// Being rid of an attacker: best play ends with nothing in their hands, and nobody who works there loses their account by it.
import { describe, expect, test } from 'vitest';
import { makeWorld } from '../world/make-world.ts';
import { loadProfile } from '../world/profile/load-profile.ts';
import { bestPlay, leastHarm } from './best-play.ts';
import { cleaningFor } from './cleaning.ts';
import { scenarios } from './library.ts';
import { simulate, totalLoss } from './simulate.ts';
import { makeVariant } from './variant.ts';

const world = makeWorld({ profile: loadProfile('municipality'), staff: 40, days: 2, seed: 7 });
const { people, serviceAccounts } = world.organisation;
const own = new Set([...people, ...serviceAccounts].map(one => one.account));
const complete = [...scenarios().values()].filter(one => one.status === 'complete');

describe.each(complete)('$id', scenario => {
  const variant = makeVariant(world, scenario, 7);
  const nothing = simulate(world, variant, [], variant.end);

  test('when nobody acted, every host is set up afresh and every password changed', () => {
    const wanted = cleaningFor(world, nothing);
    const about = (action: string) =>
      wanted.filter(one => one.action === action).flatMap(one => Object.values(one.parameters));
    expect(about('rebuild-host')).toEqual(nothing.remaining.hosts);
    for (const account of nothing.remaining.accounts.filter(one => own.has(one) && one !== 'krbtgt')) {
      expect(about('reset-password')).toContain(account);
      expect(about('disable-account')).not.toContain(account);
    }
    expect(about('revoke-tickets')).toEqual(nothing.remaining.accounts.filter(one => one === 'krbtgt'));
  });

  test('best play ends clean; what that costs is no part of the least harm', () => {
    const best = simulate(world, variant, bestPlay(world, variant), variant.end);
    expect(best.remaining).toEqual({ hosts: [], accounts: [] });
    const harm = totalLoss(best) + best.businessCost;
    expect(leastHarm(world, variant)).toBeLessThanOrEqual(harm + 0.01);
    expect(leastHarm(world, variant)).toBeGreaterThanOrEqual(totalLoss(best) - 0.01);
    expect(totalLoss(best)).toBeLessThan(totalLoss(nothing));
  });
});
