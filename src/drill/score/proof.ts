// The log line that shows a fact of the attack: what a point of the score is about, found or missed.
import { projectionContext } from '../evidence/context.ts';
import { compileProjection } from '../evidence/project.ts';
import { sources } from '../evidence/sources.ts';
import type { Run } from '../run/run.ts';
import { lineId } from '../view/line-id.ts';
import type { World } from '../world/entities.ts';
import type { WorldEvent } from '../world/event.ts';
import { firstLines } from './first-line.ts';

export interface Proof {
  /** Id of the line at the desk. */
  line: string;
  source: string;
  at: number;
  host: string;
  text: string;
}
/**
 * The line that shows something; undefined where no source does. Text: the earliest line of the attack that names it.
 * A cause (`step:<id>`, `action:<number>`): its first line, at or after a time where one is given.
 */
export type ProofOf = (about: string | { cause: string; from?: number }) => Proof | undefined;

/** Calls of an implant differ in time and in the numbers of their path only: so many of each kind are looked at. */
const enough = 12;

/** Events that can show something: no false leads, and of what repeats itself only the first. */
function telling(run: Run): WorldEvent[] {
  const seen = new Map<string, number>();
  return run.events.filter(event => {
    if (event.cause.startsWith('oddity:')) return false;
    if (event.kind !== 'dns' && event.kind !== 'web') return true;
    const key = Object.entries(event)
      .flatMap(([name, value]) =>
        name === 'path' ? [] : typeof value === 'string' ? [value] : namesIn(value),
      )
      .join(' ');
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    return count <= enough;
  });
}

/** Names a part of an event goes by: of its host, its person, its address. */
const namesIn = (part: unknown): string[] =>
  part !== null && typeof part === 'object'
    ? ['name', 'account', 'ip'].flatMap(name => {
        const value = (part as Record<string, unknown>)[name];
        return typeof value === 'string' ? [value] : [];
      })
    : [];

export function proofsOf(world: World, run: Run): ProofOf {
  const project = compileProjection(sources, projectionContext(world));
  const lines: (Omit<Proof, 'line'> & { cause: string; folded: string })[] = [];
  for (const event of telling(run))
    project(event, (source, exact, text, { host, user, object }, cause) => {
      // Paths stand in JSON with their backslashes doubled.
      const folded = `${host} ${user} ${object} ${text.replaceAll('\\\\', '\\')}`.toLowerCase();
      const at = Math.round(exact * 1000) / 1000;
      lines.push({ source: sources[source]!.id, at, host, text, cause, folded });
    });
  lines.sort((a, b) => a.at - b.at);
  const attack = lines.filter(line => !/^action:/.test(line.cause));
  const firstWith = firstLines(attack.map(line => line.folded));
  const causes = new Map<string, typeof lines>();
  for (const line of lines) {
    const own = causes.get(line.cause);
    if (own) own.push(line);
    else causes.set(line.cause, [line]);
  }
  const known = new Map<string, Proof | undefined>();
  const shown = (line: (typeof lines)[number] | undefined): Proof | undefined =>
    line && { line: lineId(line), source: line.source, at: line.at, host: line.host, text: line.text };
  return about => {
    if (typeof about !== 'string') {
      const { cause, from = 0 } = about;
      return shown(causes.get(cause)?.find(line => line.at >= from));
    }
    const wanted = about.toLowerCase();
    if (!known.has(wanted)) known.set(wanted, shown(attack[firstWith(wanted)]));
    return known.get(wanted);
  };
}
