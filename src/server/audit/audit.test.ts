// The audit log is a chain whose breaks are found.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openRecords, type Records } from '#store/records/records.ts';
import { type Audit, openAudit } from './audit.ts';
import { canonicalJson } from './chain.ts';

let directory: string;
let file: string;
let records: Records;
let audit: Audit;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'hinomi-audit-'));
  file = join(directory, 'records.sqlite');
  records = await openRecords({ sqliteFile: file });
  let now = 1_700_000_000_000;
  audit = openAudit(records.auditLog, () => now++);
  await Promise.all(
    Array.from({ length: 25 }, (_, n) =>
      audit.record({
        actor: 'mio',
        from: '::1',
        action: 'indicator.listed',
        object: `indicator/${n}`,
        detail: { b: n, a: 'x\0y' },
      }),
    ),
  );
});
afterEach(async () => {
  await records.close();
  rmSync(directory, { recursive: true });
});

it('chains entries, also those appended together', async () => {
  expect(await audit.verify()).toMatchObject({
    ok: true,
    entries: 25,
    head: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  const page = await audit.list(undefined, 10);
  expect(page.items.map(entry => entry.sequence)).toEqual([25, 24, 23, 22, 21, 20, 19, 18, 17, 16]);
  expect((await audit.list(Number(page.next), 100)).items).toHaveLength(15);
});

it.each([
  ['a changed actor', "update audit_log set actor = 'eve' where sequence = 13", 13],
  ['a changed detail', `update audit_log set detail = '{"b":0}' where sequence = 13`, 13],
  ['an unreadable detail', "update audit_log set detail = 'oops' where sequence = 13", 13],
  ['a removed entry', 'delete from audit_log where sequence = 13', 13],
  ['a removed first entry', 'delete from audit_log where sequence = 1', 1],
  ['a cut-off end', 'delete from audit_log where sequence > 20', 21],
  [
    'a swapped hash',
    'update audit_log set hash = (select hash from audit_log where sequence = 2) where sequence = 3',
    3,
  ],
])('finds %s', async (_, tamper, brokenAt) => {
  const database = new DatabaseSync(file);
  database.exec(tamper);
  database.close();
  expect(await audit.verify()).toMatchObject({ ok: false, brokenAt });
});

it('writes one text for one value', () => {
  expect(canonicalJson({ b: [1, { d: 'x', c: null }], a: undefined })).toBe('{"b":[1,{"c":null,"d":"x"}]}');
});
