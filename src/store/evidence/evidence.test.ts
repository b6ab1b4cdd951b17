// The evidence store on the real embedded engine: loading once, order, pages, counts, dropping.
import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { evidenceDictionary } from '#model/search/evidence.ts';
import { parseSearch } from '#model/search/parse.ts';
import { connectClickHouse } from '../events/connect.ts';
import { spawnStore } from '../events/embedded/spawn.ts';
import { freshDirectory } from '../events/testing/targets.ts';
import { openEvidenceStore } from './clickhouse.ts';
import type { EvidenceRow, EvidenceScope, EvidenceStore } from './port.ts';
import { linesFrom } from './testing/lines-from.ts';

let store: EvidenceStore;
let close: () => Promise<void>;
let socketPath: string;

beforeAll(async () => {
  const data = await freshDirectory();
  const child = await spawnStore(data);
  socketPath = child.socketPath;
  store = await openEvidenceStore({ socketPath });
  close = async () => {
    await store.close();
    await child.stop();
    await rm(data, { recursive: true, force: true });
  };
});
afterAll(() => close?.());

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

test('a store killed while lines are loaded has each of them once, and its counts agree', {
  timeout: 120_000,
}, async () => {
  const data = await freshDirectory();
  let child = await spawnStore(data);
  const killed = await openEvidenceStore({ socketPath: child.socketPath, patience: { load: 60 } });
  const rows = Array.from({ length: 3_000 }, (_, index) =>
    row(index / 100, { host: `PC-${index % 7}`, destinationAddress: index % 3 ? '198.18.0.1' : '10.1.0.1' }),
  );
  try {
    for (let turn = 0; turn < 4; turn++) {
      const loading = killed.load('killed', [linesFrom(turn, start + turn * 1000, rows)]);
      await new Promise(resolve => setTimeout(resolve, turn * 25));
      await child.stop('SIGKILL');
      child = await spawnStore(data);
      await loading;
      const lines = (turn + 1) * rows.length;
      expect(await killed.loaded('killed')).toEqual({ slices: turn + 1, lines });
      for (const q of ['', 'host:pc-3', 'ip:10.1.0.1', 'line']) {
        const slots = await killed.histogram(scope('killed', q), { origin: start, width: 3_600_000 });
        const wanted =
          q === 'host:pc-3' ? rows.filter(({ host }) => host === 'PC-3').length * (turn + 1) : lines;
        expect(
          slots.reduce((sum, { count }) => sum + count, 0),
          q,
        ).toBe(wanted);
      }
    }
  } finally {
    await killed.close();
    await child.stop();
    await rm(data, { recursive: true, force: true });
  }
});

test('lines whose keys and counts were not stored any more are loaded again, once', async () => {
  const client = connectClickHouse({ socketPath }, 'hinomi');
  const slices = [linesFrom(0, start, [row(1), row(2)])];
  await store.load('half', slices);
  for (const table of ['evidence_counts', 'evidence_keys'])
    await client.command({ query: `ALTER TABLE ${table} DROP PARTITION 'half'` });
  await client.close();
  expect(await store.loaded('half')).toEqual({ slices: 0, lines: 0 });
  await store.load('half', slices);
  expect(await store.loaded('half')).toEqual({ slices: 1, lines: 2 });
  expect(await texts(scope('half'))).toHaveLength(2);
  expect(await store.top(scope('half', 'user:yamada.t'), 'host', 5)).toEqual([
    { value: 'PC-0001', count: 2 },
  ]);
});

test('a store with lines of before gets their keys and counts when it is opened', async () => {
  const data = await freshDirectory();
  const child = await spawnStore(data);
  const open = () => openEvidenceStore({ socketPath: child.socketPath });
  const before = await open();
  const rows = [row(1), row(200, { host: '' }), row(1500, { destinationAddress: '10.1.0.1' })];
  await before.load('old', [linesFrom(0, start, rows)]);
  await before.close();
  const client = connectClickHouse({ socketPath: child.socketPath }, 'hinomi');
  for (const table of ['evidence_counts', 'evidence_keys'])
    await client.command({ query: `DROP TABLE ${table}` });
  await client.command({
    query: "ALTER TABLE migrations DELETE WHERE id = 'evidence-0003-keys' SETTINGS mutations_sync = 2",
  });
  await client.close();
  const after = await open();
  try {
    expect(await after.loaded('old')).toEqual({ slices: 1, lines: 3 });
    expect(await after.top(scope('old', 'ip:10.1.0.1', { to: start + 2 * 86_400_000 }), 'host', 5)).toEqual([
      { value: 'PC-0001', count: 2 },
    ]);
  } finally {
    await after.close();
    await child.stop();
    await rm(data, { recursive: true, force: true });
  }
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
  expect(await store.top(scope('counts'), 'host', 5, ['PC-0002', 'PC-9'])).toEqual([
    { value: 'PC-0002', count: 2 },
  ]);
  const list = [
    { from: start, to: start + 120_000, host: 'PC-0002' },
    { from: start, to: Number.POSITIVE_INFINITY, address: '198.18.0.9', sources: ['bind', 'x'] },
    { from: start, to: Number.POSITIVE_INFINITY, address: '198.18.0.9', sources: ['x'] },
  ];
  const kept = await texts(scope('counts', '', { masks: { list, mode: 'without' } }));
  expect(kept).toEqual(['line of minute 61', 'line of minute 0']);
  const gone = await texts(scope('counts', '', { masks: { list, mode: 'only' } }));
  expect(gone).toEqual(['line of minute 62', 'line of minute 1']);
  expect(await texts(scope('counts', '', { masks: { list: [], mode: 'only' } }))).toEqual([]);
  expect(await texts(scope('counts', '', { masks: { list: [], mode: 'without' } }))).toHaveLength(4);
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
