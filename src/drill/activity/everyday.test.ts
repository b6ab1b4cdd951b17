// Everyday life is a function of world and slice, stays near its slice, and people do not disturb each other.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { projectionContext } from '../evidence/context.ts';
import { compileProjection } from '../evidence/project.ts';
import { sources } from '../evidence/sources.ts';
import { worldOf } from '../generate/options.ts';
import type { World } from '../world/entities.ts';
import type { WorldEvent } from '../world/event.ts';
import { behaviours } from './behaviours.ts';
import { everyday } from './everyday.ts';
import { sceneOf } from './scene.ts';
import { sliceCount, sliceMs, sliceOf } from './slice.ts';

const made = (seed: number, staff = 80): World => worldOf({ profile: 'municipality', staff, days: 2, seed });
const nine = 55; // Slice from 09:10.

/** Lines about a host, in order, as its sources write them. */
function linesOf(world: World, slice: number): Map<string, string[]> {
  const project = compileProjection(sources, projectionContext(world));
  const lines = new Map<string, string[]>();
  everyday(world, slice, event =>
    project(event, (_source, _at, text, facets) => {
      const list = lines.get(facets.host) ?? [];
      list.push(text);
      lines.set(facets.host, list);
    }),
  );
  return lines;
}

describe('everyday life', () => {
  test('two worlds of the same making live the same slice', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 287 }), fc.integer({ min: 0, max: 1000 }), (slice, seed) => {
        expect(linesOf(made(seed, 20), slice)).toEqual(linesOf(made(seed, 20), slice));
      }),
      { numRuns: 6 },
    );
  });

  test('a slice does not depend on the slices lived before', () => {
    const alone = linesOf(made(7), nine);
    const world = made(7);
    for (const slice of [200, 12, nine - 1]) everyday(world, slice, () => {});
    expect(linesOf(world, nine)).toEqual(alone);
  });

  test('another seed is another life', () => {
    expect(linesOf(made(7), nine)).not.toEqual(linesOf(made(8), nine));
  });

  test('what one person does leaves the lines of everybody else alone (property)', {
    timeout: 60_000,
  }, () => {
    const world = made(7);
    const kept = new Map<number, Map<string, string[]>>();
    const before = (slice: number) => {
      const lines = kept.get(slice) ?? linesOf(world, slice);
      kept.set(slice, lines);
      return lines;
    };
    const change = fc.record({
      person: fc.integer({ min: 0, max: world.organisation.people.length - 1 }),
      pace: fc.double({ min: 0.1, max: 5, noNaN: true }),
      favourites: fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 4 }),
      remote: fc.constantFrom(0, 1),
      later: fc.integer({ min: -30, max: 90 }),
    });
    let own = 0;
    fc.assert(
      fc.property(change, fc.constantFrom(52, nine, 62, 90), ({ person, ...to }, slice) => {
        const other = made(7);
        const changed = other.organisation.people[person]!;
        const { pace, favourites, remote } = to;
        Object.assign(changed, { pace, favourites, remote, from: changed.from + to.later });
        const after = linesOf(other, slice);
        for (const { pc } of world.organisation.people) {
          if (pc.name === changed.pc.name) own += after.get(pc.name)?.length ?? 0;
          else expect(after.get(pc.name)).toEqual(before(slice).get(pc.name));
        }
      }),
      { numRuns: 8 },
    );
    expect(own).toBeGreaterThan(0);
  });

  test('one more person changes nothing for those who were there', () => {
    const world = made(7);
    const other = made(7);
    const { people, hosts } = other.organisation;
    const like = people.find(one => one.duty === 'staff' && !one.smartphone)!;
    const newcomer = {
      ...like,
      id: 'newcomer',
      account: 'shin.n',
      sid: `${like.sid}9`,
      index: people.length,
      pc: { ...like.pc, name: 'PC-NEW', index: hosts.length },
    };
    Object.assign(other.organisation, { people: [...people, newcomer], hosts: [...hosts, newcomer.pc] });
    const before = linesOf(world, nine);
    const after = linesOf(other, nine);
    expect(after.get('PC-NEW')?.length).toBeGreaterThan(0);
    // The help desk helps somebody by chance among all people, and servers log about everybody: PCs nobody chose are the same.
    const same = world.organisation.people.filter(
      ({ pc }) => JSON.stringify(after.get(pc.name)) === JSON.stringify(before.get(pc.name)),
    );
    expect(same.length).toBeGreaterThanOrEqual(world.organisation.people.length - 2);
  });

  test('people work with the crown jewels that are files', () => {
    const world = worldOf({ profile: 'municipality', staff: 400, days: 1, seed: 7 });
    const { crownJewels, shares } = world.organisation;
    const paths = crownJewels.flatMap(({ location, files }) =>
      files.map(file => `${location}\\${file.path}`),
    );
    const lying = new Set(shares.flatMap(share => share.files.map(file => `${share.unc}\\${file.path}`)));
    expect(paths.length).toBeGreaterThan(0);
    expect(paths.filter(path => !lying.has(path))).toEqual([]);
    const touched = new Set<string>();
    for (let slice = 54; slice < 100; slice += 3)
      everyday(world, slice, event => {
        if (event.kind === 'share-access' && event.path !== '') touched.add(`${event.share}\\${event.path}`);
      });
    expect(paths.some(path => touched.has(path))).toBe(true);
  });

  test('every behaviour lives the same alone, in whatever order', () => {
    const key = (event: WorldEvent) => `${event.kind} ${event.at} ${event.host.name} ${event.cause}`;
    const all: string[] = [];
    everyday(made(7), nine, event => all.push(key(event)));
    const world = made(7);
    const parts = behaviours.toReversed().map(behaviour => {
      const list: string[] = [];
      behaviour.live(sceneOf(world), sliceOf(world, nine), event => list.push(key(event)));
      return list;
    });
    expect(parts.toReversed().flat()).toEqual(all);
    expect(new Set(behaviours.map(behaviour => behaviour.id)).size).toBe(behaviours.length);
  });

  test('no event lies before its slice or more than 600 s after it', () => {
    const world = made(3, 200);
    const outside = new Map<string, number>();
    for (let slice = 0; slice < sliceCount(world); slice += 5) {
      const { from, to } = sliceOf(world, slice);
      everyday(world, slice, event => {
        if (event.at < from || event.at > to + sliceMs) {
          const key = `${event.kind} ${event.cause} ${Math.round((event.at - from) / 1000)} s`;
          outside.set(key, (outside.get(key) ?? 0) + 1);
        }
      });
    }
    expect([...outside]).toEqual([]);
  });

  test('logons, processes and sessions belong together', () => {
    const world = made(7);
    const sessions = new Set<string>();
    const started = new Set<string>();
    const ended = new Set<string>();
    for (let slice = 0; slice < 144; slice++)
      everyday(world, slice, event => {
        if (event.kind === 'logon' && event.ok) sessions.add(`${event.host.name} ${event.session.logonId}`);
        if (event.kind === 'process-start') started.add(event.process.guid);
        if (event.kind === 'process-end') ended.add(event.process.guid);
      });
    expect([...ended].filter(guid => !started.has(guid))).toEqual([]);
    const orphans = new Set<string>();
    for (let slice = 0; slice < 144; slice++)
      everyday(world, slice, event => {
        if (event.kind !== 'share-access' && event.kind !== 'logoff') return;
        const key = `${event.host.name} ${event.session.logonId}`;
        if (!sessions.has(key)) orphans.add(`${event.kind} ${key} ${event.session.account}`);
      });
    expect([...orphans]).toEqual([]);
  });

  test('there is false evidence of many sorts', () => {
    const world = made(7, 300);
    const causes = new Set<string>();
    for (let slice = 0; slice < 144; slice++) everyday(world, slice, event => causes.add(event.cause));
    causes.delete('');
    expect(causes.size).toBeGreaterThanOrEqual(10);
    for (const cause of causes) expect(cause).toMatch(/^oddity:[a-z-]+$/);
  });
});
