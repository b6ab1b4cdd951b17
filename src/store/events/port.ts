// The event store as rooms see it. Adapters: ClickHouse over HTTP (the embedded chDB speaks the same).
import type { Event } from '#model/event/event.ts';
import type { EventFieldName } from '#model/event/fields.ts';

/** One column of a block: typed arrays for numbers and times, 16-byte groups for ip and uuid, strings, lists or maps. */
export type Column =
  | { kind: 'number'; values: Uint8Array | Uint16Array | Uint32Array | Float32Array | Float64Array }
  | { kind: 'bytes16'; values: Uint8Array }
  | { kind: 'text'; values: readonly string[] }
  /** Dictionary-coded text: `codes[row]` indexes `dictionary`. */
  | { kind: 'coded'; codes: Uint8Array | Uint16Array | Uint32Array; dictionary: readonly string[] }
  | { kind: 'constant'; value: string | number }
  | { kind: 'lists'; values: readonly (readonly string[])[] }
  | { kind: 'maps'; values: readonly Readonly<Record<string, string>>[] };

/** A batch of events by column: the fast path of the capture reader. Absent columns take the empty value. */
export interface EventBlock {
  rows: number;
  columns: Partial<Record<EventFieldName, Column>>;
}

export interface QueryResult {
  columns: { name: string; type: string }[];
  rows: unknown[][];
  statistics: { seconds: number; rowsRead: number; bytesRead: number };
}

export interface QueryLimits {
  seconds: number;
  rows: number;
  memoryBytes: number;
}

export interface EventStore {
  /**
   * Stores a block durably (fsynced) before it resolves. `token` makes it idempotent: the same token twice stores
   * once. Also answers after a lost reply: call again with the same token.
   */
  insert(block: EventBlock, token: string): Promise<void>;
  /** Events as rows; convenience over `insert`. */
  insertEvents(events: readonly Event[], token: string): Promise<void>;
  /** Runs the platform's own SQL with named parameters (`{name:Type}`), rows as objects keyed by column. */
  query<T>(sql: string, params?: Record<string, unknown>): Promise<T[]>;
  /** Runs an analyst's SQL: read-only, one statement, bounded in time, rows and memory. */
  analystQuery(sql: string, limits?: Partial<QueryLimits>): Promise<QueryResult>;
  /** Events by id, any order; unknown ids are left out. */
  byIds(ids: readonly string[]): Promise<Event[]>;
  ping(): Promise<boolean>;
  close(): Promise<void>;
}
