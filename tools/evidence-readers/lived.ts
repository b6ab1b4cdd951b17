// Logs of worlds that were lived in: everyday life of an organisation, and runs of scenarios, as files of their sources.
import { everyday } from '../../src/drill/activity/everyday.ts';
import { projectionContext } from '../../src/drill/evidence/context.ts';
import { sources } from '../../src/drill/evidence/sources.ts';
import { worldOf } from '../../src/drill/generate/options.ts';
import { scenarios } from '../../src/drill/run/library.ts';
import type { Run } from '../../src/drill/run/run.ts';
import { simulate } from '../../src/drill/run/simulate.ts';
import { makeVariant } from '../../src/drill/run/variant.ts';
import { overlayWriter } from '../../src/drill/view/overlay.ts';
import type { World } from '../../src/drill/world/entities.ts';
import type { WorldEvent } from '../../src/drill/world/event.ts';

/** A file for each source that has lines of the events: its header, then its lines in order of time. */
export function filesOf(world: World, events: readonly WorldEvent[]): Map<string, string> {
  const bySource = Map.groupBy(overlayWriter(world)(events), ({ source }) => source);
  const context = projectionContext(world);
  return new Map(
    sources.flatMap(({ id, header }) => {
      const lines = bySource.get(id);
      if (!lines) return [];
      const head = header ? `${header(context).replace(/\n?$/, '\n')}` : '';
      return [[id, head + lines.map(({ text }) => `${text}\n`).join('')]];
    }),
  );
}

/** One run of every complete scenario, without defence. */
export const runsOf = (world: World): { scenario: string; run: Run }[] =>
  [...scenarios().values()]
    .filter(({ status }) => status === 'complete')
    .map(scenario => {
      const variant = makeVariant(world, scenario, 3);
      return { scenario: scenario.id, run: simulate(world, variant, [], variant.end) };
    });

/** A morning in a factory (which has a plant, a database and applications), with the runs of every complete scenario. */
export function smallLife(): { world: World; events: WorldEvent[] } {
  const world = worldOf({ profile: 'manufacturer', staff: 60, days: 2, seed: 7 });
  const events: WorldEvent[] = runsOf(world).flatMap(({ run }) => [...run.events]);
  // From midnight (backups) in steps, then the hours when work begins.
  for (const slice of [0, 6, 12, 18, 24, 30, ...Array.from({ length: 12 }, (_, n) => 52 + n)])
    everyday(world, slice, event => events.push(event));
  return { world, events };
}
