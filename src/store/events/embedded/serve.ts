// The part of ClickHouse's HTTP interface that the store's client uses, in front of the embedded engine:
// GET /ping; POST / with a statement in the body, or in `?query=` with an INSERT's rows in the body.
import { randomUUID, timingSafeEqual } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { bodyText, bodyToFile } from './body.ts';
import { type Engine, EngineError, type RunResult } from './engine.ts';
import { readStatement } from './statement.ts';

export interface ServeOptions {
  engine: Engine;
  /** Where bodies of inserts wait for the engine; emptied at start. */
  scratch: string;
  /** Password every request must carry; leave out on a socket that only its owner can open. */
  key?: string;
  /** Largest statement, bytes. Default 1 MiB. */
  statementBytes?: number;
  /** Largest insert body, bytes. Default 1 GiB. */
  insertBytes?: number;
}

// Parameters of the interface itself; every other one is an engine setting or `param_…`.
const interfaceParameters = new Set([
  'query',
  'query_id',
  'database',
  'default_format',
  'enable_http_compression',
  'session_id',
  'session_timeout',
  'session_check',
  'role',
  'user',
  'password',
  'compress',
  'decompress',
  'buffer_size',
  'wait_end_of_query',
  'send_progress_in_http_headers',
  'http_headers_progress_interval_ms',
]);

// A block arrives as one part, so that its token covers the whole of it.
const insertSettings = {
  max_insert_threads: '1',
  max_threads: '1',
  min_insert_block_size_rows: '1048576',
  min_insert_block_size_bytes: '1073741824',
  deduplicate_insert_select: 'enable_even_for_bad_queries',
};

/** An HTTP server for the engine; the caller makes it listen. */
export async function serveEngine(options: ServeOptions): Promise<Server> {
  await rm(options.scratch, { recursive: true, force: true });
  await mkdir(options.scratch, { recursive: true, mode: 0o700 });
  const server = createServer((request, response) => {
    answer(request, response, options).catch((error: unknown) => fail(request, response, error));
  });
  server.maxHeadersCount = 64;
  server.keepAliveTimeout = 30_000;
  server.requestTimeout = 300_000;
  return server;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  options: ServeOptions,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://store');
  if (request.method === 'GET' && url.pathname === '/ping') {
    response.end('Ok.\n');
    return;
  }
  if (options.key !== undefined && !holdsKey(request, options.key))
    throw new EngineError('Code: 516. DB::Exception: wrong key. (AUTHENTICATION_FAILED)', 516);
  if (request.method !== 'POST' || url.pathname !== '/')
    throw new EngineError('Code: 73. DB::Exception: only POST / and GET /ping. (UNKNOWN_FORMAT)', 73);
  const parameters = url.searchParams;
  const settings = Object.fromEntries([...parameters].filter(([name]) => !interfaceParameters.has(name)));
  const common = {
    format: parameters.get('default_format') ?? 'TabSeparated',
    settings,
    database: parameters.get('database') ?? 'default',
  };
  const inUrl = parameters.get('query');
  const sql = inUrl ?? (await bodyText(request, options.statementBytes ?? 1 << 20));
  const statement = readStatement(sql);
  const started = performance.now();
  let result: RunResult;
  if (statement.insert) {
    if (inUrl === null)
      throw new EngineError(
        'Code: 62. DB::Exception: rows of an INSERT come in the body, the statement in the URL. (SYNTAX_ERROR)',
        62,
      );
    const path = join(options.scratch, randomUUID());
    try {
      await bodyToFile(request, path, options.insertBytes ?? 2 ** 30);
      const { into, format } = statement.insert;
      result = await options.engine.run(`INSERT INTO ${into} SELECT * FROM file('${path}', '${format}')`, {
        ...common,
        settings: { ...insertSettings, ...settings },
        write: true,
      });
    } finally {
      await rm(path, { force: true });
    }
  } else if (statement.kind === 'read') result = await options.engine.run(sql, common);
  else
    result = await options.engine.run(sql, {
      ...common,
      settings: { ...insertSettings, ...settings },
      write: true,
    });
  succeed(request, response, result, parameters, performance.now() - started);
}

function holdsKey(request: IncomingMessage, key: string): boolean {
  const basic = /^Basic (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  const password = basic
    ? Buffer.from(basic, 'base64')
        .toString()
        .replace(/^[^:]*:/, '')
    : '';
  const given = Buffer.from(password || String(request.headers['x-clickhouse-key'] ?? ''));
  const wanted = Buffer.from(key);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

function succeed(
  request: IncomingMessage,
  response: ServerResponse,
  result: RunResult,
  parameters: URLSearchParams,
  milliseconds: number,
): void {
  if (response.destroyed) return;
  const summary = JSON.stringify({
    read_rows: String(result.rowsRead),
    read_bytes: String(result.bytesRead),
    written_rows: '0',
    written_bytes: '0',
    total_rows_to_read: '0',
    result_rows: '0',
    result_bytes: String(result.bytes.length),
    elapsed_ns: String(Math.round(milliseconds * 1e6)),
  });
  response.writeHead(200, {
    'content-type': 'text/plain; charset=UTF-8',
    'content-length': result.bytes.length,
    'x-clickhouse-query-id': parameters.get('query_id') ?? randomUUID(),
    'x-clickhouse-summary': summary,
    ...(parameters.get('send_progress_in_http_headers') === '1' ? { 'x-clickhouse-progress': summary } : {}),
    // The rest of an over-long body is not read: this connection ends here.
    ...(request.complete ? {} : { connection: 'close' }),
  });
  response.end(result.bytes);
}

const statusOf: Record<number, number> = {
  60: 404,
  81: 404,
  202: 503,
  241: 500,
  307: 413,
  516: 401,
  164: 500,
  159: 408,
};

function fail(request: IncomingMessage, response: ServerResponse, error: unknown): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  const message = error instanceof Error ? error.message : String(error);
  const known = error instanceof EngineError ? error.exceptionCode : 0;
  // A statement the store does not take reads to clients as ACCESS_DENIED.
  const code = known || ((error as { status?: number }).status === 400 ? 497 : 1002);
  const text = message.startsWith('Code:') ? message : `Code: ${code}. DB::Exception: ${message}. (HINOMI)`;
  const body = Buffer.from(`${text}\n`);
  response.writeHead(statusOf[code] ?? (code === 1002 ? 500 : 400), {
    'content-type': 'text/plain; charset=UTF-8',
    'content-length': body.length,
    'x-clickhouse-exception-code': String(code),
    ...(request.complete ? {} : { connection: 'close' }),
  });
  response.end(body);
}
