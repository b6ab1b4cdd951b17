// The attack speaks of the same running Windows as everyday life: same numbers, same start.
import { expect, test } from 'vitest';
import { everyday } from '../../activity/everyday.ts';
import { bootOf } from '../../activity/people/running.ts';
import { sceneOf } from '../../activity/scene.ts';
import { sliceCount } from '../../activity/slice.ts';
import type { ProcessRef, WorldEvent } from '../../world/event.ts';
import { makeWorld } from '../../world/make-world.ts';
import { loadProfile } from '../../world/profile/load-profile.ts';
import { scenarios } from '../library.ts';
import { simulate } from '../simulate.ts';
import { makeVariant } from '../variant.ts';

const world = makeWorld({ profile: loadProfile('municipality'), staff: 60, days: 2, seed: 3 });
const scene = sceneOf(world);

const isProcess = (part: unknown): part is ProcessRef =>
  typeof part === 'object' && part !== null && 'guid' in part && 'pid' in part;
const named = (event: WorldEvent): ProcessRef[] => Object.values(event).filter(isProcess);
/** A program of a host on a day: numbers change when it is switched on again. */
const keyOf = ({ host, at }: WorldEvent, { image, commandLine }: ProcessRef) =>
  `${host.name} ${image} ${commandLine} on day ${scene.dayOf(at)}`;

/** Numbers everyday life knows a program by. */
const known = new Map<string, Set<string>>();
for (let slice = 0; slice < sliceCount(world); slice++)
  everyday(world, slice, event => {
    for (const one of named(event)) {
      const key = keyOf(event, one);
      const set = known.get(key) ?? new Set();
      known.set(key, set.add(`${one.pid} ${one.guid}`));
    }
  });

test('what runs on a host anyway has the numbers it has in everyday life', () => {
  const odd: string[] = [];
  const met = new Set<string>();
  for (const scenario of scenarios().values()) {
    if (scenario.status !== 'complete') continue;
    const variant = makeVariant(world, scenario, 3);
    const run = simulate(world, variant, [], variant.end);
    const started = new Set(
      run.events.flatMap(event => (event.kind === 'process-start' ? [event.process.guid] : [])),
    );
    for (const event of run.events) {
      const { owner } = event.host;
      const plan = owner && scene.plan(owner, scene.dayOf(event.at));
      // Before its owner comes a PC runs since another day.
      if (plan && event.at < plan.bootedAt) continue;
      for (const one of named(event)) {
        if (one.pid === 0 || started.has(one.guid)) continue;
        const numbers = known.get(keyOf(event, one));
        if (!numbers) continue;
        met.add(keyOf(event, one));
        if (!numbers.has(`${one.pid} ${one.guid}`))
          odd.push(`${scenario.id} ${event.cause} ${keyOf(event, one)}`);
      }
    }
  }
  expect(odd).toEqual([]);
  expect(met.size).toBeGreaterThan(30);
}, 60_000);

test('a PC that is switched off in the evening runs since its owner came, any other host since it was last started', () => {
  const noon = world.start + 36 * 3_600_000;
  const plans = world.organisation.people.flatMap(person => scene.plan(person, 1) ?? []);
  const off = plans.find(plan => plan.switchesOff && plan.arrive < noon)!;
  const on = plans.find(plan => !plan.switchesOff && plan.arrive < noon)!;
  expect(bootOf(scene, off.person.pc, noon)).toBe(off.bootedAt);
  expect(bootOf(scene, { ...off.person.pc, sysmon: true }, noon)).toBe(off.bootedAt);
  expect(bootOf(scene, off.person.pc, off.bootedAt - 1)).toBeLessThan(world.start + 24 * 3_600_000);
  expect(bootOf(scene, on.person.pc, noon)).toBe(on.person.pc.bootedAt);
  const server = world.organisation.hosts.find(host => host.roles.includes('domain-controller'))!;
  expect(bootOf(scene, server, noon)).toBe(server.bootedAt);
});
