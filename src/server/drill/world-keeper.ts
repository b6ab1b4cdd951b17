// Worlds of the platform: asked for by what they are made of, loaded once, kept over restarts, shared by all exercises.
import { worldOf } from '#drill/generate/options.ts';
import type { World } from '#drill/world/entities.ts';
import type { DrillWorld } from '#model/drill/world.ts';
import { HinomiError } from '#model/errors.ts';
import { type Clock, second } from '#model/time.ts';
import type { EvidenceStore } from '#store/evidence/port.ts';
import { drillWorlds } from '#store/records/drill-collections.ts';
import { everyRecord, type Records } from '#store/records/records.ts';
import type { WorldKeeper, WorldRequest } from './ports.ts';
import { type WorldLoad, worldLoads } from './worlds.ts';

export interface WorldKeeperParts {
  records: Records;
  store: EvidenceStore;
  /** Folder of the store. */
  folder: string;
  clock: Clock;
  onError(error: unknown): void;
}

const idOf = ({ profile, staff, days, seed }: WorldRequest): string => `${profile}-${staff}-${days}-${seed}`;

/** Entities of so many worlds stay in memory. */
const kept = 8;
const progressEvery = 2 * second;

/** The worlds of the platform. */
export interface KeptWorlds extends WorldKeeper {
  /** What a world is made of. */
  request(id: string): Promise<WorldRequest>;
  close(): Promise<void>;
}

/** Opens the worlds; those that were not loaded to the end go on loading. */
export async function keepWorlds(parts: WorldKeeperParts): Promise<KeptWorlds> {
  const { records, store, clock } = parts;
  const collection = records.collection(drillWorlds);
  const known = new Map<string, DrillWorld>();
  const entities = new Map<string, World>();
  const listeners = new Set<(world: DrillWorld) => void>();
  const written = new Map<string, number>();
  let writing = Promise.resolve();

  const changed = (load: WorldLoad): void => {
    const before = known.get(load.id);
    if (!before) return;
    const { error: _old, ...rest } = before;
    const world: DrillWorld = {
      ...rest,
      state: load.state,
      progress: load.progress,
      lines: load.lines,
      ...(load.state === 'ready' ? { kinds: { ...load.kinds } } : {}),
      seconds: load.seconds,
      ...(load.error ? { error: load.error } : {}),
      updated: clock(),
    };
    known.set(world.id, world);
    for (const listener of listeners) listener(world);
    // Progress is told often and kept seldom: after a restart the store itself says how far it is.
    if (load.state === before.state && clock() - (written.get(world.id) ?? 0) < progressEvery) return;
    written.set(world.id, clock());
    writing = writing
      .then(() => (known.has(world.id) ? collection.put(world) : undefined))
      .catch(parts.onError);
  };
  const loads = worldLoads({
    store,
    folder: parts.folder,
    changed,
  });
  const requestOf = ({ profile, staff, days, seed }: DrillWorld): WorldRequest => ({
    profile,
    staff,
    days,
    seed,
  });

  for await (const world of everyRecord(collection)) known.set(world.id, world);
  for (const world of known.values())
    if (world.state === 'ready') {
      const { lines } = await store.loaded(world.id);
      if (lines < world.lines) loads.want(world.id, requestOf(world));
    } else if (world.state !== 'failed') loads.want(world.id, requestOf(world));

  const entitiesOf = (id: string, request: WorldRequest): World => {
    const found = entities.get(id) ?? worldOf(request);
    entities.delete(id);
    entities.set(id, found);
    for (const old of entities.keys()) {
      if (entities.size <= kept) break;
      entities.delete(old);
    }
    return found;
  };

  const worldCalled = (id: string): DrillWorld => {
    const world = known.get(id);
    if (world) return world;
    throw new HinomiError('RECORD_NOT_FOUND', `there is no world ${id}`, {
      remedy: 'It may have been removed.',
      status: 404,
    });
  };

  return {
    list: async () => [...known.values()].sort((a, b) => b.created - a.created),
    get: async id => known.get(id),
    async ask(request) {
      const id = idOf(request);
      const found = known.get(id);
      if (found && found.state !== 'failed') return found;
      // A wrong request is refused before anything is kept.
      entitiesOf(id, request);
      const now = clock();
      const world: DrillWorld = {
        id,
        profile: request.profile,
        staff: request.staff,
        days: request.days,
        seed: request.seed,
        state: 'waiting',
        progress: 0,
        lines: 0,
        created: found?.created ?? now,
        seconds: 0,
        updated: now,
      };
      await collection.put(world);
      known.set(id, world);
      loads.want(id, requestOf(world));
      return known.get(id)!;
    },
    async remove(id) {
      known.delete(id);
      entities.delete(id);
      await writing;
      await loads.drop(id);
      await collection.remove(id);
    },
    async world(id) {
      return entitiesOf(id, requestOf(worldCalled(id)));
    },
    async request(id) {
      return requestOf(worldCalled(id));
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      await loads.close();
      await writing;
    },
  };
}
