// Records of people over the years, sealed. Seats change with every exercise: a person is known by account or mail address.
import { withEntry } from '#drill/skills/record.ts';
import type { SkillRecord, SkillRecordEntry } from '#model/drill/skill.ts';
import { uuidv7 } from '#model/ids.ts';
import type { Clock } from '#model/time.ts';
import { skillRecords } from '#store/records/drill-collections.ts';
import { everyRecord, type Records } from '#store/records/records.ts';
import type { Sealer } from '#store/records/seal.ts';

/** Who a record is about; mail may be empty. */
export interface Known {
  account: string;
  mail: string;
  organisation: string;
}

interface Kept {
  /** Accounts this person has had. */
  accounts: string[];
  mail: string;
  record: SkillRecord;
}

export interface SkillRecords {
  /** Adds what a test or an exercise showed; told again, it replaces what was told before. */
  keep(person: Known, entries: readonly SkillRecordEntry[]): Promise<void>;
  of(account: string): Promise<SkillRecord | undefined>;
  all(): Promise<SkillRecord[]>;
  /** Takes out what came from some references; the record goes with its last entry. */
  forget(account: string, refs?: readonly string[]): Promise<void>;
}

const context = (id: string): string => `skillRecords/${id}/sealed`;
const same = (mail: string): string => mail.trim().toLowerCase();

export function openSkillRecords(records: Records, sealer: Sealer, clock: Clock): SkillRecords {
  const collection = records.collection(skillRecords);
  const read = async (): Promise<Kept[]> => {
    const all: Kept[] = [];
    for await (const { id, sealed } of everyRecord(collection, { order: 'updated' }))
      all.push(JSON.parse(sealer.open(sealed, context(id))) as Kept);
    return all;
  };
  const find = async (person: Pick<Known, 'account' | 'mail'>): Promise<Kept | undefined> => {
    const all = await read();
    const mail = same(person.mail);
    return (
      all.find(one => one.accounts.includes(person.account)) ??
      (mail === '' ? undefined : all.find(one => one.mail === mail))
    );
  };
  const write = (kept: Kept): Promise<void> =>
    collection.put({
      id: kept.record.id,
      sealed: sealer.seal(JSON.stringify(kept), context(kept.record.id)),
      updated: clock(),
    });
  // One change at a time: two ends of an exercise must not make two records of one person.
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = turn.then(work, work);
    turn = next.catch(() => {});
    return next;
  };

  return {
    keep: (person, entries) =>
      inTurn(async () => {
        const now = clock();
        const known = await find(person);
        let record: SkillRecord = known?.record ?? {
          id: uuidv7(now),
          organisation: person.organisation.slice(0, 64),
          entries: [],
          updated: now,
        };
        for (const entry of entries) record = withEntry(record, entry, now);
        await write({
          accounts: [...new Set([...(known?.accounts ?? []), person.account])].slice(-50),
          mail: known?.mail || same(person.mail),
          record: { ...record, organisation: person.organisation.slice(0, 64) || record.organisation },
        });
      }),
    of: async account => (await find({ account, mail: '' }))?.record,
    all: async () => (await read()).map(one => one.record),
    forget: (account, refs) =>
      inTurn(async () => {
        const known = await find({ account, mail: '' });
        if (!known) return;
        const entries = refs ? known.record.entries.filter(one => !refs.includes(one.ref)) : [];
        if (entries.length === 0) await collection.remove(known.record.id);
        else await write({ ...known, record: { ...known.record, entries, updated: clock() } });
      }),
  };
}
