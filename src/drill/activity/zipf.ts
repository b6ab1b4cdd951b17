// Preference by rank, without a table.
import type { Random } from '../world/random.ts';

/** Index in [0, n), small ones preferred as by Zipf's law (density ∝ 1/(i + 1), by inversion). */
export const zipf = (random: Random, n: number): number =>
  Math.min(n - 1, Math.floor((n + 1) ** random.next()) - 1);
