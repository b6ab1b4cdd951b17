// The lines of one slice with their facets, by columns.
import type { LineSink } from '../evidence/project.ts';
import type { Facets } from '../evidence/source.ts';
import type { EvidenceColumns } from './row.ts';

interface Gathered {
  at: number[];
  text: string[];
  facets: Facets[];
  cause: string[];
}

/** A sink that gathers lines by source. */
export function gather(sources: number): { bySource: Gathered[]; sink: LineSink } {
  const bySource = Array.from(
    { length: sources },
    (): Gathered => ({ at: [], text: [], facets: [], cause: [] }),
  );
  return {
    bySource,
    sink(source, at, text, facets, cause) {
      const lines = bySource[source]!;
      lines.at.push(at);
      lines.text.push(text);
      lines.facets.push(facets);
      lines.cause.push(cause);
    },
  };
}

/** In order of time; equal times stay in the order they were told. */
export function columnsOf(source: string, { at, text, facets, cause }: Gathered): EvidenceColumns {
  const order = Uint32Array.from(at.keys()).sort((a, b) => at[a]! - at[b]! || a - b);
  const column = <T>(of: (i: number) => T) => Array.from(order, of);
  return {
    source,
    at: Float64Array.from(order, i => at[i]!),
    text: column(i => text[i]!),
    host: column(i => facets[i]!.host),
    user: column(i => facets[i]!.user),
    sourceAddress: column(i => facets[i]!.source),
    destinationAddress: column(i => facets[i]!.destination),
    object: column(i => facets[i]!.object),
    code: column(i => facets[i]!.code),
    cause: column(i => cause[i]!),
  };
}
