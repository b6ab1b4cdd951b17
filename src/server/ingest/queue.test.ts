// The queue with its reading process: reasons are kept, one file is read once, a broken reader breaks nothing else.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ethernet, ip4, pcap, tcp } from '#model/packet/craft.ts';
import type { Input } from '#model/record/input.ts';
import * as collections from '#store/records/collections.ts';
import { environmentOf } from '../config/environment.ts';
import { loadSettings } from '../config/load.ts';
import { openStores, type Stores } from '../open-stores.ts';
import { type IngestQueue, startIngestQueue } from './queue.ts';

let folder: string;
let stores: Stores;
let queue: IngestQueue;
const progress: Input[] = [];
const errors: unknown[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hinomi-queue-'));
  const settings = loadSettings({}, { data: folder });
  stores = await openStores(settings);
  queue = await startIngestQueue({
    records: stores.records,
    clock: Date.now,
    environment: environmentOf(settings),
    inputsFolder: join(folder, 'inputs'),
    onMessage: message => {
      if ('progress' in message) progress.push(message.progress);
    },
    onError: error => errors.push(error),
  });
}, 60_000);
afterAll(async () => {
  await queue?.close();
  await stores?.close();
  rmSync(folder, { recursive: true, force: true });
});

const file = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};
const add = (path: string, format: string) =>
  queue.add({ file: path, format, vantage: 'darknet', by: 'test' });
const kept = (id: string) => stores.records.collection(collections.inputs).get(id);

test('what cannot be read fails with the reader’s own reason, and the next file is read', async () => {
  const bad = await add(file('bad', 'this is no capture at all'), 'pcap');
  const probe = ethernet(0x0800, ip4('192.0.2.1', '198.51.100.1', 6, tcp(40_000, 23, 2)));
  const good = await add(file('good', pcap([{ time: 1_700_000_000, frame: probe }])), 'pcap');
  await queue.idle();
  const failed = await kept(bad.id);
  expect(failed?.status).toBe('failed');
  expect(failed?.error).toMatch(/capture|pcap/i);
  expect(failed?.error).not.toMatch(/ended with code/);
  expect(await kept(good.id)).toMatchObject({ status: 'done', records: 1 });
  expect(errors).toEqual([]);
}, 60_000);

test('the same content given several times, also while it is read, is read once', async () => {
  const lines = Array.from(
    { length: 2_000 },
    (_, at) => `<34>1 2026-01-01T00:00:00Z host app - - - line ${at}`,
  ).join('\n');
  const names = ['one', 'two', 'three'].map(name => file(name, lines));
  const first = await add(names[0]!, 'syslog');
  const others = [await add(names[1]!, 'syslog'), await add(names[2]!, 'syslog')];
  for (const other of others) expect(other).toMatchObject({ id: first.id, path: names[0] });
  await queue.idle();
  const again = await add(names[1]!, 'syslog');
  expect(again).toMatchObject({ id: first.id, status: 'done', events: 2_000, path: names[0] });
  const [stored] = await stores.store.query<{ n: string }>(
    `SELECT count() AS n FROM events WHERE \`hinomi.input\` = {id:String}`,
    { id: first.id },
  );
  expect(Number(stored?.n)).toBe(2_000);
  const done = progress.filter(input => input.id === first.id && input.status === 'done');
  expect(done).toHaveLength(1);
}, 60_000);
