// The log line that shows a fact of the attack: what a point of the score is about, found or missed.
import { projectionContext } from '../evidence/context.ts';
import { compileProjection } from '../evidence/project.ts';
import { sources } from '../evidence/sources.ts';
import type { Run } from '../run/run.ts';
import type { World } from '../world/entities.ts';

export interface Proof {
  source: string;
  at: number;
  host: string;
  text: string;
}
/** The earliest line of the attack that names a value; undefined where no source shows it. */
export type ProofOf = (value: string) => Proof | undefined;

export function proofsOf(world: World, run: Run): ProofOf {
  const project = compileProjection(sources, projectionContext(world));
  const lines: (Proof & { folded: string })[] = [];
  for (const event of run.events)
    if (!/^(oddity|action):/.test(event.cause))
      project(event, (source, at, text, { host, user, object }) => {
        const folded = `${host} ${user} ${object} ${text}`.toLowerCase();
        lines.push({ source: sources[source]!.id, at, host, text, folded });
      });
  lines.sort((a, b) => a.at - b.at);
  const known = new Map<string, Proof | undefined>();
  return value => {
    const wanted = value.toLowerCase();
    if (!known.has(wanted)) {
      const line = lines.find(one => one.folded.includes(wanted));
      known.set(wanted, line && { source: line.source, at: line.at, host: line.host, text: line.text });
    }
    return known.get(wanted);
  };
}
