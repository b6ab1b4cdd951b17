// Lines of a simulated organisation's logs on their way into the store.
// Texts stay bytes all the way: making strings of millions of lines would take longer than storing them.

/** Texts one after the other in UTF-8; text i is `bytes` from `ends[i - 1]` (or 0) to `ends[i]`. */
export interface Texts {
  bytes: Uint8Array;
  ends: Uint32Array;
}

/** Lines of one source in the order they were written, which need not be that of time. */
export interface SourceLines {
  source: string;
  /** Unix milliseconds; a fraction carries microseconds. */
  at: Float64Array;
  text: Texts;
  host: Texts;
  user: Texts;
  sourceAddress: Texts;
  destinationAddress: Texts;
  object: Texts;
  code: Texts;
}

/** Everything one slice of simulated time left in all sources. */
export interface SliceLines {
  slice: number;
  /** When the slice begins: a line that carries an earlier time stands at its head. */
  from: number;
  sources: readonly SourceLines[];
}

/** How many lines slices hold. */
export const lineCount = (slices: readonly SliceLines[]): number =>
  slices.reduce((sum, { sources }) => sum + sources.reduce((rows, { at }) => rows + at.length, 0), 0);

/** Whole microseconds of a time, as the store keeps it. */
export const microseconds = (at: number): number => Math.round(at * 1000);
