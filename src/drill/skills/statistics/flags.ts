// Items that need a look: useless, misleading, or known to people before they sat down.
import type { ItemStatistics } from './classical.ts';

/** What one group of test takers says about an item. */
export interface CohortItem extends ItemStatistics {
  /** Median time of right answers, seconds. */
  rightSeconds?: number;
}

export type ItemFlag = 'too-easy' | 'too-hard' | 'misleading' | 'weak' | 'drift' | 'leak';

export interface FlaggedItem {
  item: string;
  flag: ItemFlag;
  /** The figure it rests on: share, correlation or z. */
  figure: number;
}

/**
 * Flags items of a group; with an earlier group also those whose difficulty moved against the others. A leaked item gets
 * easier than the group's general gain explains, and its right answers come faster.
 */
export function flagItems(now: readonly CohortItem[], earlier: readonly CohortItem[] = []): FlaggedItem[] {
  const flags: FlaggedItem[] = [];
  for (const { item, people, difficulty, pointBiserial } of now) {
    if (people < 20) continue;
    if (difficulty > 0.95) flags.push({ item, flag: 'too-easy', figure: difficulty });
    if (difficulty < 0.1) flags.push({ item, flag: 'too-hard', figure: difficulty });
    if (pointBiserial === undefined) continue;
    // Under zero by more than chance: people who know more get it wrong, so the key is in doubt.
    if (pointBiserial < -1.96 / Math.sqrt(people))
      flags.push({ item, flag: 'misleading', figure: pointBiserial });
    else if (people >= 100 && pointBiserial < 0.1) flags.push({ item, flag: 'weak', figure: pointBiserial });
  }
  return [...flags, ...driftFlags(now, earlier)];
}

const logit = ({ difficulty, people }: CohortItem): number => {
  const p = (difficulty * people + 0.5) / (people + 1);
  return Math.log(p / (1 - p));
};
const variance = ({ difficulty, people }: CohortItem): number => {
  const right = difficulty * people + 0.5;
  return 1 / right + 1 / (people + 1 - right);
};

function driftFlags(now: readonly CohortItem[], earlier: readonly CohortItem[]): FlaggedItem[] {
  const then = new Map(earlier.map(entry => [entry.item, entry]));
  const moved = now.flatMap(entry => {
    const before = then.get(entry.item);
    if (!before || before.people < 20 || entry.people < 20) return [];
    return [
      {
        entry,
        before,
        change: logit(entry) - logit(before),
        se: Math.sqrt(variance(entry) + variance(before)),
      },
    ];
  });
  if (moved.length < 5) return [];
  const sorted = moved.map(({ change }) => change).sort((a, b) => a - b);
  const general = sorted[sorted.length >> 1]!;
  const scored = moved
    .map(entry => ({ ...entry, z: (entry.change - general) / entry.se }))
    .sort((a, b) => Math.abs(b.z) - Math.abs(a.z));
  const flags: FlaggedItem[] = [];
  for (const [rank, { entry, before, z }] of scored.entries()) {
    // Holm's step-down at 5 %: the more items are looked at, the more it takes.
    if (twoSided(z) > 0.05 / (scored.length - rank)) break;
    const faster =
      entry.rightSeconds !== undefined &&
      before.rightSeconds !== undefined &&
      entry.rightSeconds < 0.6 * before.rightSeconds;
    flags.push({ item: entry.item, flag: z > 0 && faster ? 'leak' : 'drift', figure: z });
  }
  return flags;
}

/** Chance of a normal value at least this far from 0 (Abramowitz & Stegun 7.1.26). */
function twoSided(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const poly =
    t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  return poly * Math.exp(-x * x);
}
