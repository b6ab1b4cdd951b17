// For tests: worlds that are ready at once and have no lines, and a view that holds only what a run left behind.

import { worldOf } from '#drill/generate/options.ts';
import { overlayWriter } from '#drill/view/overlay.ts';
import type { World } from '#drill/world/entities.ts';
import type { DrillWorld } from '#model/drill/world.ts';
import type { OpenView, WorldKeeper } from '../ports.ts';

/** `state` is that of every world asked for. */
export function madeWorlds(
  state: DrillWorld['state'] = 'ready',
): WorldKeeper & { tell(world: DrillWorld): void } {
  const records = new Map<string, DrillWorld>();
  const models = new Map<string, World>();
  const listeners = new Set<(world: DrillWorld) => void>();
  return {
    list: async () => [...records.values()],
    get: async id => records.get(id),
    async ask(request) {
      const id = `${request.profile}-${request.staff}-${request.days}-${request.seed}`;
      models.set(id, models.get(id) ?? worldOf(request));
      const world: DrillWorld = {
        ...request,
        id,
        state,
        progress: state === 'ready' ? 1 : 0,
        lines: 0,
        created: 0,
        seconds: 0,
        updated: 0,
      };
      records.set(id, records.get(id) ?? world);
      return records.get(id)!;
    },
    async remove(id) {
      records.delete(id);
    },
    async world(id) {
      const found = models.get(id);
      if (!found) throw new Error(`nobody asked for ${id}`);
      return found;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    tell(world) {
      records.set(world.id, world);
      for (const listener of listeners) listener(world);
    },
  };
}

/** A question here is a code or words of the text. */
const asked = (q: string, row: { text: string; code: string }): boolean =>
  q.startsWith('code:') ? row.code === q.slice('code:'.length).replaceAll('"', '') : row.text.includes(q);

/** Lines of the run alone, newest first, those whose text or code the question names. */
export const runLines: OpenView = ({ world, run, now }) => {
  const rows = () =>
    overlayWriter(world)(run.events)
      .filter(row => row.at < now)
      .map(({ cause: _cause, sourceAddress, destinationAddress, ...row }, index) => ({
        ...row,
        id: `line-${index}`,
        from: sourceAddress,
        destination: destinationAddress,
      }));
  return {
    page: async ({ q, sources }, { limit }) => ({
      items: rows()
        .filter(row => asked(q, row) && (sources.length === 0 || sources.includes(row.source)))
        .reverse()
        .slice(0, limit),
    }),
    histogram: async () => ({ step: 60_000, buckets: [] }),
    top: async () => [],
    around: async () => [],
    async *file(source) {
      for (const row of rows()) if (row.source === source) yield `${row.text}\n`;
    },
  };
};
