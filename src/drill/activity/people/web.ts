// People reading the web: a few pages after each other, mostly places they come back to.
import type { Site } from '../../world/entities.ts';
import type { Random } from '../../world/random.ts';
import type { Behaviour } from '../behaviour.ts';
import { type Asker, visit } from '../make/outgoing.ts';
import type { Scene } from '../scene.ts';
import { zipf } from '../zipf.ts';
import { atMoments } from './at-work.ts';
import { deskOf } from './desk.ts';
import type { DayPlan } from './plan.ts';

/** Browser of a person at the desk. */
export function browserOf(scene: Scene, plan: DayPlan): Asker {
  const desk = deskOf(scene, plan);
  return {
    host: plan.person.pc,
    ip: plan.ip,
    account: plan.person.account,
    agent: desk.agent,
    via: 'proxy',
    by: { process: desk.browser, session: plan.session },
    cause: '',
  };
}

/** Two of three visits go to what the person comes back to. */
export function chooseSite(scene: Scene, favourites: readonly number[], random: Random): Site {
  const { sites } = scene.world.internet;
  const favourite = favourites.length > 0 && random.next() < 0.66;
  const site = favourite ? sites[favourites[zipf(random, favourites.length)]!] : undefined;
  return site ?? scene.anySite(random);
}

export const web: Behaviour = {
  id: 'web',
  summary: 'People reading the web through the proxy, with names looked up and parts of pages loaded',
  live(scene, slice, happens) {
    const { habits } = scene.world.organisation;
    // A burst has about 2.6 pages.
    atMoments(
      scene,
      slice,
      'web',
      plan => (habits.webVisits * plan.person.pace) / 2.6,
      (plan, at, random) => {
        const asker = browserOf(scene, plan);
        let when = Math.max(at, deskOf(scene, plan).browserAt + 200);
        let site = chooseSite(scene, plan.person.favourites, random);
        let referer = '';
        const again = false;
        for (let pages = 0; pages < 9; pages++) {
          visit(
            scene,
            happens,
            when,
            asker,
            site,
            site.paths[zipf(random, site.paths.length)]!,
            referer,
            random,
            again,
          );
          if (random.next() > 0.62 || when > slice.to + 300_000) break;
          when += 4000 + random.lognormal(9.7, 0.9);
          if (when > slice.to + 400_000) break;
          const from = site;

          if (from.category === 'search' || random.next() < 0.3)
            site = chooseSite(scene, plan.person.favourites, random);
          referer =
            from.tls && !site.tls ? '' : `${from.tls ? 'https' : 'http'}://${from.hosts[0] ?? from.domain}/`;
        }
      },
    );
  },
};
