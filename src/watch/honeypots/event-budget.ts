// Event budget: how many events a minute one source, and one bait, may cause. Pure; the clock is passed in.
import { minute } from '#model/time.ts';

export interface Suppressed<T> {
  /** The last thing left out: tells whom the count is about. */
  last: T;
  count: number;
}

export interface EventBudget<T> {
  /** Whether an event of `source` may be made now; if not, it is counted under `about`. */
  take(source: string, about: T, now: number): boolean;
  /** Counts of a minute that has ended (or of the running one with `force`); at most `summaries` entries. */
  drain(now: number, force?: boolean): Suppressed<T>[];
}

/** Sources counted one by one in a minute; the rest share what is left of the bait's budget. */
const trackedSources = 8_192;
const summaries = 256;

/** A budget of fixed minutes. A clock that jumps (either way) ends the running minute. */
export function createEventBudget<T>(perSource: number, total: number): EventBudget<T> {
  let window = Number.NaN;
  let left = total;
  let used = new Map<string, { events: number; suppressed: number; last: T }>();
  let ended: Suppressed<T>[] = [];
  let others: Suppressed<T> | undefined;

  const note = (entry: { suppressed: number; last: T } | undefined, about: T): false => {
    if (entry) {
      entry.suppressed++;
      entry.last = about;
    } else others = { last: about, count: (others?.count ?? 0) + 1 };
    return false;
  };
  const turn = (now: number): void => {
    const current = Math.floor(now / minute);
    if (current === window) return;
    close();
    window = current;
  };
  const close = (): void => {
    for (const entry of used.values()) {
      if (entry.suppressed === 0) continue;
      if (ended.length < summaries - 1) ended.push({ last: entry.last, count: entry.suppressed });
      else others = { last: entry.last, count: (others?.count ?? 0) + entry.suppressed };
    }
    if (others) {
      const full = ended.length >= summaries ? ended.pop() : undefined;
      ended.push({ last: others.last, count: others.count + (full?.count ?? 0) });
    }
    others = undefined;
    left = total;
    used = new Map();
  };

  return {
    take(source, about, now) {
      turn(now);
      let entry = used.get(source);
      if (!entry && used.size < trackedSources) {
        entry = { events: 0, suppressed: 0, last: about };
        used.set(source, entry);
      }
      if (left <= 0 || (entry && entry.events >= perSource)) return note(entry, about);
      left--;
      if (entry) entry.events++;
      return true;
    },
    drain(now, force = false) {
      if (force) close();
      else turn(now);
      const result = ended;
      ended = [];
      return result;
    },
  };
}
