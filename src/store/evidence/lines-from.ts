// Rows as the lines of a slice, and as lines of one's own to ask beside a world's.
import type { SliceLines, SourceLines, Texts } from './lines.ts';
import type { EvidenceRow, OwnLines } from './port.ts';
import { writeSegment } from './write-segment.ts';

function texts(values: readonly string[]): Texts {
  const bytes = Buffer.allocUnsafeSlow(values.reduce((sum, { length }) => sum + length * 3, 0));
  const ends = new Uint32Array(values.length);
  let end = 0;
  for (const [row, value] of values.entries()) {
    end += bytes.write(value, end);
    ends[row] = end;
  }
  return { bytes: bytes.subarray(0, end), ends };
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

/**
 * Rows as lines of one's own, in memory that threads share; undefined when there are none.
 * @param key stands for these rows and no others.
 */
export function ownLines(key: string, rows: readonly EvidenceRow[]): OwnLines | undefined {
  if (rows.length === 0) return undefined;
  const pieces = writeSegment([linesFrom(0, 0, rows)]);
  const bytes = new Uint8Array(new SharedArrayBuffer(pieces.reduce((sum, { length }) => sum + length, 0)));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return { key, bytes };
}
