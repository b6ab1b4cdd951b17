// Before: an empty database. After: sequences, the list-change log and the audit log.
import { sql } from 'kysely';
import type { Migration } from './index.ts';

export const base: Migration = {
  number: 1,
  title: 'sequences, list_changes, audit_log',
  async up(transaction, engine) {
    const text = sql.raw(engine === 'postgres' ? 'text collate "C"' : 'text');
    const integer = sql.raw(engine === 'postgres' ? 'bigint' : 'integer');
    await sql`create table sequences (name ${text} primary key, value ${integer} not null)`.execute(
      transaction,
    );
    await sql`create table list_changes (
      serial ${integer} primary key, at ${integer} not null, zone ${text} not null, op ${text} not null,
      owner ${text} not null, rdata ${text} not null, indicator ${text} not null)`.execute(transaction);
    await sql`create index list_changes_zone on list_changes (zone, serial)`.execute(transaction);
    await sql`create table audit_log (
      sequence ${integer} primary key, at ${integer} not null, actor ${text} not null, client ${text} not null,
      action ${text} not null, object ${text} not null, detail ${text} not null, hash ${text} not null)`.execute(
      transaction,
    );
  },
};
