// Kysely dialect over node:sqlite: WAL, synchronous=FULL, and patience when another process holds the write lock.
import { closeSync, openSync } from 'node:fs';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import { HinomiError } from '#model/errors.ts';

/** How long a write waits for another process before it gives up, ms. */
const patience = 15_000;
/** How long SQLite itself may block the event loop for the lock, ms. */
const blockFor = 20;
const statementsKept = 200;

const isBusy = (error: unknown): boolean =>
  ((error as { errcode?: number }).errcode ?? 0) % 256 === 5 /* SQLITE_BUSY and its extended codes */;

/** Opens a database file (0600 when new) with the durability the store promises. */
export function openSqlite(file: string, readOnly = false): DatabaseSync {
  if (!readOnly) closeSync(openSync(file, 'a', 0o600));
  const database = new DatabaseSync(file, { timeout: patience, readOnly });
  if (!readOnly) database.exec('pragma journal_mode=wal; pragma journal_size_limit=67108864');
  database.exec('pragma synchronous=full; pragma foreign_keys=on; pragma cache_size=-16000');
  database.exec(`pragma busy_timeout=${blockFor}`);
  return database;
}

class SqliteConnection implements DatabaseConnection {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const deadline = performance.now() + patience;
    for (let wait = 2; ; wait = Math.min(wait * 2, 100))
      try {
        return this.#run<R>(sql, parameters);
      } catch (error) {
        if (!isBusy(error)) throw error;
        if (performance.now() > deadline)
          throw new HinomiError('RECORDS_BUSY', 'another process holds the record store for too long', {
            remedy:
              'Try again; if it stays, look for a process that keeps the database file open in a write.',
            status: 503,
            cause: error,
          });
        await sleep(wait * (0.5 + Math.random()));
      }
  }

  #run<R>(sql: string, parameters: readonly unknown[]): QueryResult<R> {
    const statement = this.#statement(sql);
    const values = parameters as (string | number | null)[];
    if (statement.columns().length > 0) return { rows: statement.all(...values) as R[] };
    const { changes } = statement.run(...values);
    return { rows: [], numAffectedRows: BigInt(changes) };
  }

  #statement(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (statement) this.#statements.delete(sql);
    else statement = this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    if (this.#statements.size > statementsKept)
      this.#statements.delete(this.#statements.keys().next().value as string);
    return statement;
  }

  // biome-ignore lint/correctness/useYield: the store never streams; Kysely's interface wants the method
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('streaming is not used on SQLite');
  }
}

/** One connection behind a queue: SQLite has one writer at a time anyway. */
class SqliteDriver implements Driver {
  readonly #database: DatabaseSync;
  readonly #connection: SqliteConnection;
  #last: Promise<void> = Promise.resolve();
  readonly #releases: (() => void)[] = [];

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#connection = new SqliteConnection(database);
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    const previous = this.#last;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#last = promise;
    await previous;
    this.#releases.push(resolve);
    return this.#connection;
  }

  async releaseConnection(): Promise<void> {
    this.#releases.shift()?.();
  }

  /** Takes the write lock at once: a transaction that upgrades later could fail half-way. */
  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('commit'));
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#database.isTransaction) await connection.executeQuery(CompiledQuery.raw('rollback'));
  }

  async destroy(): Promise<void> {
    if (this.#database.isOpen) this.#database.close();
  }
}

/** A Kysely dialect on an open database; destroying the Kysely instance closes it. */
export const sqliteDialect = (database: DatabaseSync): Dialect => ({
  createAdapter: () => new SqliteAdapter(),
  createDriver: () => new SqliteDriver(database),
  createIntrospector: db => new SqliteIntrospector(db),
  createQueryCompiler: () => new SqliteQueryCompiler(),
});
