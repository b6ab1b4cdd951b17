// The append-only log of what was put on and taken off the published lists, one serial a change.
import { sql } from 'kysely';
import type { Scope } from './database.ts';
import { nextInSequence } from './sequence.ts';

export interface ListChange {
  /** Unix ms. */
  at: number;
  /** Which published list (an RPZ zone name). */
  zone: string;
  op: 'add' | 'remove';
  /** Owner name of the record, and its data in presentation form. */
  owner: string;
  rdata: string;
  /** Id of the indicator behind it. */
  indicator: string;
}

export interface NumberedListChange extends ListChange {
  serial: number;
}

export interface ListChanges {
  /** Appends all or none, in order, and returns the serial of the last (the current one when empty). */
  append(changes: readonly ListChange[]): Promise<number>;
  /** Changes with a serial above `serial`, oldest first, at most `limit` (default 10,000). */
  since(serial: number, options?: { zone?: string; limit?: number }): Promise<NumberedListChange[]>;
  /** The newest serial, 0 when there was never a change. */
  last(): Promise<number>;
  /** The oldest serial still kept, 0 when none: older secondaries need a full transfer. */
  oldest(): Promise<number>;
  /** Forgets changes up to and including `serial`; returns how many. */
  prune(serial: number): Promise<number>;
}

const sequence = 'list_changes';
const rowsAtOnce = 1000;

/** The list log on a store or within one transaction. */
export function bindListChanges(scope: Scope): ListChanges {
  const last = async (): Promise<number> => {
    const { rows } = await sql<{
      value: number;
    }>`select value from sequences where name = ${sequence}`.execute(scope.reader);
    return rows[0]?.value ?? 0;
  };
  return {
    last,
    append(changes) {
      if (changes.length === 0) return last();
      return scope.write(async transaction => {
        const newest = await nextInSequence(transaction, sequence, changes.length);
        const first = newest - changes.length + 1;
        for (let start = 0; start < changes.length; start += rowsAtOnce) {
          const rows = changes.slice(start, start + rowsAtOnce).map(
            (change, index) =>
              sql`(${first + start + index}, ${change.at}, ${change.zone}, ${change.op}, ${change.owner},
                ${change.rdata}, ${change.indicator})`,
          );
          await sql`insert into list_changes (serial, at, zone, op, owner, rdata, indicator)
            values ${sql.join(rows)}`.execute(transaction);
        }
        return newest;
      });
    },
    async since(serial, options = {}) {
      const zone = options.zone === undefined ? sql`` : sql`and zone = ${options.zone}`;
      const { rows } = await sql<NumberedListChange>`
        select serial, at, zone, op, owner, rdata, indicator from list_changes
        where serial > ${serial} ${zone} order by serial limit ${options.limit ?? 10_000}`.execute(
        scope.reader,
      );
      return rows;
    },
    async oldest() {
      const { rows } = await sql<{ serial: number | null }>`
        select min(serial) as serial from list_changes`.execute(scope.reader);
      return rows[0]?.serial ?? 0;
    },
    prune(serial) {
      return scope.write(async transaction => {
        const { numAffectedRows } = await sql`delete from list_changes where serial <= ${serial}`.execute(
          transaction,
        );
        return Number(numAffectedRows ?? 0n);
      });
    },
  };
}
