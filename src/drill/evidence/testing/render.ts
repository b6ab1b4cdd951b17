// Whole files of sources, the way an export writes them: header, lines in order of time.

import type { WorldEvent } from '../../world/event.ts';
import { projectionContext } from '../context.ts';
import { compileProjection } from '../project.ts';
import type { EvidenceSource, Facets } from '../source.ts';
import { smallWorld } from './small-world.ts';

export interface Line {
  at: number;
  text: string;
  facets: Facets;
}

/** Lines each source has of the events in the small world, sorted by time. */
export function linesOf(sources: readonly EvidenceSource[], events: readonly WorldEvent[]): Line[][] {
  const lines: Line[][] = sources.map(() => []);
  const project = compileProjection(sources, projectionContext(smallWorld));
  for (const event of events)
    project(event, (source, at, text, facets) => lines[source]!.push({ at, text, facets }));
  for (const list of lines) list.sort((a, b) => a.at - b.at);
  return lines;
}

/** Text of a source's file. */
export function fileOf(source: EvidenceSource, events: readonly WorldEvent[]): string {
  const [lines = []] = linesOf([source], events);
  const header = source.header ? `${source.header(projectionContext(smallWorld))}\n` : '';
  return header + lines.map(({ text }) => `${text}\n`).join('');
}

/** Lines one source has of one event, without their times. */
export const textOf = (source: EvidenceSource, event: WorldEvent): string[] =>
  linesOf([source], [event])[0]!.map(({ text }) => text);
