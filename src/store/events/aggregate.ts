// Counting events: over time and by value. Answers come from the roll-ups when those keep what is asked for.
import { HinomiError } from '#model/errors.ts';
import { type EventFieldName, eventField } from '#model/event/fields.ts';
import { parseSearch } from '#model/search/parse.ts';
import { day, hour, minute, second } from '#model/time.ts';
import { eventsTable, quoteColumn } from './columns.ts';
import { Params } from './params.ts';
import type { EventStore } from './port.ts';
import { compileRollup, fitsRollup, mentions, rollupColumns, sourceColumns } from './rollup-sql.ts';
import { shownValue } from './rows.ts';
import { type SearchScope, scopeCondition } from './search.ts';

const widths = [
  ...[1, 2, 5, 10, 15, 30].map(count => count * second),
  ...[1, 2, 5, 10, 15, 30].map(count => count * minute),
  ...[1, 2, 3, 6, 12].map(count => count * hour),
  ...[1, 7, 30, 90, 365].map(count => count * day),
];

export interface Histogram {
  /** Start of each bucket, Unix milliseconds, ascending, without gaps. */
  buckets: { at: number; counts: Record<string, number> }[];
  /** Width of a bucket, milliseconds. */
  width: number;
  /** What the keys of `counts` are: the traffic class, or the data set where an event has no class. */
  by: 'class-or-dataset';
  took: number;
}

/**
 * Events over time. At a minute or more a bucket, and when the search only names roll-up fields, counts come from
 * the roll-ups; the first and last minute then count whole.
 * @throws SearchError for a search line that cannot be read.
 */
export async function histogram(
  store: EventStore,
  request: SearchScope & { buckets?: number },
): Promise<Histogram> {
  const started = performance.now();
  const wanted = Math.max(1, Math.min(1000, Math.floor(request.buckets ?? 60)));
  const width =
    widths.find(each => (request.to - request.from) / each <= wanted) ??
    // Whole milliseconds, also over a range of centuries.
    Math.ceil((request.to - request.from) / wanted);
  const first = Math.floor(request.from / width) * width;
  const tree = parseSearch(request.q ?? '');
  const params = new Params();
  const bucket = (milliseconds: string) =>
    `intDiv(${milliseconds} - ${params.add(first, 'Int64')}, ${params.add(Math.ceil(width), 'Int64')})`;
  let sql: string;
  if (width >= minute && fitsRollup(tree)) {
    sql =
      `SELECT ${bucket('toInt64(toUnixTimestamp(at)) * 1000')} AS slot, class, dataset, sum(events) AS n ` +
      `FROM ${rollupFor(width)} WHERE ${rollupCondition(request, width, params)} GROUP BY slot, class, dataset`;
  } else {
    sql =
      `SELECT ${bucket('toUnixTimestamp64Milli(`@timestamp`)')} AS slot, \`hinomi.class\` AS class, \`event.dataset\` AS dataset, ` +
      `count() AS n FROM ${eventsTable} WHERE ${scopeCondition(request, params)} GROUP BY slot, class, dataset`;
  }
  const rows = await store.query<{ slot: number; class: string; dataset: string; n: number }>(
    sql,
    params.values,
  );
  const count = Math.max(1, Math.ceil((request.to - first) / width));
  const buckets = Array.from({ length: count }, (_, slot) => ({
    at: first + slot * width,
    counts: {} as Record<string, number>,
  }));
  for (const { slot, class: traffic, dataset, n } of rows) {
    const name = traffic || dataset;
    const { counts } = buckets[Math.max(0, Math.min(count - 1, slot))]!;
    counts[name] = (counts[name] ?? 0) + n;
  }
  return { buckets, width, by: 'class-or-dataset', took: performance.now() - started };
}

/** The coarsest roll-up whose grain divides a width. */
export const rollupFor = (width: number): string => (width % hour === 0 ? 'events_hour' : 'events_minute');

/** A scope as a condition over a roll-up; the range is widened to the roll-up's grain. */
export function rollupCondition(scope: SearchScope, width: number, params: Params): string {
  const tree = parseSearch(scope.q ?? '');
  const grain = width % hour === 0 ? hour : minute;
  const from = Math.max(0, Math.floor(scope.from / grain) * grain) / 1000;
  const to = Math.max(0, Math.min(2 ** 32 - 1, Math.ceil(scope.to / 1000)));
  const parts = [
    `at >= toDateTime(${params.add(from, 'UInt32')}, 'UTC')`,
    `at < toDateTime(${params.add(to, 'UInt32')}, 'UTC')`,
  ];
  if (!mentions(tree, 'hinomi.exercise')) parts.push("exercise = ''");
  if (tree.kind !== 'all') parts.push(compileRollup(tree, params));
  return parts.join(' AND ');
}

export interface TopValue {
  value: unknown;
  events: number;
  packets: number;
}

/**
 * The most frequent values of a field (or of `labels.<name>`), empty ones left out.
 * @throws HinomiError `TOP_FIELD` for a field that cannot be counted; SearchError for a bad search line.
 */
export async function topValues(
  store: EventStore,
  request: SearchScope & { field: string; limit?: number },
): Promise<TopValue[]> {
  const limit = Math.max(1, Math.min(1000, Math.floor(request.limit ?? 10)));
  const params = new Params();
  const tree = parseSearch(request.q ?? '');
  // Own names alone: `constructor` is no column.
  const rollup = Object.hasOwn(rollupColumns, request.field)
    ? rollupColumns[request.field as EventFieldName]
    : undefined;
  let sql: string;
  if (rollup && request.to - request.from >= 10 * minute && fitsRollup(tree)) {
    const width = request.to - request.from >= 2 * day ? hour : minute;
    sql =
      `SELECT ${rollup} AS value, sum(events) AS events, sum(packets) AS packets FROM ${rollupFor(width)} AS rolled ` +
      `WHERE ${rollupCondition(request, width, params)} AND ${notEmpty(request.field as EventFieldName, rollup)} GROUP BY value`;
  } else if (
    request.field === 'source.ip' &&
    request.to - request.from >= 2 * day &&
    fitsRollup(tree, sourceColumns)
  )
    sql = sourcesByDay(request, params);
  else {
    const [expression, present] = countable(request.field, params);
    sql =
      `SELECT ${expression} AS value, count() AS events, sum(\`network.packets\`) AS packets FROM ${eventsTable} ` +
      `WHERE ${scopeCondition(request, params)}${present ? ` AND ${present}` : ''} GROUP BY value`;
  }
  const rows = await store.query<TopValue>(
    `${sql} ORDER BY events DESC, value LIMIT ${params.add(limit, 'UInt32')} SETTINGS max_rows_to_group_by = 8000000, group_by_overflow_mode = 'any'`,
    params.values,
  );
  const name = eventField(request.field)?.name as EventFieldName | undefined;
  return name ? rows.map(row => ({ ...row, value: shownValue(name, row.value) })) : rows;
}

/** Whole UTC days from the roll-up of sources, the rest of the range from the events: exact, and a fraction of the rows. */
function sourcesByDay(request: SearchScope, params: Params): string {
  const tree = parseSearch(request.q ?? '');
  const first = Math.max(1, Math.ceil(request.from / day)); // day 0 also holds what lies before 1970
  const last = Math.max(first, Math.min(49_709, Math.floor(request.to / day)));
  const date = (days: number) => `toDate(${params.add(days, 'UInt16')})`;
  const conditions = [`at >= ${date(first)}`, `at < ${date(last)}`];
  if (!mentions(tree, 'hinomi.exercise')) conditions.push("exercise = ''");
  if (tree.kind !== 'all') conditions.push(compileRollup(tree, params, sourceColumns));
  const edge = (from: number, to: number) =>
    `SELECT \`source.ip\` AS source, count() AS n, sum(\`network.packets\`) AS p FROM ${eventsTable} ` +
    `WHERE ${scopeCondition({ ...request, from, to }, params)} AND \`source.ip\` != toIPv6('::') GROUP BY source`;
  const parts = [
    `SELECT source, sum(events) AS n, sum(packets) AS p FROM sources_day WHERE ${conditions.join(' AND ')} GROUP BY source`,
  ];
  if (request.from < first * day) parts.push(edge(request.from, first * day));
  if (last * day < request.to) parts.push(edge(last * day, request.to));
  return `SELECT source AS value, sum(n) AS events, sum(p) AS packets FROM (${parts.join(' UNION ALL ')}) GROUP BY value`;
}

function notEmpty(field: EventFieldName, column: string): string {
  return eventField(field)!.type === 'u16' ? `${column} != 0` : `${column} != ''`;
}

function countable(field: string, params: Params): [expression: string, present?: string] {
  if (field.startsWith('labels.') && field.length > 7) {
    const label = params.add(field.slice(7), 'String');
    return [`labels[${label}]`, `mapContains(labels, ${label})`];
  }
  const known = eventField(field);
  const column = known && quoteColumn(known.name as EventFieldName);
  switch (known?.type) {
    case 'keywords':
      return [`arrayJoin(${column})`];
    case 'keyword':
    case 'text':
      return [column!, `${column} != ''`];
    case 'ip':
      return [column!, `${column} != toIPv6('::')`];
    case 'u8':
    case 'u16':
    case 'u32':
      return [column!, `${column} != 0`];
    default:
      throw new HinomiError('TOP_FIELD', `values of ${field} cannot be counted`, {
        place: { field: 'field' },
        remedy: 'Choose an address, port, number or text field.',
        status: 400,
      });
  }
}
