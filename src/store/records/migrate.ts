// Brings a database to the current shape: numbered migrations, then the tables of the declared collections.
import { type Kysely, sql, type Transaction } from 'kysely';
import { HinomiError } from '#model/errors.ts';
import type { AnyCollection } from './collection.ts';
import type { Engine, Tables } from './database.ts';
import { indexValues } from './index-values.ts';
import { migrations as known, type Migration } from './migrations/index.ts';

/** Arbitrary constant: "hinomi" as a PostgreSQL advisory lock key. */
const lockKey = 0x68696e6f;
const rowsAtOnce = 1000;

/**
 * Runs what is missing, all or nothing, under the database's own lock (several processes may start together).
 * @throws HinomiError `RECORDS_NEWER` when the database was made by a newer version.
 */
export async function migrate(
  database: Kysely<Tables>,
  engine: Engine,
  collections: readonly AnyCollection[],
  migrations: readonly Migration[] = known,
): Promise<void> {
  await database.transaction().execute(async transaction => {
    if (engine === 'postgres') await sql`select pg_advisory_xact_lock(${lockKey})`.execute(transaction);
    const text = sql.raw(engine === 'postgres' ? 'text collate "C"' : 'text');
    await sql`create table if not exists migrations (number integer primary key, title ${text} not null)`.execute(
      transaction,
    );
    await sql`create table if not exists collections (name ${text} primary key, shape ${text} not null)`.execute(
      transaction,
    );
    await runMigrations(transaction, engine, migrations);
    const shapes = await sql<{ name: string; shape: string }>`select name, shape from collections`.execute(
      transaction,
    );
    const shapeOf = new Map(shapes.rows.map(row => [row.name, row.shape]));
    for (const collection of collections)
      await shapeCollection(transaction, engine, collection, shapeOf.get(collection.name));
  });
}

async function runMigrations(
  transaction: Transaction<Tables>,
  engine: Engine,
  migrations: readonly Migration[],
): Promise<void> {
  const done = await sql<{ number: number }>`select number from migrations`.execute(transaction);
  const numbers = new Set(done.rows.map(row => row.number));
  const newest = Math.max(0, ...migrations.map(migration => migration.number));
  for (const number of numbers)
    if (number > newest)
      throw new HinomiError(
        'RECORDS_NEWER',
        `the record store has migration ${number}, this version knows ${newest}`,
        {
          remedy: 'Start the newer version again, or restore the backup made before the update.',
        },
      );
  for (const migration of migrations.toSorted((a, b) => a.number - b.number)) {
    if (numbers.has(migration.number)) continue;
    await migration.up(transaction, engine);
    await sql`insert into migrations (number, title) values (${migration.number}, ${migration.title})`.execute(
      transaction,
    );
  }
}

/** Makes or widens a collection's table; index columns are derived, so they are filled from the documents. */
async function shapeCollection(
  transaction: Transaction<Tables>,
  engine: Engine,
  collection: AnyCollection,
  found: string | undefined,
): Promise<void> {
  const columns = Object.entries(collection.indexes);
  const shape = JSON.stringify([
    collection.version,
    columns.map(([name, index]) => [name, index.kind]),
    collection.pairs,
  ]);
  if (found === shape) return;
  const table = sql.table(collection.name);
  const text = sql.raw(engine === 'postgres' ? 'text collate "C"' : 'text');
  const had = new Set<string>(
    found ? (JSON.parse(found) as [number, [string, string][]])[1].map(([name]) => name) : [],
  );
  await sql`create table if not exists ${table} (id ${text} primary key, document text not null)`.execute(
    transaction,
  );
  for (const [name, index] of columns) {
    if (had.has(name)) continue;
    const type =
      index.kind === 'text'
        ? sql`${text} not null default ''`
        : sql.raw(`${engine === 'postgres' ? 'double precision' : 'real'} not null default 0`);
    await sql`alter table ${table} add column ${sql.ref(name)} ${type}`.execute(transaction);
    await sql`create index ${sql.ref(`${collection.name}_${name}`)} on ${table} (${sql.ref(name)}, id)`.execute(
      transaction,
    );
  }
  for (const pair of collection.pairs)
    await sql`create index if not exists ${sql.ref([collection.name, ...pair].join('_'))} on ${table}
      (${sql.join(pair.map(name => sql.ref(name)))}, id)`.execute(transaction);
  if (found) await refill(transaction, collection);
  await sql`insert into collections (name, shape) values (${collection.name}, ${shape})
    on conflict (name) do update set shape = excluded.shape`.execute(transaction);
}

async function refill(transaction: Transaction<Tables>, collection: AnyCollection): Promise<void> {
  const table = sql.table(collection.name);
  let after = '';
  for (;;) {
    const page = await sql<{ id: string; document: string }>`
      select id, document from ${table} where id > ${after} order by id limit ${rowsAtOnce}`.execute(
      transaction,
    );
    for (const row of page.rows) {
      const document: unknown = JSON.parse(row.document);
      if (collection.problem(document)) continue;
      const values = indexValues(collection, document as { id: string });
      const set = Object.entries(values).map(([name, value]) => sql`${sql.ref(name)} = ${value}`);
      if (set.length > 0)
        await sql`update ${table} set ${sql.join(set)} where id = ${row.id}`.execute(transaction);
    }
    const last = page.rows.at(-1);
    if (!last || page.rows.length < rowsAtOnce) return;
    after = last.id;
  }
}
