// The lines of one slice, gathered by source and put in order of time.
import type { LineSink } from '../evidence/project.ts';
import type { Facets } from '../evidence/source.ts';

export interface Gathered {
  at: number[];
  text: string[];
  facets: Facets[];
  cause: string[];
}

/** A sink that gathers lines by source; facets are kept only when somebody will read them. */
export function gather(sources: number, withFacets: boolean): { bySource: Gathered[]; sink: LineSink } {
  const bySource = Array.from(
    { length: sources },
    (): Gathered => ({ at: [], text: [], facets: [], cause: [] }),
  );
  const sink: LineSink = (source, at, text, facets, cause) => {
    const lines = bySource[source]!;
    lines.at.push(at);
    lines.text.push(text);
    if (withFacets) {
      lines.facets.push(facets);
      lines.cause.push(cause);
    }
  };
  return { bySource, sink };
}

/** Positions in order of time; equal times stay in the order they were told. */
export function orderOf(at: readonly number[]): Uint32Array {
  const order = new Uint32Array(at.length);
  for (let i = 0; i < order.length; i++) order[i] = i;
  return order.sort((a, b) => at[a]! - at[b]! || a - b);
}
