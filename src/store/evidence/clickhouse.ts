// The evidence store on ClickHouse's HTTP interface: a server's or the embedded engine's, beside the event store.
import { Readable } from 'node:stream';
import type { ClickHouseClient } from '@clickhouse/client';
import { HinomiError } from '#model/errors.ts';
import { minute } from '#model/time.ts';
import { connectClickHouse, type EventStoreAddress } from '../events/connect.ts';
import { applyMigrations } from '../events/migrate.ts';
import { Params } from '../events/params.ts';
import { untilBack } from '../events/retry.ts';
import { blockColumns, encodeLines } from './encode.ts';
import { countsCondition, keysCondition, worldAndTime } from './keyed.ts';
import { lineCount, linesPerSlice, microseconds, type SliceLines } from './lines.ts';
import {
  countsTable,
  evidenceMigrations,
  keysTable,
  linesTable,
  selectCounts,
  selectKeys,
} from './migrations.ts';
import type { EvidenceFacet, EvidenceRow, EvidenceScope, EvidenceStore } from './port.ts';
import { scopeCondition, textList, timeParam } from './search-sql.ts';

export interface EvidenceStoreOptions extends EventStoreAddress {
  /** How long a call waits for a store that is away, seconds. Default 30 for loading, 5 for questions. */
  patience?: { load?: number; query?: number };
  /** Leave the schema alone (another process brings it up to date). */
  migrate?: boolean;
}

/** Connects to the evidence store and brings its schema up to date. @throws HinomiError `STORE_UNAVAILABLE`. */
export async function openEvidenceStore(options: EvidenceStoreOptions): Promise<EvidenceStore> {
  const database = options.database ?? 'hinomi';
  const patience = { load: options.patience?.load ?? 30, query: options.patience?.query ?? 5 };
  const client = connectClickHouse(options, database);
  try {
    if (options.migrate !== false)
      await untilBack(async () => {
        const first = connectClickHouse(options, '');
        try {
          await first.command({ query: `CREATE DATABASE IF NOT EXISTS \`${database}\`` });
        } finally {
          await first.close();
        }
        await applyMigrations(client, evidenceMigrations, { retentionDays: 0 });
      }, patience.load);
  } catch (error) {
    await client.close();
    throw error;
  }
  return new ClickHouseEvidenceStore(client, patience);
}

const worldName = /^[A-Za-z0-9_-]{1,64}$/;

const columnOf: Record<EvidenceFacet, string> = {
  source: 'source',
  host: 'host',
  user: 'user',
  sourceAddress: 'source_address',
  destinationAddress: 'destination_address',
  object: 'object',
  code: 'code',
};

const rowColumns =
  'toUnixTimestamp64Micro(at), source, text, host, user, source_address, destination_address, object, code';
type RowTuple = [number, string, string, string, string, string, string, string, string];

class ClickHouseEvidenceStore implements EvidenceStore {
  readonly #client: ClickHouseClient;
  readonly #patience: { load: number; query: number };

  constructor(client: ClickHouseClient, patience: { load: number; query: number }) {
    this.#client = client;
    this.#patience = patience;
  }

  async load(world: string, slices: readonly SliceLines[]): Promise<void> {
    checkName(world);
    const rows = lineCount(slices);
    if (rows === 0) return;
    const body = encodeLines(world, slices);
    const [first, last] = [slices[0]!, slices.at(-1)!];
    const token = `evidence:${world}:${first.slice}-${last.slice}`;
    await untilBack(async () => {
      const { stream } = await this.#client.exec({
        query: `INSERT INTO ${linesTable} (${blockColumns.join(', ')}) FORMAT Native`,
        values: Readable.from([body], { objectMode: false }),
        clickhouse_settings: {
          insert_deduplicate: 1,
          insert_deduplication_token: token,
          async_insert: 0,
          // One block, one part: the token then covers the whole of it.
          max_insert_block_size: String(Math.max(1_048_576, rows)),
        },
      });
      for await (const _ of stream);
    }, this.#patience.load);
    // Lines stand no earlier than their slice begins. Counts come last: `loaded` goes by them.
    const params = new Params();
    const ours =
      `world = ${params.add(world, 'String')} AND at >= ${timeParam(first.from, params)} AND ` +
      `number >= ${params.add(first.slice * linesPerSlice, 'UInt64')} AND number < ${params.add((last.slice + 1) * linesPerSlice, 'UInt64')}`;
    for (const [table, select] of [
      [keysTable, selectKeys],
      [countsTable, selectCounts],
    ] as const)
      await untilBack(
        () =>
          this.#client.command({
            query: `INSERT INTO ${table} ${select(ours)}`,
            query_params: params.values,
            clickhouse_settings: {
              insert_deduplicate: 1,
              insert_deduplication_token: token,
              // One block, one part: see above.
              min_insert_block_size_rows: String(Math.max(1_048_576, rows * 4)),
            },
          }),
        this.#patience.load,
      );
  }

  async loaded(world: string): Promise<{ slices: number; lines: number }> {
    const [row] = await this.#rows<[number, number]>(
      `SELECT intDiv(max(number), ${linesPerSlice}), sum(count) FROM ${countsTable} WHERE world = {world:String}`,
      { world },
    );
    const [last, lines] = row!;
    return { slices: lines === 0 ? 0 : last + 1, lines };
  }

  async worlds(): Promise<string[]> {
    const rows = await this.#rows<[string]>(
      'SELECT DISTINCT partition FROM system.parts WHERE database = currentDatabase() AND table = {table:String} AND active',
      { table: linesTable },
    );
    return rows.map(([name]) => name);
  }

  async drop(world: string): Promise<void> {
    checkName(world);
    for (const table of [countsTable, keysTable, linesTable])
      await untilBack(
        () => this.#client.command({ query: `ALTER TABLE ${table} DROP PARTITION '${world}'` }),
        this.#patience.load,
      );
  }

  async page(scope: EvidenceScope, request: Parameters<EvidenceStore['page']>[1]): Promise<EvidenceRow[]> {
    const { limit, order = 'newest', start } = request;
    const params = new Params();
    const direction = order === 'newest' ? 'DESC' : 'ASC';
    const from = start ? [`at ${order === 'newest' ? '<=' : '>='} ${timeParam(start.at, params)}`] : [];
    const sorted = `ORDER BY at ${direction}, number ${direction}`;
    const cut = `LIMIT ${params.add(limit, 'UInt32')} OFFSET ${params.add(start?.skip ?? 0, 'UInt32')}`;
    const keys = keysCondition(scope, params);
    const places =
      keys && `SELECT at, number FROM ${keysTable} ${[keys, ...from].join(' AND ')} ${sorted} ${cut}`;
    const rows = await this.#rows<RowTuple>(
      places
        ? `SELECT ${rowColumns} FROM ${linesTable} WHERE ${worldAndTime(scope, params)} AND (at, number) IN (${places}) ${sorted}`
        : `SELECT ${rowColumns} FROM ${linesTable} ${scopeCondition(scope, params, from)} ${sorted} ${cut}`,
      params.values,
    );
    return rows.map(rowOf);
  }

  async histogram(
    scope: EvidenceScope,
    { origin, width }: { origin: number; width: number },
  ): Promise<{ slot: number; source: string; count: number }[]> {
    const params = new Params();
    const counted =
      origin % minute === 0 && width % minute === 0 ? countsCondition(scope, params) : undefined;
    const [time, count, from] = counted
      ? ['toInt64(toUnixTimestamp(minute)) * 1000000', 'sum(count)', `${countsTable} ${counted}`]
      : ['toUnixTimestamp64Micro(at)', 'count()', linesOf(scope, params)];
    const first = params.add(microseconds(origin), 'Int64');
    const rows = await this.#rows<[number, string, number]>(
      `SELECT intDiv(${time} - ${first}, ${params.add(microseconds(width), 'Int64')}) AS slot, source, ${count} ` +
        `FROM ${from} GROUP BY slot, source`,
      params.values,
    );
    return rows.map(([slot, source, count]) => ({ slot, source, count }));
  }

  async top(
    scope: EvidenceScope,
    facet: EvidenceFacet,
    limit: number,
    values?: readonly string[],
  ): Promise<{ value: string; count: number }[]> {
    const params = new Params();
    const column = columnOf[facet];
    const counted = facet === 'source' || facet === 'code' ? countsCondition(scope, params) : undefined;
    const also = [`${column} != ''`, ...(values ? [`${column} IN ${textList(values)}`] : [])];
    const [count, from] = counted
      ? ['sum(count)', `${countsTable} ${[counted, ...also].join(' AND ')}`]
      : ['count()', linesOf(scope, params, also, facet === 'object')];
    const rows = await this.#rows<[string, number]>(
      `SELECT ${column} AS found, ${count} AS n FROM ${from} ` +
        `GROUP BY found ORDER BY n DESC, found LIMIT ${params.add(limit, 'UInt32')}`,
      params.values,
    );
    return rows.map(([value, count]) => ({ value, count }));
  }

  #rows<T>(query: string, params: Record<string, unknown>): Promise<T[]> {
    return untilBack(async () => {
      const answer = await this.#client.query({
        query,
        format: 'JSONCompactEachRow',
        query_params: params,
        // Many people ask at once: threads of one question would only take each other's place.
        clickhouse_settings: { max_threads: 1 },
      });
      return (await answer.json()) as T[];
    }, this.#patience.query);
  }

  close(): Promise<void> {
    return this.#client.close();
  }
}

/** A table that has the lines of a scope, each once, and the condition on it; that of keys where it can tell them. */
function linesOf(scope: EvidenceScope, params: Params, also: readonly string[] = [], texts = false): string {
  const keys = texts ? undefined : keysCondition(scope, params);
  return keys
    ? `${keysTable} ${[keys, ...also].join(' AND ')}`
    : `${linesTable} ${scopeCondition(scope, params, also)}`;
}

function checkName(world: string): void {
  if (!worldName.test(world))
    throw new HinomiError('DRILL_WORLD_ID', `${JSON.stringify(world)} is no id of a world`, { status: 400 });
}

const rowOf = (row: RowTuple): EvidenceRow => ({
  at: row[0] / 1000,
  source: row[1],
  text: row[2],
  host: row[3],
  user: row[4],
  sourceAddress: row[5],
  destinationAddress: row[6],
  object: row[7],
  code: row[8],
});
