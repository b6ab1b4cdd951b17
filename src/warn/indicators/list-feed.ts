// The list as a feed: everything that is on it now, then each change in order, from any point on.
import { systemRandom, uuidv7 } from '#model/ids.ts';
import type { Clock } from '#model/time.ts';
import { indicators, settings } from '#store/records/collections.ts';
import type { Records } from '#store/records/records.ts';
import { isListed } from './life.ts';
import { type ListChange, type ListEntry, listEntry } from './list-entry.ts';

/** The name of the indicator list in the log of list changes. */
export const listName = 'indicators';

export interface ListFeed {
  /** Tells this list from one that was made anew; sequences of different generations do not compare. */
  generation(): Promise<string>;
  /** The sequence a snapshot started now would have. */
  last(): Promise<number>;
  /** Everything on the list, by pages. Changes made meanwhile have a higher sequence than `last()` said before. */
  snapshot(): AsyncIterable<readonly ListEntry[]>;
  /** Changes after a sequence, oldest first, at most 10,000; undefined when they are not kept any more. */
  changesSince(sequence: number): Promise<readonly ListChange[] | undefined>;
  /** Called when there may be new changes. */
  subscribe(listener: () => void): () => void;
}

/** Looks for changes that other server processes wrote. */
const pollMs = 1_000;

/** The feed over the records; `poke` says that the list has just changed. */
export function createListFeed(records: Records, clock: Clock): ListFeed & { poke(): void; close(): void } {
  const listeners = new Set<() => void>();
  let seen = -1;
  const poke = (): void => {
    for (const listener of listeners) listener();
  };
  const timer = setInterval(() => {
    if (listeners.size === 0) return;
    records.listChanges.last().then(
      last => {
        if (last !== seen) poke();
        seen = last;
      },
      () => undefined,
    );
  }, pollMs);
  timer.unref();
  return {
    poke,
    close() {
      clearInterval(timer);
      listeners.clear();
    },
    async generation() {
      const id = 'list-generation';
      return records.transaction(async scope => {
        const known = await scope.collection(settings).get(id);
        if (known) return String(known.value);
        const value = uuidv7(clock(), systemRandom);
        await scope.collection(settings).put({ id, value, updated: clock() });
        return value;
      });
    },
    last: () => records.listChanges.last(),
    async *snapshot() {
      const now = clock();
      for (let after: string | undefined; ; ) {
        const page = await records.collection(indicators).list({
          where: { status: 'active', exercise: '' },
          limit: 5_000,
          ...(after === undefined ? {} : { after }),
        });
        yield page.items.filter(each => isListed(each, now)).map(listEntry);
        after = page.next;
        if (after === undefined) return;
      }
    },
    async changesSince(sequence) {
      const oldest = await records.listChanges.oldest();
      const last = await records.listChanges.last();
      if (sequence > last) return undefined;
      if (sequence < last && (oldest === 0 || sequence < oldest - 1)) return undefined;
      const changes = await records.listChanges.since(sequence, { limit: 10_000 });
      return changes.map(
        (change): ListChange => ({
          sequence: change.serial,
          at: change.at,
          change: change.op,
          entry: JSON.parse(change.rdata) as ListEntry,
        }),
      );
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
