// What a run leaves in the logs besides everyday life: a few thousand lines a team, kept in memory.
import type { EvidenceRow } from '#store/evidence/port.ts';
import { projectionContext } from '../evidence/context.ts';
import { compileProjection } from '../evidence/project.ts';
import { sources } from '../evidence/sources.ts';
import type { World } from '../world/entities.ts';
import type { WorldEvent } from '../world/event.ts';

export interface OverlayRow extends EvidenceRow {
  /** Ground truth, see `WorldEvent.cause`. Never shown to trainees. */
  cause: string;
}

/** Writes events as the world's sources do; lines in order of time, those of one time in order of the events. */
export function overlayWriter(world: World): (events: readonly WorldEvent[]) => OverlayRow[] {
  const project = compileProjection(sources, projectionContext(world));
  return events => {
    const rows: OverlayRow[] = [];
    for (const event of events)
      project(event, (source, at, text, facets, cause) =>
        rows.push({
          at: Math.round(at * 1000) / 1000,
          source: sources[source]!.id,
          text,
          host: facets.host,
          user: facets.user,
          sourceAddress: facets.source,
          destinationAddress: facets.destination,
          object: facets.object,
          code: facets.code,
          cause,
        }),
      );
    return rows.sort((a, b) => a.at - b.at);
  };
}
