// SQL for the conditions, order and cursors of a list.
import { type RawBuilder, sql } from 'kysely';
import { HinomiError } from '#model/errors.ts';
import type { AnyCollection } from './collection.ts';
import type { Engine } from './database.ts';
import { indexValue } from './index-values.ts';
import type { Condition, IndexValue } from './port.ts';

const always = sql`1 = 1`;
const never = sql`1 = 0`;

/** `where` as SQL. @throws HinomiError `RECORDS_UNKNOWN_INDEX` for a name that is not declared. */
export function whereSql(
  collection: AnyCollection,
  engine: Engine,
  where: Partial<Record<string, Condition>> = {},
): RawBuilder<unknown> {
  const parts: RawBuilder<unknown>[] = [];
  for (const [name, condition] of Object.entries(where)) {
    if (condition === undefined) continue;
    assertIndex(collection, name);
    parts.push(conditionSql(engine, sql.ref(name), condition));
  }
  return parts.length === 0 ? always : sql.join(parts, sql` and `);
}

function conditionSql(
  engine: Engine,
  column: RawBuilder<unknown>,
  condition: Condition,
): RawBuilder<unknown> {
  if (typeof condition !== 'object') return sql`${column} = ${indexValue(condition)}`;
  if (isList(condition)) {
    if (condition.length === 0) return never;
    return sql`${column} in (${sql.join(condition.map(value => indexValue(value)))})`;
  }
  const parts: RawBuilder<unknown>[] = [];
  if (condition.gte !== undefined) parts.push(sql`${column} >= ${indexValue(condition.gte)}`);
  if (condition.lt !== undefined) parts.push(sql`${column} < ${indexValue(condition.lt)}`);
  if (condition.contains !== undefined) {
    const find = sql.raw(engine === 'postgres' ? 'strpos' : 'instr');
    parts.push(sql`${find}(${column}, ${indexValue(condition.contains)}) > 0`);
  }
  return parts.length === 0 ? always : sql.join(parts, sql` and `);
}

const isList = (condition: object): condition is readonly IndexValue[] => Array.isArray(condition);

export interface Order {
  column: string;
  descending: boolean;
}

/** Reads `field` or `-field`. @throws HinomiError `RECORDS_UNKNOWN_INDEX`. */
export function parseOrder(collection: AnyCollection, order = 'id'): Order {
  const descending = order.startsWith('-');
  const column = descending ? order.slice(1) : order;
  if (column !== 'id') assertIndex(collection, column);
  return { column, descending };
}

export function orderSql({ column, descending }: Order): RawBuilder<unknown> {
  const direction = sql.raw(descending ? 'desc' : 'asc');
  if (column === 'id') return sql`id ${direction}`;
  return sql`${sql.ref(column)} ${direction}, id ${direction}`;
}

/** The rows after a cursor made by `cursorOf` with the same order. @throws HinomiError `RECORDS_BAD_CURSOR`. */
export function afterSql(collection: AnyCollection, order: Order, cursor: string): RawBuilder<unknown> {
  const [column, value, id] = readCursor(cursor);
  const kind = order.column === 'id' ? 'text' : collection.indexes[order.column]!.kind;
  if (
    column !== cursorColumn(order) ||
    typeof value !== (kind === 'text' ? 'string' : 'number') ||
    typeof id !== 'string'
  )
    throw badCursor();
  const compare = sql.raw(order.descending ? '<' : '>');
  if (order.column === 'id') return sql`id ${compare} ${id}`;
  return sql`(${sql.ref(order.column)}, id) ${compare} (${value}, ${id})`;
}

/** An opaque place in a list: after this row. */
export const cursorOf = (order: Order, value: IndexValue, id: string): string =>
  Buffer.from(JSON.stringify([cursorColumn(order), value, id])).toString('base64url');

const cursorColumn = (order: Order): string => (order.descending ? '-' : '') + order.column;

function readCursor(cursor: string): unknown[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(parts) && parts.length === 3) return parts;
  } catch {
    // told below
  }
  throw badCursor();
}

const badCursor = (): HinomiError =>
  new HinomiError('RECORDS_BAD_CURSOR', 'the cursor is not from a list with this order', {
    place: { field: 'after' },
    remedy: 'Start again from the first page.',
    status: 400,
  });

function assertIndex(collection: AnyCollection, name: string): void {
  if (!Object.hasOwn(collection.indexes, name))
    throw new HinomiError('RECORDS_UNKNOWN_INDEX', `${collection.name} is not indexed by ${name}`, {
      place: { field: name },
      remedy: `Use one of: ${Object.keys(collection.indexes).join(', ')}.`,
      status: 400,
    });
}
