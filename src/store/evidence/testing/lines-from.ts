// Rows as the lines of a slice: what tests load.
import type { SliceLines, SourceLines, Texts } from '../lines.ts';
import type { EvidenceRow } from '../port.ts';

const encoder = new TextEncoder();

function texts(values: readonly string[]): Texts {
  const parts = values.map(value => encoder.encode(value));
  const ends = new Uint32Array(parts.length);
  let end = 0;
  for (const [row, part] of parts.entries()) {
    end += part.length;
    ends[row] = end;
  }
  return { bytes: Buffer.concat(parts), ends };
}

/** One slice of rows; sources in the order they first appear. */
export function linesFrom(slice: number, from: number, rows: readonly EvidenceRow[]): SliceLines {
  const bySource = Map.groupBy(rows, row => row.source);
  const sources = [...bySource].map(([source, of]): SourceLines => {
    const column = (name: Exclude<keyof EvidenceRow, 'at'>) => texts(of.map(row => row[name]));
    return {
      source,
      at: Float64Array.from(of, row => row.at),
      text: column('text'),
      host: column('host'),
      user: column('user'),
      sourceAddress: column('sourceAddress'),
      destinationAddress: column('destinationAddress'),
      object: column('object'),
      code: column('code'),
    };
  });
  return { slice, from, sources };
}
