// Searching events: pages of rows with a stable cursor, everything for an export, and what belongs to one event.

import { HinomiError } from '#model/errors.ts';
import type { Event } from '#model/event/event.ts';
import { isUuid } from '#model/ids.ts';
import { parseSearch } from '#model/search/parse.ts';
import { minute } from '#model/time.ts';
import { eventsTable } from './columns.ts';
import { Params } from './params.ts';
import type { EventStore } from './port.ts';
import { mentions } from './rollup-sql.ts';
import { eventFromRow, eventSelection } from './rows.ts';
import { compileSearch } from './search-sql.ts';

/** What to look for: a search line and a half-open range of event time in Unix milliseconds. */
export interface SearchScope {
  q?: string;
  from: number;
  to: number;
}

export interface SearchRequest extends SearchScope {
  /** 1 – 10,000; default 50. */
  limit?: number;
  /** `next` of the page before, with the same `q`, range and order. */
  cursor?: string;
  /** Newest first unless told otherwise. */
  order?: 'newest' | 'oldest';
}

export interface SearchPage {
  items: Event[];
  next?: string;
  /** Milliseconds the store took. */
  took: number;
}

/** One condition in SQL for a scope. Exercise events stay out unless the line asks for them. */
export function scopeCondition(scope: SearchScope, params: Params): string {
  const tree = parseSearch(scope.q ?? '');
  const parts = [`\`@timestamp\` >= ${params.time(scope.from)}`, `\`@timestamp\` < ${params.time(scope.to)}`];
  if (!mentions(tree, 'hinomi.exercise')) parts.push("`hinomi.exercise` = ''");
  if (tree.kind !== 'all') parts.push(compileSearch(tree, params));
  return parts.join(' AND ');
}

/**
 * One page of events.
 * @throws SearchError for a search line that cannot be read; HinomiError `SEARCH_CURSOR` for a foreign cursor.
 */
export async function searchEvents(store: EventStore, request: SearchRequest): Promise<SearchPage> {
  const started = performance.now();
  const limit = Math.max(1, Math.min(10_000, Math.floor(request.limit ?? 50)));
  const oldest = request.order === 'oldest';
  const params = new Params();
  let where = scopeCondition(request, params);
  if (request.cursor !== undefined) where += ` AND ${afterCursor(request.cursor, oldest, params)}`;
  const direction = oldest ? 'ASC' : 'DESC';
  const rows = await store.query<{ row: unknown[] }>(
    `SELECT tuple(${eventSelection}) AS row FROM ${eventsTable} WHERE ${where} ` +
      `ORDER BY \`@timestamp\` ${direction}, \`event.id\` ${direction} LIMIT ${params.add(limit + 1, 'UInt32')}`,
    params.values,
  );
  const items = rows.slice(0, limit).map(({ row }) => eventFromRow(row));
  const last = items.at(-1);
  return {
    items,
    ...(rows.length > limit && last ? { next: cursorOf(last) } : {}),
    took: performance.now() - started,
  };
}

const cursorOf = (event: Event): string => `${event['@timestamp']}_${event['event.id']}`;

function afterCursor(cursor: string, oldest: boolean, params: Params): string {
  const [, time, id] = /^(-?\d{1,14})_([0-9a-f-]{36})$/.exec(cursor) ?? [];
  if (time === undefined || id === undefined || !isUuid(id))
    throw new HinomiError('SEARCH_CURSOR', 'the cursor is not one of ours', {
      place: { field: 'cursor' },
      remedy: 'Start again from the first page.',
      status: 400,
    });
  const at = params.time(Number(time));
  const sign = oldest ? '>' : '<';
  // The first condition is for the index, the second is the exact one.
  return `\`@timestamp\` ${sign}= ${at} AND (\`@timestamp\` ${sign} ${at} OR \`event.id\` ${sign} ${params.add(id, 'UUID')})`;
}

/** Every event of a scope, newest first unless told otherwise, a page at a time. */
export async function* exportRows(
  store: EventStore,
  request: SearchScope & { order?: 'newest' | 'oldest'; pageSize?: number; most?: number },
): AsyncGenerator<Event> {
  const { pageSize = 5_000, most = Infinity, ...scope } = request;
  let left = most;
  for (let cursor: string | undefined; left > 0; ) {
    const page = await searchEvents(store, {
      ...scope,
      limit: Math.min(pageSize, left),
      ...(cursor === undefined ? {} : { cursor }),
    });
    yield* page.items;
    left -= page.items.length;
    if (page.next === undefined) return;
    cursor = page.next;
  }
}

/** Events of the same session at any time, and of the same source within ten minutes either way; oldest first. */
export async function relatedEvents(store: EventStore, event: Event, limit = 200): Promise<Event[]> {
  const params = new Params();
  const session = event['hinomi.session'];
  const source = event['source.ip'];
  const at = event['@timestamp'];
  const nearby = `\`@timestamp\` BETWEEN ${params.time(at - 10 * minute)} AND ${params.time(at + 10 * minute)}`;
  const same: string[] = [];
  if (source) same.push(`(\`source.ip\` = ${params.add(source, 'IPv6')} AND ${nearby})`);
  if (session) same.push(`\`hinomi.session\` = ${params.add(session, 'String')}`);
  if (same.length === 0) return [];
  const rows = await store.query<{ row: unknown[] }>(
    `SELECT tuple(${eventSelection}) AS row FROM ${eventsTable} WHERE \`hinomi.exercise\` = ${params.add(event['hinomi.exercise'] ?? '', 'String')} ` +
      `AND \`event.id\` != ${params.add(event['event.id'], 'UUID')} AND (${same.join(' OR ')}) ` +
      `ORDER BY \`@timestamp\`, \`event.id\` LIMIT ${params.add(limit, 'UInt32')}`,
    params.values,
  );
  return rows.map(({ row }) => eventFromRow(row));
}
