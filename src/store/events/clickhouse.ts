// The event store on ClickHouse's HTTP interface: a cluster's, a server's or the embedded engine's.
import { Readable } from 'node:stream';
import type { ClickHouseClient } from '@clickhouse/client';
import { HinomiError } from '#model/errors.ts';
import type { Event } from '#model/event/event.ts';
import { isUuid } from '#model/ids.ts';
import { analystQuery } from './analyst.ts';
import { blockFromEvents } from './block.ts';
import { eventsTable, quoteColumn } from './columns.ts';
import { connectClickHouse, type EventStoreAddress } from './connect.ts';
import { migrate } from './migrate.ts';
import { blockColumns, encodeNative } from './native.ts';
import type { EventBlock, EventStore, QueryLimits, QueryResult } from './port.ts';
import { untilBack } from './retry.ts';
import { eventFromRow, eventSelection } from './rows.ts';

export interface EventStoreOptions extends EventStoreAddress {
  /** Days an event is kept after it was stored. Default 180. */
  retentionDays?: number;
  /** How long a call waits for a store that is away, seconds. Default 30 for inserts, 5 for queries. */
  patience?: { insert?: number; query?: number };
  /** Leave the schema alone (another process brings it up to date). */
  migrate?: boolean;
}

/** Days; beyond it the engine's 32-bit time of expiry (2106) would wrap round and drop what is fresh. */
const longestRetention = 10_000;

const databaseName = /^[A-Za-z_][A-Za-z0-9_]{0,62}$/;

/**
 * Connects to an event store and brings its schema up to date.
 * @throws HinomiError `STORE_UNAVAILABLE` when nothing answers within the patience for inserts.
 */
export async function openEventStore(options: EventStoreOptions): Promise<EventStore> {
  const database = options.database ?? 'hinomi';
  if (!databaseName.test(database))
    throw new HinomiError('STORE_DATABASE', `${JSON.stringify(database)} is not a database name`, {
      status: 400,
    });
  const retentionDays = options.retentionDays ?? 180;
  if (!Number.isInteger(retentionDays) || retentionDays < 1 || retentionDays > longestRetention)
    throw new HinomiError('STORE_RETENTION', `retention of ${retentionDays} days`, {
      remedy: `Give a whole number of days between 1 and ${longestRetention}.`,
      status: 400,
    });
  const patience = { insert: options.patience?.insert ?? 30, query: options.patience?.query ?? 5 };
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
        await migrate(client, database, { retentionDays });
      }, patience.insert);
  } catch (error) {
    await client.close();
    throw error;
  }
  return new ClickHouseEventStore(client, database, patience);
}

class ClickHouseEventStore implements EventStore {
  readonly #client: ClickHouseClient;
  readonly #database: string;
  readonly #patience: { insert: number; query: number };

  constructor(client: ClickHouseClient, database: string, patience: { insert: number; query: number }) {
    this.#client = client;
    this.#database = database;
    this.#patience = patience;
  }

  async insert(block: EventBlock, token: string): Promise<void> {
    if (block.rows === 0) return;
    const columns = blockColumns(block).map(quoteColumn).join(', ');
    const body = encodeNative(block);
    await untilBack(async () => {
      const { stream } = await this.#client.exec({
        query: `INSERT INTO ${eventsTable} (${columns}) FORMAT Native`,
        values: Readable.from([body], { objectMode: false }),
        clickhouse_settings: {
          insert_deduplicate: 1,
          insert_deduplication_token: token,
          deduplicate_blocks_in_dependent_materialized_views: 1,
          async_insert: 0,
          // One block, one part: the token then covers the whole of it.
          max_insert_block_size: String(Math.max(1_048_576, block.rows)),
        },
      });
      for await (const _ of stream);
    }, this.#patience.insert);
  }

  insertEvents(events: readonly Event[], token: string): Promise<void> {
    return this.insert(blockFromEvents(events), token);
  }

  query<T>(sql: string, params?: Record<string, unknown>): Promise<T[]> {
    return untilBack(async () => {
      const answer = await this.#client.query({
        query: sql,
        format: 'JSONEachRow',
        ...(params ? { query_params: params } : {}),
      });
      return (await answer.json()) as T[];
    }, this.#patience.query);
  }

  analystQuery(sql: string, limits?: Partial<QueryLimits>): Promise<QueryResult> {
    return untilBack(() => analystQuery(this.#client, this.#database, sql, limits), this.#patience.query);
  }

  async byIds(ids: readonly string[]): Promise<Event[]> {
    const wanted = [...new Set(ids.map(id => id.toLowerCase()))].filter(isUuid);
    const found: Event[] = [];
    for (let from = 0; from < wanted.length; from += 1000) {
      const rows = await this.query<{ row: unknown[] }>(
        `SELECT tuple(${eventSelection}) AS row FROM ${eventsTable} WHERE \`event.id\` IN {ids:Array(UUID)} LIMIT 1 BY \`event.id\``,
        { ids: wanted.slice(from, from + 1000) },
      );
      for (const { row } of rows) found.push(eventFromRow(row));
    }
    return found;
  }

  async ping(): Promise<boolean> {
    const answer = await this.#client.ping();
    return answer.success;
  }

  close(): Promise<void> {
    return this.#client.close();
  }
}
