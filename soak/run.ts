// What a soak run is: a name to choose it by, and what it did, with figures and what went wrong.
export interface SoakOptions {
  /** Seeds every random choice; printed with the result, so that a failure can be had again. */
  seed: number;
  /** Bounds of one run; a run has its own defaults. */
  seconds?: number;
  cases?: number;
  /** A line of progress for the person who waits. */
  say(line: string): void;
}

export interface SoakResult {
  /** One phrase: what was done. */
  done: string;
  figures: Record<string, number>;
  /** Empty: passed. */
  failures: string[];
}

export interface Soak {
  name: string;
  run(options: SoakOptions): Promise<SoakResult>;
}

/** A small generator with a seed (mulberry32): equal seeds, equal runs. Numbers in [0, 1). */
export function seeded(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export const pause = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms));

/** The value below which `share` of the values lie; 0 without values. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
