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

  test('what one person does leaves the lines of everybody else alone', () => {
    const world = made(7);
    const other = made(7);
    const changed = other.organisation.people[5]!;
    changed.pace *= 4;
    changed.favourites = [3, 1];
    let own = 0;
    for (const slice of [52, nine, 62, 90]) {
      const before = linesOf(world, slice);
      const after = linesOf(other, slice);
      for (const { pc } of world.organisation.people) {
        if (pc.name === changed.pc.name) own += after.get(pc.name)?.length ?? 0;
        else expect(after.get(pc.name)).toEqual(before.get(pc.name));
      }
    }
    expect(own).toBeGreaterThan(0);
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
