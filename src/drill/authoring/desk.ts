// What a robot sees: log lines as text with facets up to the clock, what people say, the network map. Causes are gone.
import { everyday } from '../activity/everyday.ts';
import { sliceOf } from '../activity/slice.ts';
import { projectionContext } from '../evidence/context.ts';
import { compileProjection, type Project } from '../evidence/project.ts';
import type { Facets } from '../evidence/source.ts';
import { sources } from '../evidence/sources.ts';
import type { Mask, Utterance } from '../run/run.ts';
import type { World } from '../world/entities.ts';
import type { WorldEvent } from '../world/event.ts';

export interface Line extends Facets {
  /** Source, time and place in it: what the case links to. */
  id: string;
  at: number;
  log: string;
  text: string;
}

export interface Desk {
  lines: readonly Line[];
  utterances: readonly Utterance[];
}

/** Kinds of lines a robot reads; nothing else is kept, since a window has hundreds of thousands. */
const read =
  /^(4624|4672|4688|4698|4720|4728|1102|5145|7045|sysmon:(1|3|10|11|13|29)|TCP_.*|queued|attachment|alert|failed|connect|SMB::FILE_OPEN|(POST|GET) \d+|login|login-failed|change|audit:(PATH|EXECVE)|LOG:SELECT)$/;

const makeLine = (log: string, at: number, text: string, facets: Facets, place: number): Line => ({
  ...facets,
  id: `${log}:${Math.round(at)}:${place}`,
  at,
  log,
  text,
});

export interface Reader {
  project: Project;
  of(events: readonly WorldEvent[], see?: (text: string, facets: Facets) => void): Line[];
}

export function makeReader(world: World): Reader {
  const project = compileProjection(sources, projectionContext(world));
  return {
    project,
    of(events, see) {
      const lines: Line[] = [];
      for (const event of events)
        project(event, (source, at, text, facets) => {
          see?.(text, facets);
          const log = sources[source]!.id;
          if (read.test(facets.code)) lines.push(makeLine(log, at, text, facets, lines.length));
        });
      return lines;
    },
  };
}

/** Slices of a large world read: all up to 300 people, else a sample, so that a try takes seconds. */
const wholeStaff = 300;

/**
 * Everyday lines between two times that a robot reads; `share` says how many slices of the window were lived. `see` is shown
 * every line, of all kinds.
 */
export function everydayLines(
  world: World,
  reader: Reader,
  from: number,
  to: number,
  see: (text: string, facets: Facets) => void = () => {},
  progress: (share: number) => void = () => {},
) {
  const stride = Math.ceil(world.organisation.people.length / wholeStaff);
  const lines: Line[] = [];
  const length = 600_000;
  for (
    let slice = Math.floor((from - world.start) / length);
    sliceOf(world, slice).from < to;
    slice += stride
  ) {
    const events: WorldEvent[] = [];
    everyday(world, slice, event => events.push(event));
    lines.push(...reader.of(events, see).filter(line => line.at >= from && line.at <= to));
    progress(Math.min(1, (sliceOf(world, slice).to - from) / (to - from)));
  }
  return { lines, share: 1 / stride };
}

/** An everyday line that did not happen because of a mask. */
export function masked(line: Line, masks: readonly Mask[]): boolean {
  return masks.some(
    mask =>
      line.at >= mask.from &&
      line.at < mask.to &&
      (mask.sources === undefined || mask.sources.includes(line.log)) &&
      (mask.host === undefined || mask.host === line.host) &&
      (mask.user === undefined || mask.user === line.user) &&
      (mask.object === undefined || mask.object === line.object) &&
      (mask.address === undefined || mask.address === line.source || mask.address === line.destination),
  );
}
