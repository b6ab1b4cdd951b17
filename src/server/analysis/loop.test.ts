// The loop: what was touched is analysed, what fails is tried again and holds up nothing, a restart catches up.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { day, hour } from '#model/time.ts';
import * as collections from '#store/records/collections.ts';
import { openRecords, type Records } from '#store/records/records.ts';
import type { AnalysisDeps } from './cycle.ts';
import { type AnalysisLoop, startAnalysisLoop } from './loop.ts';

const now = 1_800_000_000_000;
let folder: string;
let records: Records;
let loop: AnalysisLoop | undefined;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hinomi-loop-'));
  records = await openRecords({ sqliteFile: join(folder, 'records.sqlite') }, { report: () => {} });
});
afterEach(async () => {
  await loop?.stop();
  await records.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A store without events: it answers what was missed, and tells the ranges it is asked for. */
const world = (missed: { from: string; to: string }[] = []) => {
  const asked: number[] = [];
  const since: number[] = [];
  const errors: string[] = [];
  const broken = new Set<number>();
  const query = async (sql: string, params: Record<string, unknown> = {}) => {
    if (sql.includes('event.ingested')) {
      since.push(Number(params['since']));
      return missed;
    }
    const to = Number(params['to']);
    if (broken.has(to)) throw new Error(`cannot read up to ${to}`);
    asked.push(to);
    return [];
  };
  const deps = {
    store: { query: query as AnalysisDeps['store']['query'] },
    records,
    clock: () => now,
    propose: async () => {},
    raise: async () => {},
    publish: () => {},
    onError: (error: unknown) => void errors.push((error as Error).message),
    pause: 5,
  };
  return { deps, asked, since, errors, broken };
};
const watermark = async () =>
  (await records.collection(collections.settings).get('analysis.watermark'))?.value;

test('touched times are analysed and the watermark moves', async () => {
  const { deps, asked } = world();
  loop = await startAnalysisLoop(deps);
  loop.touched({ from: now - 10, to: now });
  await loop.settled();
  expect(asked).toContain(now);
  expect(await watermark()).toBe(now);
});

test('an event with a wild clock is analysed apart from the present', async () => {
  const { deps, asked } = world();
  loop = await startAnalysisLoop(deps);
  loop.touched({ from: 5, to: 6 });
  loop.touched({ from: now - 10, to: now });
  await loop.settled();
  expect(new Set(asked)).toEqual(new Set([6, now]));
});

test('a range that fails is reported and tried again; others go on; the watermark waits', async () => {
  const { deps, asked, errors, broken } = world();
  broken.add(6);
  loop = await startAnalysisLoop(deps);
  loop.touched({ from: 5, to: 6 });
  loop.touched({ from: now - 10, to: now });
  for (let tries = 0; tries < 400 && errors.length < 2; tries++)
    await new Promise(resolve => setTimeout(resolve, 5));
  expect(errors.slice(0, 2)).toEqual(['cannot read up to 6', 'cannot read up to 6']);
  expect(asked).toContain(now);
  expect(await watermark()).toBeUndefined();
  broken.clear();
  await loop.settled();
  expect(asked).toContain(6);
  expect(await watermark()).toBe(now);
});

test('what was stored but not analysed before the end is caught up, day by day', async () => {
  await records
    .collection(collections.settings)
    .put({ id: 'analysis.watermark', value: now - hour, updated: now - hour });
  const rows = [
    { from: '0', to: '0' },
    { from: String(now - 3 * day), to: String(now - 3 * day + 5) },
  ];
  const { deps, asked, since } = world(rows);
  loop = await startAnalysisLoop(deps);
  await loop.settled();
  expect(since[0]).toBeLessThan(now - hour);
  expect(new Set(asked)).toEqual(new Set([1, now - 3 * day + 6]));
});
