// Storage of the audit log: append-only rows in sequence; what a hash covers is decided in server/audit.
import { sql } from 'kysely';
import type { AuditEntry } from '#model/record/account.ts';
import type { Scope } from './database.ts';
import { nextInSequence } from './sequence.ts';

export interface AuditLog {
  /** Appends the entry that `make` builds on the newest one; nobody appends in between. */
  append(make: (sequence: number, previousHash: string) => AuditEntry): Promise<AuditEntry>;
  /** Entries above `after`, oldest first. */
  read(after: number, limit: number): Promise<AuditEntry[]>;
  /** Entries below `before` (all when absent), newest first. */
  readBack(before: number | undefined, limit: number): Promise<AuditEntry[]>;
  /** How many entries were ever appended. */
  last(): Promise<number>;
}

type Row = Omit<AuditEntry, 'detail' | 'from'> & { detail: string; client: string };
const columns = sql`sequence, at, actor, client, action, object, detail, hash`;

const entryOf = ({ client, detail, ...row }: Row): AuditEntry => ({
  ...row,
  from: client,
  detail: detailOf(detail),
});

/** A detail that was tampered into non-JSON must not hide the entry; verification then fails on it. */
function detailOf(text: string): AuditEntry['detail'] {
  try {
    return JSON.parse(text) as AuditEntry['detail'];
  } catch {
    return { unreadable: text.slice(0, 1000) };
  }
}

/** The audit log on a store or within one transaction. */
export function bindAuditLog(scope: Scope): AuditLog {
  return {
    append: make =>
      scope.write(async transaction => {
        const sequence = await nextInSequence(transaction, 'audit_log');
        const { rows } = await sql<{ hash: string }>`
          select hash from audit_log where sequence = ${sequence - 1}`.execute(transaction);
        const entry = make(sequence, rows[0]?.hash ?? '');
        await sql`insert into audit_log (${columns}) values (${entry.sequence}, ${entry.at}, ${entry.actor},
          ${entry.from}, ${entry.action}, ${entry.object}, ${JSON.stringify(entry.detail)}, ${entry.hash})`.execute(
          transaction,
        );
        return entry;
      }),
    async read(after, limit) {
      const { rows } = await sql<Row>`select ${columns} from audit_log where sequence > ${after}
        order by sequence limit ${limit}`.execute(scope.reader);
      return rows.map(entryOf);
    },
    async readBack(before, limit) {
      const below = before === undefined ? sql`` : sql`where sequence < ${before}`;
      const { rows } = await sql<Row>`select ${columns} from audit_log ${below}
        order by sequence desc limit ${limit}`.execute(scope.reader);
      return rows.map(entryOf);
    },
    async last() {
      const { rows } = await sql<{ value: number }>`
        select value from sequences where name = 'audit_log'`.execute(scope.reader);
      return rows[0]?.value ?? 0;
    },
  };
}
