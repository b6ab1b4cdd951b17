// What the DNS process blocked: each report counted once, as sightings of the indicators and as a sum of the last day.
import { type Clock, day, hour } from '#model/time.ts';
import type { Hits } from '#warn/protect/feed/messages.ts';

/** Ids of reports remembered, to tell a repetition. */
const remembered = 10_000;

export interface BlockedCounter {
  /** Takes a report; after a failure the rest of it is taken when it comes again. @throws what `sighted` throws. */
  take(hits: Hits): Promise<void>;
  /** Questions blocked in the last 24 hours, to the hour; begins anew with the process. */
  lastDay(): number;
}

/** `sighted` keeps that an indicator was asked for. */
export function createBlockedCounter(
  clock: Clock,
  sighted: (indicator: string, at: number, count: number) => Promise<void>,
): BlockedCounter {
  /** How many entries of a report have been taken. */
  const taken = new Map<string, number>();
  const byHour = new Map<number, number>();
  return {
    async take({ id, at, hits }) {
      const slot = Math.floor(at / hour);
      for (let index = taken.get(id) ?? 0; index < hits.length; index++) {
        const { indicator, count } = hits[index]!;
        // Said before the work, so that a repetition that comes meanwhile does not count it again.
        taken.set(id, index + 1);
        try {
          await sighted(indicator, at, count);
        } catch (error) {
          taken.set(id, index);
          throw error;
        }
        byHour.set(slot, (byHour.get(slot) ?? 0) + count);
      }
      if (taken.size > remembered) taken.delete(taken.keys().next().value!);
      for (const old of byHour.keys()) if (old < Math.floor(clock() / hour) - 48) byHour.delete(old);
    },
    lastDay() {
      const since = Math.floor((clock() - day) / hour);
      let sum = 0;
      for (const [slot, count] of byHour) if (slot > since) sum += count;
      return sum;
    },
  };
}
