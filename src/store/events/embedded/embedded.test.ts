// The store process itself: crash, lock, socket rights, the key of the port, and what it refuses over HTTP.
import { readFile, rm, stat } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openEventStore } from '../clickhouse.ts';
import { crashStore } from '../testing/crash.ts';
import { freshDirectory } from '../testing/targets.ts';
import { type StoreProcess, spawnStore } from './spawn.ts';

let data: string;
let store: StoreProcess;

beforeAll(async () => {
  data = await freshDirectory();
  store = await spawnStore(data, ['--port', '0']);
});
afterAll(async () => {
  await store?.stop();
  await rm(data, { recursive: true, force: true });
});

interface Answer {
  status: number;
  text: string;
  code: string | undefined;
}

const ask = (
  path: string,
  body?: string | Buffer,
  options: { method?: string; headers?: Record<string, string>; url?: string } = {},
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const where = options.url
      ? { host: '127.0.0.1', port: Number(new URL(options.url).port) }
      : { socketPath: store.socketPath };
    const call = request(
      {
        ...where,
        path,
        method: options.method ?? (body === undefined ? 'GET' : 'POST'),
        headers: options.headers ?? {},
      },
      response => {
        const chunks: Buffer[] = [];
        response.on('data', chunk => chunks.push(chunk));
        response.on('end', () =>
          resolve({
            status: response.statusCode!,
            text: Buffer.concat(chunks).toString(),
            code: response.headers['x-clickhouse-exception-code'] as string | undefined,
          }),
        );
      },
    );
    call.on('error', reject);
    call.end(body);
  });

test('answers like ClickHouse: ping, format, parameters, settings, errors with their code', async () => {
  expect(await ask('/ping')).toMatchObject({ status: 200, text: 'Ok.\n' });
  expect((await ask('/?default_format=JSONEachRow&param_x=a%5C%27b', 'SELECT {x:String} AS v')).text).toBe(
    '{"v":"a\'b"}\n',
  );
  expect((await ask('/?max_threads=1', "SELECT getSetting('max_threads')")).text).toBe('1\n');
  expect((await ask('/', "SELECT getSetting('max_threads')")).text).not.toBe('1\n');
  expect(await ask('/', 'SELECT nothing')).toMatchObject({ status: 400, code: '47' });
  expect(await ask('/?no_such_setting=1', 'SELECT 1')).toMatchObject({ status: 400, code: '115' });
  expect((await ask('/', gzipSync('SELECT 42'), { headers: { 'content-encoding': 'gzip' } })).text).toBe(
    '42\n',
  );
});

test.each([
  ['two statements', 'SELECT 1; SELECT 2'],
  ['writing a file', "SELECT 1 INTO OUTFILE '/tmp/x'"],
  ['reading a file', "SELECT * FROM file('/etc/passwd')"],
  ['reading a file as a scalar', "SELECT file('/etc/passwd')"],
  ['fetching', "SELECT * FROM url('http://127.0.0.1/')"],
  ['a table over a file', "CREATE TABLE x (a Int8) ENGINE = File('TSV', '/etc/passwd')"],
  ['a table over a URL', "CREATE TABLE x (a Int8) ENGINE = URL('http://127.0.0.1/')"],
  [
    'a dictionary',
    "CREATE DICTIONARY d (a Int8) PRIMARY KEY a SOURCE(HTTP(URL 'http://127.0.0.1/')) LAYOUT(FLAT()) LIFETIME(1)",
  ],
  ['a user function', 'CREATE FUNCTION f AS x -> x'],
  ['shutting down', 'SYSTEM SHUTDOWN'],
  ['changing users', 'GRANT ALL ON *.* TO default'],
  ['a backup', "BACKUP DATABASE default TO Disk('x', 'y')"],
  ['attaching', "ATTACH TABLE x FROM '/tmp'"],
])('refuses %s', async (_, sql) => {
  expect(await ask('/', sql)).toMatchObject({ status: 400, code: '497' });
});

test('garbage is answered, never fatal', async () => {
  expect((await ask('/', Buffer.from([0, 255, 1, 2]))).status).toBe(400);
  expect((await ask('/', '')).status).toBe(400);
  expect((await ask('/', 'x'.repeat(2 ** 20 + 1))).code).toBe('307');
  expect((await ask('/', Buffer.from('not gzip'), { headers: { 'content-encoding': 'gzip' } })).status).toBe(
    500,
  );
  expect((await ask('/other', 'SELECT 1')).status).toBe(400);
  expect((await ask('/?query=SELECT%201')).status).toBe(400);
  await ask('/', 'CREATE TABLE IF NOT EXISTS default.t (a UInt8) ENGINE = MergeTree ORDER BY a');
  const insert = `/?query=${encodeURIComponent('INSERT INTO default.t FORMAT Native')}`;
  expect((await ask(insert, Buffer.from([9, 9, 9, 9, 9, 9]))).status).toBeGreaterThanOrEqual(400);
  expect((await ask('/', 'SELECT count() FROM default.t')).text).toBe('0\n');
  expect(
    (
      await ask(
        `/?query=${encodeURIComponent('INSERT INTO default.t FORMAT JSONEachRow')}`,
        '{"a":7}\n{"a":8}\n',
      )
    ).status,
  ).toBe(200);
  expect((await ask('/', 'SELECT sum(a) FROM default.t')).text).toBe('15\n');
});

test('reads go on beside a slow read', async () => {
  const slow = ask('/', 'SELECT sum(sleepEachRow(0.5)) FROM numbers(4) SETTINGS max_block_size = 1');
  const started = performance.now();
  expect((await ask('/', 'SELECT 1')).text).toBe('1\n');
  expect(performance.now() - started).toBeLessThan(1500);
  expect((await slow).status).toBe(200);
});

test('only the owner opens the socket; the port asks for the key', async () => {
  expect((await stat(store.socketPath)).mode & 0o777).toBe(0o600);
  expect((await stat(join(data, 'run'))).mode & 0o077).toBe(0);
  expect((await stat(store.keyFile!)).mode & 0o777).toBe(0o600);
  const key = await readFile(store.keyFile!, 'utf8');
  expect(await ask('/', 'SELECT 1', { url: store.url! })).toMatchObject({ status: 401, code: '516' });
  expect((await ask('/', 'SELECT 1', { url: store.url!, headers: { 'x-clickhouse-key': key } })).text).toBe(
    '1\n',
  );
  const client = await openEventStore({ url: store.url!, user: 'default', password: key });
  expect(await client.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  await client.close();
});

test('a second store on the same directory says who has it', async () => {
  await expect(spawnStore(data)).rejects.toMatchObject({ code: 'STORE_LOCKED' });
  await expect(spawnStore(data, ['--socket', join(data, 'run', 'other.sock')])).rejects.toMatchObject({
    code: 'STORE_LOCKED',
  });
});

test('kill -9 during inserts: every acknowledged block is there, whole and once', async () => {
  const directory = await freshDirectory();
  try {
    const report = await crashStore({ data: directory, kills: 3 });
    expect(report).toMatchObject({ kills: 3, lost: 0, doubled: 0, partial: 0, rollupDifference: 0 });
    expect(report.blocks).toBeGreaterThan(6);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
});
