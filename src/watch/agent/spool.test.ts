// The spool: what is lost is counted, what is kept comes back in order.
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemRandom } from '#model/ids.ts';
import { frameAt } from '../collector/frame.ts';
import { Spool } from './spool.ts';

let dir: string;
let problems: string[];
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'hinomi-spool-'));
  problems = [];
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const open = (maxBytes = 64 * 1024 * 1024, at = dir) =>
  new Spool({
    dir: at,
    clock: Date.now,
    random: systemRandom,
    maxBytes,
    onProblem: line => problems.push(line),
  });
const put = async (spool: Spool, stream: string, text: string, count = 2) => {
  spool.countMade(stream, count);
  await spool.put([{ stream, body: Buffer.from(text), count }]);
};
const waiting = async (spool: Spool) =>
  (await spool.oldest(10_000, 1 << 30)).map(({ frame }) => {
    const { header, body } = frameAt(frame, 0);
    return `${header.stream}#${header.sequence} ${body.toString()}`;
  });

test('what was spooled survives, in order, with sequence and counts; what was acknowledged is gone', async () => {
  const first = open();
  for (let index = 1; index <= 5; index++) await put(first, 'a', `a${index}`);
  await put(first, 'b', 'b1');
  first.acknowledge('a', first.epoch, 2);
  const { epoch } = first;
  await first.close();
  const again = open();
  expect(again.epoch).toBe(epoch);
  expect(await waiting(again)).toEqual(['a#3 a3', 'a#4 a4', 'a#5 a5', 'b#1 b1']);
  await put(again, 'a', 'a6');
  expect(again.counts()).toEqual([
    { stream: 'a', made: 12, dropped: 0, spooled: 8 },
    { stream: 'b', made: 2, dropped: 0, spooled: 2 },
  ]);
  expect((await waiting(again)).at(-1)).toBe('a#6 a6');
  await again.close();
});

test('counts and sequences outlive their segments', async () => {
  const first = open(1024 * 1024);
  for (let index = 1; index <= 100; index++) {
    await put(first, 'a', 'x'.repeat(10_000));
    first.acknowledge('a', first.epoch, index);
  }
  await first.close();
  expect(readdirSync(dir).length).toBeLessThan(4);
  const again = open(1024 * 1024);
  await put(again, 'a', 'next');
  expect(await waiting(again)).toEqual(['a#101 next']);
  expect(again.counts()).toEqual([{ stream: 'a', made: 202, dropped: 0, spooled: 2 }]);
  await again.close();
});

test('full: the oldest whole batches go, counted, and the disk stays bounded', async () => {
  const maxBytes = 1024 * 1024;
  const spool = open(maxBytes);
  for (let index = 1; index <= 300; index++) await put(spool, 'a', String(index).padEnd(10_000, '.'));
  const kept = await waiting(spool);
  const [counts] = spool.counts();
  expect(counts!.dropped).toBe(600 - kept.length * 2);
  expect(counts!.dropped + counts!.spooled).toBe(counts!.made);
  expect(kept.at(-1)).toContain('a#300 300');
  expect(kept[0]).toContain(`a#${301 - kept.length} `);
  const used = readdirSync(dir).reduce((sum, name) => sum + statSync(join(dir, name)).size, 0);
  expect(used).toBeLessThanOrEqual(maxBytes);
  await spool.close();
  const again = open(maxBytes);
  expect(again.counts()).toEqual([counts]);
  await again.close();
});

test('a disk that refuses costs the batch only: dropped, counted, and the next goes through', async () => {
  const spool = open(1024 * 1024);
  await put(spool, 'a', 'x'.repeat(70_000));
  // The next segment cannot be made.
  rmSync(dir, { recursive: true });
  await put(spool, 'a', 'lost', 3);
  expect(spool.counts()).toEqual([{ stream: 'a', made: 5, dropped: 3, spooled: 2 }]);
  expect(problems.join()).toContain('1 batches dropped');
  await spool.close();
});

test('a damaged spool never throws, gives back only what was put in, and never reuses a number', async () => {
  const spool = open();
  const texts = Array.from({ length: 12 }, (_, index) => `batch ${index} ${'y'.repeat(index * 7)}`);
  for (const text of texts) await put(spool, 'a', text);
  await spool.close();
  const [name] = readdirSync(dir);
  const whole = readFileSync(join(dir, name!));
  await fc.assert(
    fc.asyncProperty(fc.nat(), fc.integer({ min: 0, max: 255 }), fc.boolean(), async (at, flip, cut) => {
      const copy = mkdtempSync(join(tmpdir(), 'hinomi-spool-'));
      const bytes = Buffer.from(cut ? whole.subarray(0, at % (whole.length + 1)) : whole);
      if (!cut) bytes[at % bytes.length]! ^= flip;
      writeFileSync(join(copy, name!), bytes);
      const damaged = open(undefined, copy);
      const read = (await waiting(damaged)).map(text => text.slice(text.indexOf(' ') + 1));
      expect(texts).toEqual(expect.arrayContaining(read));
      expect(new Set(read).size).toBe(read.length);
      const before = (await damaged.oldest(100, 1 << 30)).map(
        ({ batch }) => `${batch.epoch} ${batch.sequence}`,
      );
      await put(damaged, 'a', 'new');
      const after = (await damaged.oldest(100, 1 << 30)).map(
        ({ batch }) => `${batch.epoch} ${batch.sequence}`,
      );
      expect(new Set(after).size).toBe(before.length + 1);
      await damaged.close();
      rmSync(copy, { recursive: true });
    }),
    { numRuns: 150 },
  );
});
