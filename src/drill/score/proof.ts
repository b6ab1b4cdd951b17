// The log line that shows a fact of the attack: what a point of the score is about, found or missed.
import { projectionContext } from '../evidence/context.ts';
import { compileProjection } from '../evidence/project.ts';
import { sources } from '../evidence/sources.ts';
import type { Run } from '../run/run.ts';
import { lineId } from '../view/line-id.ts';
import type { World } from '../world/entities.ts';

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

export function proofsOf(world: World, run: Run): ProofOf {
  const project = compileProjection(sources, projectionContext(world));
  const lines: (Omit<Proof, 'line'> & { cause: string; folded: string })[] = [];
  for (const event of run.events)
    project(event, (source, exact, text, { host, user, object }, cause) => {
      // Paths stand in JSON with their backslashes doubled.
      const folded = `${host} ${user} ${object} ${text.replaceAll('\\\\', '\\')}`.toLowerCase();
      const at = Math.round(exact * 1000) / 1000;
      lines.push({ source: sources[source]!.id, at, host, text, cause, folded });
    });
  lines.sort((a, b) => a.at - b.at);
  const attack = lines.filter(line => !/^(oddity|action):/.test(line.cause));
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
    if (!known.has(wanted)) known.set(wanted, shown(attack.find(one => one.folded.includes(wanted))));
    return known.get(wanted);
  };
}
