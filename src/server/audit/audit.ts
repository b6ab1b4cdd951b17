// The audit log: who did what to what, from where. Appended for ever, checked at any time.
import type { AuditEntry } from '#model/record/account.ts';
import type { Clock } from '#model/time.ts';
import type { AuditLog } from '#store/records/audit-log.ts';
import { chainHash } from './chain.ts';

export interface Deed {
  /** Account name, or `system`, `cli:<user>`. */
  actor: string;
  /** Client address; empty for the system itself. */
  from: string;
  /** Verb phrase with dots: `session.opened`, `indicator.listed`. */
  action: string;
  /** What it was done to: `account/<name>`, `indicator/<id>`. */
  object: string;
  /** Never secrets. */
  detail?: AuditEntry['detail'];
}

export interface Verdict {
  ok: boolean;
  entries: number;
  /** Sequence of the first entry that does not fit the chain. */
  brokenAt?: number;
  /** Hash of the newest entry: kept elsewhere, it also proves that the whole chain was not rewritten. */
  head: string;
}

export interface Audit {
  /** Durable when it resolves. */
  record(deed: Deed): Promise<AuditEntry>;
  verify(): Promise<Verdict>;
  /** Newest first; `before` is the sequence to go on from. */
  list(before: number | undefined, limit: number): Promise<{ items: AuditEntry[]; next?: string }>;
}

const atOnce = 1000;
const longestText = 500;

/** `log` is `records.auditLog`, or a transaction's when the deed must be logged with it or not at all. */
export const openAudit = (log: AuditLog, clock: Clock): Audit => ({
  record: deed =>
    log.append((sequence, previousHash) => {
      const entry = {
        sequence,
        at: clock(),
        actor: bounded(deed.actor),
        from: bounded(deed.from),
        action: deed.action,
        object: bounded(deed.object),
        detail: Object.fromEntries(
          Object.entries(deed.detail ?? {}).map(([key, value]) => [
            key,
            typeof value === 'string' ? bounded(value) : value,
          ]),
        ),
      };
      return { ...entry, hash: chainHash(previousHash, entry) };
    }),

  async verify() {
    const promised = await log.last();
    let head = '';
    let entries = 0;
    for (;;) {
      const page = await log.read(entries, atOnce);
      for (const { hash, ...entry } of page) {
        if (entry.sequence !== entries + 1 || hash !== chainHash(head, entry))
          return { ok: false, entries, brokenAt: entries + 1, head };
        head = hash;
        entries++;
      }
      if (page.length < atOnce) break;
    }
    // Entries cut off at the end leave the chain whole, but not the sequence. New ones may have come meanwhile.
    return entries < promised
      ? { ok: false, entries, brokenAt: entries + 1, head }
      : { ok: true, entries, head };
  },

  async list(before, limit) {
    const items = await log.readBack(before, limit);
    const oldest = items.at(-1)?.sequence ?? 1;
    return items.length === limit && oldest > 1 ? { items, next: String(oldest) } : { items };
  },
});

/** One line of bounded text that every engine keeps as it is: what is hashed is what is read back. */
const bounded = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/\p{Cc}/gu, ' ')
    .slice(0, longestText)
    .toWellFormed();
