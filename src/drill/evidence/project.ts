// Turns world events into log lines: the sources' functions gathered by kind of event, once.
import type { SimTime } from '../world/entities.ts';
import type { WorldEvent } from '../world/event.ts';
import type { Emit, EvidenceSource, Facets, ProjectionContext } from './source.ts';

/** Takes one line: index of its source in the list given, time, text, facets, hidden cause of the event. */
export type LineSink = (source: number, at: SimTime, text: string, facets: Facets, cause: string) => void;

/** Writes every line an event leaves in every source. Not re-entrant: a sink must not project. */
export type Project = (event: WorldEvent, sink: LineSink) => void;

type Write = (event: WorldEvent, emit: Emit, context: ProjectionContext) => void;

/** Compiles sources into one function from event to lines, in the order of the list. */
export function compileProjection(sources: readonly EvidenceSource[], context: ProjectionContext): Project {
  let sink: LineSink = () => {};
  let cause = '';
  const writers: Record<string, { write: Write; emit: Emit }[]> = {};
  for (const [index, source] of sources.entries()) {
    const emit: Emit = (at, text, facets) => sink(index, at, text, facets, cause);
    for (const [kind, write] of Object.entries(source.on)) {
      writers[kind] ??= [];
      writers[kind].push({ write: write as Write, emit });
    }
  }
  return (event, into) => {
    const list = writers[event.kind];
    if (!list) return;
    sink = into;
    cause = event.cause;
    for (const { write, emit } of list) write(event, emit, context);
  };
}
