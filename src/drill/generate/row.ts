// What one slice leaves in one source, by columns: what stores load. Texts cross from thread to thread as bytes, because
// copying millions of strings would take longer than making them.

/** Texts one after the other in UTF-8; text i is `bytes` from `ends[i - 1]` (or 0) to `ends[i]`. */
export interface TextColumn {
  bytes: Uint8Array<ArrayBuffer>;
  ends: Uint32Array<ArrayBuffer>;
}

export interface EvidenceColumns {
  /** Id of the source. */
  source: string;
  /** Unix ms with fraction. Rows stand in the order they were told, which is not that of time. */
  at: Float64Array<ArrayBuffer>;
  /** The record as the file has it, without the line end. */
  text: TextColumn;
  /** Facets of each record, see `Facets`. */
  host: TextColumn;
  user: TextColumn;
  sourceAddress: TextColumn;
  destinationAddress: TextColumn;
  object: TextColumn;
  code: TextColumn;
  /** Hidden from trainees. */
  cause: TextColumn;
}

export interface EvidenceSlice {
  slice: number;
  /** One entry for each source with lines, in the order of the registry. */
  sources: EvidenceColumns[];
}

const decoder = new TextDecoder();

/** Text of a row. */
export const textAt = ({ bytes, ends }: TextColumn, row: number): string =>
  decoder.decode(bytes.subarray(ends[row - 1] ?? 0, ends[row]));
