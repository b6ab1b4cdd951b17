// Logs of exercises and teams in the store: append-only, one writer at a time for a log, durable when acknowledged.
import { entryId } from '#drill/exercise/log.ts';
import type { DrillEntry } from '#model/drill/entry.ts';
import { drillEntries } from '#store/records/drill-collections.ts';
import { everyRecord, type RecordScope, type Records } from '#store/records/records.ts';

export interface Stamp {
  /** Simulated time. */
  at: number;
  /** Time of day. */
  real: number;
  /** Account; '' = the platform. */
  by: string;
}

export const sequenceName = (log: string): string => `drill:${log}`;

/** Entries of a log after a sequence, in order. */
export async function readLog<E extends DrillEntry>(
  scope: RecordScope | Records,
  log: string,
  after: number,
): Promise<E[]> {
  const entries: DrillEntry[] = [];
  const where = { log, sequence: { gte: after + 1 } };
  for await (const entry of everyRecord(scope.collection(drillEntries), { where, order: 'sequence' }))
    entries.push(entry);
  return entries as E[];
}

/**
 * Appends what `decide` makes of the log as it stands. Nobody else writes the log meanwhile. `known` is what the caller has
 * read already; the rest is read and given to `decide` first.
 * @returns the entries that are new to the caller: what others had written, then its own.
 */
export async function appendLog<E extends DrillEntry, New>(
  scope: RecordScope,
  log: string,
  known: number,
  stamp: Stamp,
  decide: (tail: E[]) => readonly New[],
): Promise<E[]> {
  // Taking no number still takes the lock on the log's sequence.
  await scope.sequence(sequenceName(log), 0);
  const tail = await readLog<E>(scope, log, known);
  const fresh = decide(tail);
  if (fresh.length === 0) return tail;
  const last = await scope.sequence(sequenceName(log), fresh.length);
  const placed = fresh.map((entry, index) => {
    const sequence = last - fresh.length + 1 + index;
    return { ...entry, ...stamp, id: entryId(log, sequence), log, sequence } as unknown as E;
  });
  await scope.collection(drillEntries).putMany(placed);
  return [...tail, ...placed];
}
