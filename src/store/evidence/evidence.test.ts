// The evidence store on its files: loading once, order, pages, counts, damage, dropping.
import { execFile } from 'node:child_process';
import { readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { evidenceDictionary } from '#model/search/evidence.ts';
import { parseSearch } from '#model/search/parse.ts';
import { freshDirectory } from '../events/testing/targets.ts';
import { removeDrafts } from './folder.ts';
import { linesFrom, ownLines } from './lines-from.ts';
import { openEvidenceStore } from './open.ts';
import type { EvidenceRow, EvidenceScope, EvidenceStore } from './port.ts';
import { EvidenceReader } from './questions.ts';
import type { Steps } from './turns.ts';

let folder: string;
let store: EvidenceStore;

beforeAll(async () => {
  folder = await freshDirectory();
  store = openEvidenceStore(folder);
});
afterAll(async () => {
  await store?.close();
  await rm(folder, { recursive: true, force: true });
});

const start = Date.UTC(2026, 5, 1);
const row = (minute: number, over: Partial<EvidenceRow> = {}): EvidenceRow => ({
  at: start + minute * 60_000,
  source: 'squid',
  text: `line of minute ${minute}`,
  host: 'PC-0001',
  user: 'yamada.t',
  sourceAddress: '10.1.0.1',
  destinationAddress: '198.18.0.1',
  object: 'www.example',
  code: 'TCP_MISS',
  ...over,
});
const scope = (world: string, q = '', over: Partial<EvidenceScope> = {}): EvidenceScope => ({
  world,
  where: parseSearch(q, evidenceDictionary),
  from: start,
  to: start + 86_400_000,
  ...over,
});
function drained<Result>(steps: Steps<Result>): Result {
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}
const texts = async (asked: EvidenceScope) =>
  (await store.page(asked, { limit: 1000 })).map(line => line.text);

test('rows come back as they were stored, newest first, a microsecond apart', async () => {
  const rows = [
    row(1),
    row(2, { text: '請求書.pdf \t "quoted" \\ é\n second line', object: '\\\\FS01\\soumu$\\請求書.pdf' }),
    row(2, { at: start + 120_000.001, source: 'bind', sourceAddress: '2001:db8::1', destinationAddress: '' }),
  ];
  await store.load('rows', [linesFrom(0, start, rows)]);
  expect(await store.page(scope('rows'), { limit: 10 })).toEqual(rows.toReversed());
  expect(await store.page(scope('rows'), { limit: 10, order: 'oldest' })).toEqual(rows);
  expect(await store.loaded('rows')).toEqual({ slices: 1, lines: 3 });
});

test('slices loaded again are stored once; a dropped world can be loaded anew', async () => {
  const slices = [linesFrom(0, start, [row(1), row(2)]), linesFrom(1, start + 600_000, [row(11)])];
  for (let turn = 0; turn < 3; turn++) await store.load('once', slices);
  await Promise.all([store.load('once', slices), store.load('once', slices)]);
  await store.load('once', [linesFrom(2, start + 1_200_000, [row(21)])]);
  expect(await store.loaded('once')).toEqual({ slices: 3, lines: 4 });
  expect(await store.worlds()).toContain('once');
  await store.drop('once');
  expect(await store.loaded('once')).toEqual({ slices: 0, lines: 0 });
  expect(await store.worlds()).not.toContain('once');
  await store.load('once', slices);
  expect(await store.loaded('once')).toEqual({ slices: 2, lines: 3 });
  await expect(store.drop("x' OR 1")).rejects.toMatchObject({ code: 'DRILL_WORLD_ID' });
});

test('what a crash left half written is not there, and is cleared away before the next try', async () => {
  await store.load('crash', [linesFrom(0, start, [row(1)])]);
  const [name] = await readdir(join(folder, 'crash'));
  const bytes = await readFile(join(folder, 'crash', name!));
  await writeFile(join(folder, 'crash', 'aa.draft'), bytes.subarray(0, 100));
  expect(await store.loaded('crash')).toEqual({ slices: 1, lines: 1 });
  expect(await texts(scope('crash'))).toEqual(['line of minute 1']);
  removeDrafts(folder, 'crash');
  expect(await readdir(join(folder, 'crash'))).toEqual([name]);
});

test('a damaged file is named, with what to do, and other worlds stay as they are', async () => {
  await store.load('whole', [linesFrom(0, start, [row(1)])]);
  for (const [index, damage] of [
    async (file: string) => truncate(file, 10),
    async (file: string) => truncate(file, (await readFile(file)).length - 8),
    async (file: string) => writeFile(file, (await readFile(file)).fill(0x41, 40, 44)),
    async (file: string) => writeFile(file, 'not ours'),
    async (file: string) => {
      const bytes = await readFile(file);
      // The texts are the last part; what follows them is padding.
      bytes[bytes.length - 12]! ^= 0x10;
      await writeFile(file, bytes);
    },
  ].entries()) {
    const world = `damaged${index}`;
    await store.load(world, [linesFrom(0, start, [row(1)])]);
    const [name] = await readdir(join(folder, world));
    await damage(join(folder, world, name!));
    await expect(store.page(scope(world), { limit: 1 }), String(index)).rejects.toMatchObject({
      code: 'DRILL_EVIDENCE_DAMAGED',
      place: { file: join(folder, world, name!) },
      remedy: expect.stringContaining('again'),
    });
    expect(await texts(scope('whole'))).toHaveLength(1);
  }
});

test('a byte the disk has changed anywhere in a file is found out', async () => {
  const rows = Array.from({ length: 300 }, (_, index) => row(index / 10, { object: `file-${index}.docx` }));
  await store.load('flips', [linesFrom(0, start, rows)]);
  const [name] = await readdir(join(folder, 'flips'));
  const file = join(folder, 'flips', name!);
  const bytes = await readFile(file);
  for (let place = 200; place < bytes.length; place += Math.floor(bytes.length / 40)) {
    const changed = Buffer.from(bytes);
    changed[place]! ^= 0x04;
    await writeFile(file, changed);
    const reader = new EvidenceReader(folder, 2 ** 24);
    const ask = () => drained(reader.page(scope('flips'), { limit: 1000 }));
    let told: unknown;
    try {
      drained(reader.warm('flips')!);
      expect(ask().map(({ text }) => text)).toEqual(rows.map(({ text }) => text).toReversed()); // padding
    } catch (error) {
      told = error;
    }
    if (told === undefined) continue;
    expect(told, `byte ${place}`).toMatchObject({ code: 'DRILL_EVIDENCE_DAMAGED', place: { file } });
    expect(ask).toThrow(expect.objectContaining({ code: 'DRILL_EVIDENCE_DAMAGED' }));
  }
  await store.drop('flips');
});

test('a disk that is full is told as such and leaves nothing behind', async () => {
  const module = (name: string) => JSON.stringify(new URL(name, import.meta.url).href);
  const script = `
    const { storeSegment } = await import(${module('./folder.ts')});
    const { linesFrom } = await import(${module('./lines-from.ts')});
    const { readdirSync, writeFileSync } = await import('node:fs');
    const row = (at) => ({ at, source: 'squid', text: 'line ' + at, host: '', user: '', sourceAddress: '', destinationAddress: '', object: '', code: '' });
    const block = (slice) => [linesFrom(slice, 1e12, Array.from({ length: 2000 }, (_, at) => row(1e12 + at)))];
    let stored = 0;
    let code;
    while (!code) try { storeSegment('disk', 'w', block(stored)); stored++; } catch (error) { code = error.code; }
    console.log(JSON.stringify({ code, stored, files: readdirSync('disk/w').length }));`;
  const small = 'mkdir disk && mount -t tmpfs -o size=1m none disk && exec "$0" --input-type=module -e "$1"';
  const at = await freshDirectory();
  const { stdout } = await promisify(execFile)(
    'unshare',
    ['--map-root-user', '--mount', 'sh', '-c', small, process.execPath, script],
    { cwd: at },
  );
  await rm(at, { recursive: true, force: true });
  const told = JSON.parse(stdout);
  expect(told.code).toBe('ENOSPC');
  expect(told.stored).toBeGreaterThan(0);
  expect(told.files).toBe(told.stored);
});

test('another thread sees what is loaded, and questions of a closed store are refused', async () => {
  const other = openEvidenceStore(folder, 3);
  await store.load('shared', [linesFrom(0, start, [row(1)])]);
  const pages = Array.from({ length: 9 }, () => other.page(scope('shared'), { limit: 5 }));
  for (const page of await Promise.all(pages)) expect(page).toHaveLength(1);
  await store.load('shared', [linesFrom(1, start, [row(2)])]);
  for (const page of await Promise.all([1, 2, 3].map(() => other.page(scope('shared'), { limit: 5 }))))
    expect(page).toHaveLength(2);
  await other.drop('shared');
  expect(await store.page(scope('shared'), { limit: 5 })).toEqual([]);
  await other.close();
  await expect(other.page(scope('shared'), { limit: 5 })).rejects.toMatchObject({
    code: 'STORE_UNAVAILABLE',
  });
});

test('lines of one time keep their order, and pages neither repeat nor lose any', async () => {
  const rows = Array.from({ length: 500 }, (_, index) =>
    row(Math.floor(index / 100), { text: `n${index}`, source: index % 2 ? 'bind' : 'squid' }),
  );
  await store.load('ties', [linesFrom(0, start, rows)]);
  const all = await texts(scope('ties'));
  expect(new Set(all).size).toBe(500);
  const ofSquid = await texts(scope('ties', 'source:squid'));
  expect(ofSquid).toEqual(
    rows
      .filter(({ source }) => source === 'squid')
      .map(({ text }) => text)
      .toReversed(),
  );
  for (const order of ['newest', 'oldest'] as const) {
    const paged: string[] = [];
    let position: { at: number; skip: number } | undefined;
    for (;;) {
      const page = await store.page(scope('ties'), {
        limit: 33,
        order,
        ...(position ? { start: position } : {}),
      });
      paged.push(...page.map(({ text }) => text));
      const last = page.at(-1);
      if (!last) break;
      const same = page.filter(({ at }) => at === last.at).length;
      position = { at: last.at, skip: position?.at === last.at ? position.skip + same : same };
    }
    expect(paged).toEqual(order === 'newest' ? all : all.toReversed());
  }
});

test('a line that carries an earlier time than its slice stands at the slice’s head', async () => {
  await store.load('early', [linesFrom(1, start + 600_000, [row(11), row(3, { text: 'long session' })])]);
  expect(await texts(scope('early'))).toEqual(['line of minute 11', 'long session']);
  const [, late] = await store.page(scope('early'), { limit: 2 });
  expect(late!.at).toBe(start + 600_000);
});

test('counts by time and by value, with masks left out or alone', async () => {
  const rows = [
    row(0),
    row(1, { host: 'PC-0002', user: '' }),
    row(61, { source: 'bind' }),
    row(62, { source: 'bind', host: 'PC-0002', destinationAddress: '198.18.0.9' }),
  ];
  await store.load('counts', [linesFrom(0, start, rows)]);
  expect(
    (await store.histogram(scope('counts'), { origin: start, width: 3_600_000 })).sort(
      (a, b) => a.slot - b.slot,
    ),
  ).toEqual([
    { slot: 0, source: 'squid', count: 2 },
    { slot: 1, source: 'bind', count: 2 },
  ]);
  expect(await store.top(scope('counts'), 'user', 5)).toEqual([{ value: 'yamada.t', count: 3 }]);
  expect(await store.top(scope('counts', 'source:bind'), 'host', 5)).toEqual([
    { value: 'PC-0001', count: 1 },
    { value: 'PC-0002', count: 1 },
  ]);
  const list = [
    { from: start, to: start + 120_000, host: 'PC-0002' },
    { from: start, to: Number.POSITIVE_INFINITY, address: '198.18.0.9', sources: ['bind', 'x'] },
    { from: start, to: Number.POSITIVE_INFINITY, address: '198.18.0.9', sources: ['x'] },
  ];
  const kept = await texts(scope('counts', '', { masks: list }));
  expect(kept).toEqual(['line of minute 61', 'line of minute 0']);
  expect(await texts(scope('counts', '', { masks: [] }))).toHaveLength(4);
});

test('lines of one’s own are asked with those of a world, unmasked, and by nobody else', async () => {
  await store.load('base', [linesFrom(0, start, [row(0), row(1), row(2, { host: 'PC-0002' })])]);
  const own = ownLines('mine', [row(1, { text: 'mine' }), row(90, { text: 'mine later', host: 'PC-7' })])!;
  const masks = [{ from: start, to: start + 86_400_000, host: 'PC-0001' }];
  expect(await texts(scope('base', '', { own }))).toEqual([
    'mine later',
    'line of minute 2',
    'mine',
    'line of minute 1',
    'line of minute 0',
  ]);
  expect(await texts(scope('base', '', { own, masks }))).toEqual(['mine later', 'line of minute 2', 'mine']);
  expect(await texts(scope('base', 'mine'))).toEqual([]);
  expect(await store.top(scope('base', '', { own, masks }), 'host', 5)).toEqual([
    { value: 'PC-0001', count: 1 },
    { value: 'PC-0002', count: 1 },
    { value: 'PC-7', count: 1 },
  ]);
  expect(
    await store.histogram(scope('base', '', { own, masks }), { origin: start, width: 3_600_000 }),
  ).toEqual([
    { slot: 0, source: 'squid', count: 2 },
    { slot: 1, source: 'squid', count: 1 },
  ]);
  expect(await texts(scope('no-world', '', { own }))).toEqual(['mine later', 'mine']);
  expect(ownLines('none', [])).toBeUndefined();
});

test('words stand for themselves, stars open them, facets are compared whole', async () => {
  const lines = {
    host: 'logon at PC-0042 by SOUMU\\Yamada.T',
    longer: 'logon at PC-00421 by tpc-0042',
    command: 'powershell.exe -EncodedCommand SQBFAFgA',
    japanese: '件名: 六月分請求書pdfの送付',
    address: 'client=gw[10.20.3.4], relay 10.20.3.41',
  };
  await store.load('words', [
    linesFrom(
      0,
      start,
      Object.values(lines).map((text, index) => row(index, { text, object: `Share\\${text}` })),
    ),
  ]);
  const find = async (q: string) => {
    const found = await texts(scope('words', q));
    return Object.entries(lines)
      .filter(([, text]) => found.includes(text))
      .map(([name]) => name);
  };
  expect(await find('pc-0042')).toEqual(['host']);
  expect(await find('pc-0042*')).toEqual(['host', 'longer']);
  expect(await find('*PC-0042')).toEqual(['host', 'longer']);
  expect(await find('"soumu\\\\yamada.t"')).toEqual(['host']);
  expect(await find('powersh')).toEqual([]);
  expect(await find('powersh*')).toEqual(['command']);
  expect(await find('-"-encodedcommand"')).toEqual(['host', 'longer', 'japanese', 'address']);
  expect(await find('請求書')).toEqual(['japanese']);
  expect(await find('pdf')).toEqual([]);
  expect(await find('*pdf*')).toEqual(['japanese']);
  expect(await find('"10.20.3.4"')).toEqual(['address']);
  expect(await find('"10.20.3"')).toEqual(['address']);
  expect(await find('"0.20.3.4"')).toEqual([]);
  expect(await find('logon*-00421')).toEqual(['longer']);
  expect(await find('logon OR relay')).toEqual(['host', 'longer', 'address']);
  expect(await find('object:share*sqbfafga')).toEqual(['command']);
  expect(await find('object:share')).toEqual([]);
  expect(await find('host:pc-0001 -user:*')).toEqual([]);
  expect((await find('ip:10.1.0.0/16')).length).toBe(5);
  expect((await find('destination.ip:198.18.0.1 source.ip:10.1.0.1')).length).toBe(5);
  expect(await find('10.1.0.2')).toEqual([]);
});
