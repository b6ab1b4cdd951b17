// Analyst SQL: read-only, one statement, on the event tables alone, bounded in time, rows and memory.
import { text } from 'node:stream/consumers';
import type { ClickHouseClient } from '@clickhouse/client';
import { HinomiError } from '#model/errors.ts';
import { checkStatement, checkSyntaxTree } from './analyst-guard.ts';
import type { QueryLimits, QueryResult } from './port.ts';
import { plainIp } from './rows.ts';

/** Bounds when none are given. */
export const defaultLimits: QueryLimits = { seconds: 30, rows: 10_000, memoryBytes: 2 * 2 ** 30 };

interface Answer {
  meta: { name: string; type: string }[];
  data: unknown[][];
  statistics: { elapsed: number; rows_read: number; bytes_read: number };
}

/**
 * Runs an analyst's statement.
 * @throws HinomiError `QUERY_REFUSED` (not allowed), `QUERY_SYNTAX`, `QUERY_TOO_LARGE`, `QUERY_TOO_SLOW`,
 * `QUERY_TOO_MUCH_MEMORY`, `QUERY_FAILED`: each with the engine's own words.
 */
export async function analystQuery(
  client: ClickHouseClient,
  database: string,
  sql: string,
  limits: Partial<QueryLimits> = {},
): Promise<QueryResult> {
  const bounds = { ...defaultLimits, ...limits };
  const statement = checkStatement(sql);
  const clickhouse_settings = {
    max_execution_time: bounds.seconds,
    timeout_overflow_mode: 'throw',
    max_result_rows: String(bounds.rows),
    max_result_bytes: String(64 * 2 ** 20),
    result_overflow_mode: 'throw',
    max_memory_usage: String(bounds.memoryBytes),
    max_ast_depth: '500',
    max_ast_elements: '20000',
    max_expanded_ast_elements: '50000',
    max_subquery_depth: '50',
    allow_introspection_functions: 0,
    readonly: '1',
  } as const;
  try {
    const tree = await client.exec({
      query: `EXPLAIN AST ${statement.sql}`,
      clickhouse_settings: { ...clickhouse_settings, max_result_rows: '200000' },
    });
    // Tab-separated: a line break inside a literal stays escaped, so that one line is one node.
    const lines = (await text(tree.stream)).split('\n');
    checkSyntaxTree(lines, database, statement.names);
    const answer = await client.query({ query: statement.sql, format: 'JSONCompact', clickhouse_settings });
    const { meta, data, statistics } = (await answer.json()) as unknown as Answer;
    const addresses = meta.flatMap((column, index) => (column.type.includes('IPv6') ? [index] : []));
    for (const row of data) for (const index of addresses) row[index] = plainAddresses(row[index]);
    return {
      columns: meta,
      rows: data,
      statistics: {
        seconds: statistics.elapsed,
        rowsRead: statistics.rows_read,
        bytesRead: statistics.bytes_read,
      },
    };
  } catch (error) {
    throw readable(error);
  }
}

/** IPv4-mapped addresses as dotted quads, also inside arrays, tuples and maps. */
function plainAddresses(value: unknown): unknown {
  if (typeof value === 'string') return plainIp(value);
  if (Array.isArray(value)) return value.map(plainAddresses);
  if (value && typeof value === 'object')
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [plainIp(key), plainAddresses(inner)]),
    );
  return value;
}

const outcomes: Record<string, [code: string, status: number, remedy: string]> = {
  '62': ['QUERY_SYNTAX', 400, 'Correct the statement; the message names the place.'],
  '158': ['QUERY_TOO_LARGE', 400, 'Add a LIMIT or narrow the time range.'],
  '396': ['QUERY_TOO_LARGE', 400, 'Add a LIMIT or narrow the time range.'],
  '159': ['QUERY_TOO_SLOW', 408, 'Narrow the time range, or ask for less.'],
  '160': ['QUERY_TOO_SLOW', 408, 'Narrow the time range, or ask for less.'],
  '241': ['QUERY_TOO_MUCH_MEMORY', 400, 'Group by fewer values, or narrow the time range.'],
  '164': ['QUERY_REFUSED', 403, 'Analyst queries read; they change nothing and set no settings.'],
  '497': ['QUERY_REFUSED', 403, 'Analyst queries read the event tables alone.'],
};

function readable(error: unknown): unknown {
  const { code, type, message } = error as { code?: string; type?: string; message: string };
  // The client does not recognise every message of the engine; the number in front is always there.
  const number = type === undefined ? /^Code: (\d+)\. DB::/.exec(message)?.[1] : code;
  if (error instanceof HinomiError || number === undefined) return error;
  if (number === '202') return error; // the caller waits and tries again
  const [name, status, remedy] = outcomes[number] ?? ['QUERY_FAILED', 400, 'Correct the statement.'];
  return new HinomiError(name, message.slice(0, 1000), { status, remedy, cause: error });
}
