// Rows of csvlog worked out from PostgreSQL's manual, and statements that try to end one.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DatabaseQuery } from '../../world/event.ts';
import { morning } from '../testing/events.ts';
import { textOf } from '../testing/render.ts';
import { machines } from '../testing/small-world.ts';
import { database } from './source.ts';

const happened = (change: Partial<DatabaseQuery>): DatabaseQuery => ({
  kind: 'database',
  at: morning,
  host: machines.intranet,
  cause: '',
  database: 'portal',
  account: 'app_portal',
  client: '10.0.2.80',
  statement: 'SELECT id, title FROM items WHERE name = "x"',
  rows: 12,
  duration: 4.5,
  ok: true,
  ...change,
});
const lines = (change: Partial<DatabaseQuery>): string[] => textOf(database, happened(change));

/** Columns of one row of CSV (RFC 4180); undefined when it is not exactly one row. */
function columns(text: string): string[] | undefined {
  const found = [...text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n\r]*))(,|$)/gy)];
  const whole = found.map(([all]) => all).join('');
  if (whole !== text) return undefined;
  const list = found.map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '');
  return found.at(-1)?.[0] === '' && found.at(-2)?.[3] !== ',' ? list.slice(0, -1) : list;
}

test('a statement, audited with its rows', () => {
  const [line] = lines({});
  expect(line).toMatch(
    /^2026-11-02 09:15:03\.254 JST,"app_portal","portal",\d+,"10\.0\.2\.80:\d+",[0-9a-f]+\.[0-9a-f]+,\d+,"SELECT",2026-11-0\d [\d:]{8} JST,\d+\/\d+,0,LOG,00000,"AUDIT: SESSION,\d+,1,READ,SELECT,,,""SELECT id, title FROM items WHERE name = """"x"""""",<not logged>,12",,,,,,,,,"app","client backend",,0$/,
  );
  expect(columns(line!)).toHaveLength(26);
});

test('an error shows the statement, a slow one its time', () => {
  const error = columns(lines({ ok: false, statement: "SELECT 'a" })[0]!)!;
  expect(error).toHaveLength(26);
  expect(error.slice(11, 14)).toEqual(['ERROR', '42601', 'syntax error at end of input']);
  expect(error.slice(19, 21)).toEqual(["SELECT 'a", '10']);
  expect(columns(lines({ duration: 42_000 })[1]!)![13]).toBe(
    'duration: 42000.000 ms  statement: SELECT id, title FROM items WHERE name = "x"',
  );
});

test('no statement breaks its row', () => {
  const any = fc.string({ unit: 'binary' });
  fc.assert(
    fc.property(any, any, fc.boolean(), (statement, account, ok) => {
      for (const line of lines({ statement, account, ok })) {
        const row = columns(line)!;
        expect(row).toHaveLength(26);
        expect(row[1]).toBe(account.replaceAll('\0', ''));
      }
    }),
    { numRuns: 40 },
  );
});
