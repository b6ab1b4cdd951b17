// How alike two answers are: sets, orders, edges. Shares from 0 to 1.

const clamp = (value: number): number => Math.min(1, Math.max(0, value));

export { clamp };

export interface Match {
  /** Harmonic mean of precision and recall. */
  f1: number;
  found: string[];
  missed: string[];
  wrong: string[];
}

/** Compares named values without regard to case. Naming everything loses: precision counts as much as recall. */
export function matchSets(named: readonly string[], real: readonly string[]): Match {
  const fold = (list: readonly string[]) => new Map(list.map(one => [one.trim().toLowerCase(), one]));
  const [mine, theirs] = [fold(named), fold(real)];
  const found = [...mine].flatMap(([key, value]) => (theirs.has(key) ? [value] : []));
  const wrong = [...mine].flatMap(([key, value]) => (theirs.has(key) ? [] : [value]));
  const missed = [...theirs].flatMap(([key, value]) => (mine.has(key) ? [] : [value]));
  const f1 = found.length === 0 ? 0 : (2 * found.length) / (mine.size + theirs.size);
  return { f1, found, missed, wrong };
}

/**
 * Order agreement (Kendall's tau-a, from -1 to 1) of the ranks of things as listed; ties count for nothing.
 * One thing has no order: 1.
 */
export function kendall(ranks: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < ranks.length; i++)
    for (let j = i + 1; j < ranks.length; j++) sum += Math.sign(ranks[j]! - ranks[i]!);
  const pairs = (ranks.length * (ranks.length - 1)) / 2;
  return pairs === 0 ? 1 : sum / pairs;
}
