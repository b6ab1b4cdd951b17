// Picking by weight from a list made once and asked often.
import type { Random } from './random.ts';

/** A picker over `items`; one uniform number and a binary search a pick. @throws RangeError on an empty list. */
export function weighted<T>(items: readonly T[], weight: (item: T) => number): (random: Random) => T {
  if (items.length === 0) throw new RangeError('nothing to pick from');
  const sums = new Float64Array(items.length);
  let total = 0;
  items.forEach((item, index) => {
    total += weight(item);
    sums[index] = total;
  });
  return random => {
    const wanted = random.next() * total;
    let low = 0;
    let high = items.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sums[middle]! > wanted) high = middle;
      else low = middle + 1;
    }
    return items[low]!;
  };
}

/** Zipf's law by rank: the r-th of a list sorted by frequency has weight 1 / (r + offset). */
export const zipf = (rank: number, offset = 1): number => 1 / (rank + offset);
