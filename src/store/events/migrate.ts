// Brings the event store's database to the current schema and the wanted retention.
import type { ClickHouseClient } from '@clickhouse/client';
import { migrations } from './migrations/index.ts';
import type { Migration, MigrationContext } from './migrations/migration.ts';

const keptTables = [
  ['events', 'toDateTime(`event.ingested`)'],
  ['events_minute', 'stored'],
  ['events_hour', 'stored'],
  ['sources_day', 'stored'],
] as const;

/** Applies the steps the client's database does not have yet. Several processes may do so at once. */
export async function migrate(
  client: ClickHouseClient,
  database: string,
  context: MigrationContext,
): Promise<{ applied: string[] }> {
  const done = await applyMigrations(client, migrations, context);
  await keepFor(client, database, context.retentionDays);
  return done;
}

/** Applies those of a list of steps that the client's database does not have yet; ids are unique over all lists. */
export async function applyMigrations(
  client: ClickHouseClient,
  steps: readonly Migration[],
  context: MigrationContext,
): Promise<{ applied: string[] }> {
  await client.command({
    query:
      "CREATE TABLE IF NOT EXISTS migrations (id String, applied DateTime('UTC') DEFAULT now()) ENGINE = MergeTree ORDER BY id",
  });
  const rows = await client.query({ query: 'SELECT id FROM migrations', format: 'JSONEachRow' });
  const known = new Set((await rows.json<{ id: string }>()).map(row => row.id));
  const applied: string[] = [];
  for (const step of steps) {
    if (known.has(step.id)) continue;
    for (const statement of step.up(context)) await client.command({ query: statement });
    await client.command({ query: `INSERT INTO migrations (id) SELECT '${step.id}'` });
    applied.push(step.id);
  }
  return { applied };
}

/** Sets the retention of tables that have another one. */
async function keepFor(client: ClickHouseClient, database: string, days: number): Promise<void> {
  for (const [table, from] of keptTables) {
    const answer = await client.query({
      query:
        'SELECT create_table_query AS sql FROM system.tables WHERE database = {database:String} AND name = {table:String}',
      query_params: { database, table },
      format: 'JSONEachRow',
    });
    const [row] = await answer.json<{ sql: string }>();
    if (!row || new RegExp(`(toIntervalDay\\(${days}\\)|INTERVAL ${days} DAY)`).test(row.sql)) continue;
    await client.command({
      query: `ALTER TABLE ${table} MODIFY TTL ${from} + INTERVAL ${days} DAY`,
      // Parts that are there keep their old term until they merge: rewriting every part at start would not do.
      clickhouse_settings: { materialize_ttl_after_modify: 0 },
    });
  }
}
