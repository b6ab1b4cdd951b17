// A collection on a database: one table of JSON documents with derived columns to ask by.
import { sql, type Transaction } from 'kysely';
import { HinomiError } from '#model/errors.ts';
import type { AnyCollection, CollectionDefinition } from './collection.ts';
import { afterSql, cursorOf, orderSql, parseOrder, whereSql } from './conditions.ts';
import type { Scope, Tables } from './database.ts';
import { indexValues } from './index-values.ts';
import type { Collection, IndexValue, ListOptions } from './port.ts';

/** A stored document that cannot be used: it no longer fits the schema, or is not JSON. */
export interface RecordProblem {
  collection: string;
  id: string;
  field: string;
  message: string;
}

const defaultLimit = 100;
const largestLimit = 10_000;
const idsAtOnce = 1000;
/** Below SQLite's 32,766 and PostgreSQL's 65,535 parameters a statement. */
const parametersAtOnce = 30_000;
const longestId = 500;

interface Row {
  id: string;
  document: string;
}

/** Binds a declared collection to a scope; `report` hears of stored documents that are left out. */
export function bindCollection<T extends { id: string }, I extends string>(
  scope: Scope,
  definition: CollectionDefinition<T, I>,
  report: (problem: RecordProblem) => void,
): Collection<T, I> {
  const collection = definition as unknown as AnyCollection;
  const table = sql.table(definition.name);

  const read = (row: Row): T | undefined => {
    let problem: { field: string; message: string } | undefined;
    try {
      const document: unknown = JSON.parse(row.document);
      problem = definition.problem(document);
      if (!problem) return document as T;
    } catch {
      problem = { field: '', message: 'is not JSON' };
    }
    report({ collection: definition.name, id: row.id, ...problem });
    return undefined;
  };

  const write = async (transaction: Transaction<Tables>, documents: readonly T[]): Promise<void> => {
    const columns = Object.keys(definition.indexes);
    const rowsAtOnce = Math.min(500, Math.floor(parametersAtOnce / (columns.length + 2)));
    const into = sql.join(['id', 'document', ...columns].map(name => sql.ref(name)));
    const update = sql.join(
      ['document', ...columns].map(name => sql`${sql.ref(name)} = ${sql.ref(`excluded.${name}`)}`),
    );
    for (let start = 0; start < documents.length; start += rowsAtOnce) {
      const rows = documents.slice(start, start + rowsAtOnce).map(document => {
        const values = indexValues(collection, document);
        const cells = [document.id, JSON.stringify(document), ...columns.map(name => values[name])];
        return sql`(${sql.join(cells)})`;
      });
      await sql`insert into ${table} (${into}) values ${sql.join(rows)}
        on conflict (id) do update set ${update}`.execute(transaction);
    }
  };

  const check = (document: T): void => {
    definition.assertValid(document);
    if (document.id === '' || document.id.length > longestId || /\p{Cc}|\p{Cs}/u.test(document.id))
      throw new HinomiError(
        'RECORD_INVALID',
        `${definition.name}: id is empty, too long or holds control characters`,
        {
          place: { field: '/id' },
          status: 400,
        },
      );
  };

  return {
    async get(id) {
      const { rows } = await sql<Row>`select id, document from ${table} where id = ${id}`.execute(
        scope.reader,
      );
      const [row] = rows;
      return row && read(row);
    },

    async getMany(ids) {
      const found: T[] = [];
      for (let start = 0; start < ids.length; start += idsAtOnce) {
        const some = ids.slice(start, start + idsAtOnce);
        const { rows } = await sql<Row>`select id, document from ${table}
          where id in (${sql.join(some)})`.execute(scope.reader);
        for (const row of rows) {
          const document = read(row);
          if (document) found.push(document);
        }
      }
      return found;
    },

    async put(document) {
      check(document);
      await scope.write(transaction => write(transaction, [document]));
    },

    async putMany(documents) {
      // One row an id, in one order: neither engine then trips over duplicates, nor two writers over each other.
      const byId = new Map<string, T>();
      for (const document of documents) {
        check(document);
        byId.set(document.id, document);
      }
      const sorted = [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
      if (sorted.length > 0) await scope.write(transaction => write(transaction, sorted));
    },

    update(id, change) {
      return scope.write(async transaction => {
        const lock = sql.raw(scope.engine === 'postgres' ? 'for update' : '');
        const { rows } = await sql<Row>`select id, document from ${table} where id = ${id} ${lock}`.execute(
          transaction,
        );
        const before = rows[0] && read(rows[0]);
        if (!before)
          throw new HinomiError('RECORD_NOT_FOUND', `${definition.name}: no record ${id}`, {
            remedy: 'It may have been removed; load the list again.',
            status: 404,
          });
        const after = change(before);
        if (after.id !== id) throw new RangeError(`${definition.name}: update must keep the id`);
        check(after);
        await write(transaction, [after]);
        return after;
      });
    },

    remove(id) {
      return scope.write(async transaction => {
        const { numAffectedRows } = await sql`delete from ${table} where id = ${id}`.execute(transaction);
        return (numAffectedRows ?? 0n) > 0n;
      });
    },

    async list(options: ListOptions<I> = {}) {
      const limit = Math.max(1, Math.min(largestLimit, Math.trunc(options.limit ?? defaultLimit)));
      const order = parseOrder(collection, options.order);
      const where = whereSql(collection, scope.engine, options.where);
      const after = options.after ? sql`and ${afterSql(collection, order, options.after)}` : sql``;
      const { rows } = await sql<Row & { place: IndexValue }>`
        select id, document, ${sql.ref(order.column)} as place from ${table}
        where ${where} ${after} order by ${orderSql(order)} limit ${limit + 1}`.execute(scope.reader);
      const page = rows.slice(0, limit);
      const items = page.flatMap(row => read(row) ?? []);
      const last = page.at(-1);
      return rows.length > limit && last ? { items, next: cursorOf(order, last.place, last.id) } : { items };
    },

    async count(where) {
      const { rows } = await sql<{ n: number }>`select count(*) as n from ${table}
        where ${whereSql(collection, scope.engine, where)}`.execute(scope.reader);
      return rows[0]!.n;
    },
  };
}
