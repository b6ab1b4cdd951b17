// Opens the record store on SQLite (embedded) or PostgreSQL.
import { AsyncLocalStorage } from 'node:async_hooks';
import { type Dialect, Kysely, sql, type Transaction } from 'kysely';
import { HinomiError } from '#model/errors.ts';
import { type AuditLog, bindAuditLog } from './audit-log.ts';
import type { AnyCollection, CollectionDefinition } from './collection.ts';
import { allCollections } from './collections.ts';
import type { Engine, Scope, Tables } from './database.ts';
import { bindCollection, type RecordProblem } from './documents.ts';
import { bindListChanges, type ListChanges } from './list-changes.ts';
import { migrate } from './migrate.ts';
import type { Collection, ListOptions } from './port.ts';
import { postgresDialect } from './postgres.ts';
import { nextInSequence } from './sequence.ts';
import { openSqlite, sqliteDialect } from './sqlite.ts';

/** What can be done both on the store and inside a transaction. */
export interface RecordScope {
  collection<T extends { id: string }, I extends string>(
    definition: CollectionDefinition<T, I>,
  ): Collection<T, I>;
  /** The next number of a named sequence (first: 1), or the last of the next `count`; gapless in commit order. */
  sequence(name: string, count?: number): Promise<number>;
  readonly listChanges: ListChanges;
  readonly auditLog: AuditLog;
}

export interface Records extends RecordScope {
  readonly engine: Engine;
  /**
   * Runs `work` on a scope whose writes are kept all or none. Write only through that scope while it runs; keep it
   * short: on SQLite it holds the one write lock.
   */
  transaction<R>(work: (scope: RecordScope) => Promise<R>): Promise<R>;
  ping(): Promise<boolean>;
  close(): Promise<void>;
}

export interface RecordsOptions {
  /** Collections to make besides those of `collections.ts` (tests, plug-ins). */
  collections?: readonly AnyCollection[];
  /** Hears of stored documents that no longer fit their schema and are left out. */
  report?: (problem: RecordProblem) => void;
  /** Hears of connections lost while idle (PostgreSQL). */
  lost?: (error: Error) => void;
}

/**
 * Opens the store and brings it to the current shape.
 * @throws HinomiError `RECORDS_UNREACHABLE`, `RECORDS_NEWER`.
 */
export async function openRecords(
  where: { sqliteFile: string } | { postgresUrl: string },
  options: RecordsOptions = {},
): Promise<Records> {
  const engine: Engine = 'sqliteFile' in where ? 'sqlite' : 'postgres';
  const connect = (dialect: Dialect): Kysely<Tables> => new Kysely<Tables>({ dialect });
  let writer: Kysely<Tables> | undefined;
  let reader: Kysely<Tables> | undefined;
  const close = async (): Promise<void> => {
    if (reader !== writer) await reader?.destroy();
    await writer?.destroy();
  };
  try {
    writer =
      'sqliteFile' in where
        ? connect(sqliteDialect(openSqlite(where.sqliteFile)))
        : connect(postgresDialect(where.postgresUrl, 10, options.lost ?? (() => {})));
    await migrate(writer, engine, [...allCollections, ...(options.collections ?? [])]);
    // SQLite in WAL mode lets readers go on beside the writer, but only on a connection of their own.
    reader = 'sqliteFile' in where ? connect(sqliteDialect(openSqlite(where.sqliteFile, true))) : writer;
  } catch (error) {
    await close().catch(() => {});
    if (error instanceof HinomiError) throw error;
    throw new HinomiError(
      'RECORDS_UNREACHABLE',
      `the record store cannot be opened: ${(error as Error).message}`,
      {
        remedy: 'Check that the path or URL is right, that it may be written, and that the server runs.',
        status: 503,
        cause: error,
      },
    );
  }
  return assemble(engine, reader, writer, options.report ?? (() => {}), close);
}

function assemble(
  engine: Engine,
  reader: Kysely<Tables>,
  writer: Kysely<Tables>,
  report: (problem: RecordProblem) => void,
  close: () => Promise<void>,
): Records {
  const inside = new AsyncLocalStorage<true>();
  const write: Scope['write'] = work => {
    // Would wait for itself for ever on SQLite, and silently escape the transaction on PostgreSQL.
    if (inside.getStore()) throw new HinomiError('RECORDS_NESTED', 'write through the transaction scope');
    return writer.transaction().execute(work);
  };
  const scopeOf = (scope: Scope): RecordScope => ({
    collection: definition => bindCollection(scope, definition, report),
    sequence: (name, count) => scope.write(transaction => nextInSequence(transaction, name, count)),
    listChanges: bindListChanges(scope),
    auditLog: bindAuditLog(scope),
  });
  return {
    engine,
    ...scopeOf({ engine, reader, write }),
    transaction: work =>
      write(transaction => inside.run(true, () => work(scopeOf(scopeWithin(engine, transaction))))),
    async ping() {
      try {
        await sql`select 1`.execute(reader);
        return true;
      } catch {
        return false;
      }
    },
    close,
  };
}

const scopeWithin = (engine: Engine, transaction: Transaction<Tables>): Scope => ({
  engine,
  reader: transaction,
  write: work => work(transaction),
});

/** Walks a whole list page by page, for callers that need everything. */
export async function* everyRecord<T extends { id: string }, I extends string>(
  collection: Collection<T, I>,
  options: Omit<ListOptions<I>, 'after'> = {},
): AsyncGenerator<T> {
  let after: string | undefined;
  do {
    const page = await collection.list({
      limit: 1000,
      ...options,
      ...(after === undefined ? {} : { after }),
    });
    yield* page.items;
    after = page.next;
  } while (after !== undefined);
}
