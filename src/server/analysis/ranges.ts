// Event times that wait for analysis: few disjoint ranges, so that one event with a wild clock does not drag the years
// between into every round. Pure.
import type { TimeRange } from '#analyse/detect/detector.ts';
import { hour } from '#model/time.ts';

/** Ranges nearer than this are analysed as one. */
const joinWithin = hour;
/** Most ranges kept apart; beyond that the nearest are joined. */
export const mostRanges = 32;

const join = (a: TimeRange, b: TimeRange): TimeRange => ({
  from: Math.min(a.from, b.from),
  to: Math.max(a.to, b.to),
});

/** The ranges with one more, in order of time; nothing that was covered is lost. */
export function addRange(ranges: readonly TimeRange[], added: TimeRange): TimeRange[] {
  const apart: TimeRange[] = [];
  let whole = added;
  for (const range of ranges)
    if (range.from <= whole.to + joinWithin && whole.from <= range.to + joinWithin)
      whole = join(whole, range);
    else apart.push(range);
  const all = [...apart, whole].sort((a, b) => a.from - b.from);
  while (all.length > mostRanges) {
    let nearest = 1;
    const gap = (at: number) => all[at]!.from - all[at - 1]!.to;
    for (let at = 2; at < all.length; at++) if (gap(at) < gap(nearest)) nearest = at;
    all.splice(nearest - 1, 2, join(all[nearest - 1]!, all[nearest]!));
  }
  return all;
}
