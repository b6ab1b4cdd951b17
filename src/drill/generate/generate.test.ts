// The same world gives the same files, however many threads make it.
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sources } from '../evidence/sources.ts';
import { generate } from './generate.ts';
import { textAt } from './row.ts';
import { evidenceSlices } from './slices.ts';

const request = { profile: 'small-firm', staff: 24, days: 1, seed: 11 };
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hinomi-drill-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('generate', () => {
  test('one, two and three workers give the same bytes', { timeout: 240_000 }, async () => {
    const one = await generate({ ...request, workers: 1 });
    const two = await generate({ ...request, workers: 2 });
    const three = await generate({ ...request, workers: 3 });
    expect(two).toEqual(one);
    expect(three).toEqual(one);
    expect(one.lines).toBeGreaterThan(10_000);
    expect(Object.keys(one.kinds).length).toBeGreaterThanOrEqual(15);
    const other = await generate({ ...request, seed: 12, workers: 2 });
    expect(other.sha256).not.toBe(one.sha256);
  });

  test('files are what was hashed, with every line in its place', { timeout: 240_000 }, async () => {
    const out = join(folder, 'world');
    const slices: number[] = [];
    const made = await generate({ ...request, workers: 2, out, progress: done => slices.push(done.slice) });
    expect(slices).toEqual(Array.from({ length: 144 }, (_, n) => n + 1));
    const sums = readFileSync(join(out, 'SHA256SUMS'), 'utf8');
    expect(createHash('sha256').update(sums).digest('hex')).toBe(made.sha256);
    for (const row of sums.trimEnd().split('\n')) {
      const [sum = '', file = ''] = row.split('  ');
      expect(
        createHash('sha256')
          .update(readFileSync(join(out, file)))
          .digest('hex'),
      ).toBe(sum);
    }
    const squid = readFileSync(join(out, 'squid/access.log'), 'utf8').trimEnd().split('\n');
    expect(squid.length).toBe(made.kinds['squid']);
    const times = squid.map(line => Number(line.slice(0, line.indexOf(' '))));
    expect(times.every((time, n) => n === 0 || time >= times[n - 1]!)).toBe(true);
  });

  test('slices with facets hold the same lines', { timeout: 240_000 }, async () => {
    const out = join(folder, 'lines');
    const made = await generate({ ...request, workers: 1, out });
    const counts: Record<string, number> = {};
    const texts: string[] = [];
    let last = -1;
    for await (const { slice, sources: list } of evidenceSlices(request, { workers: 2 })) {
      expect(slice).toBe(++last);
      for (const columns of list) {
        const { at, source, ...rest } = columns;
        counts[source] = (counts[source] ?? 0) + at.length;
        for (const { bytes, ends } of Object.values(rest)) {
          expect(ends.length).toBe(at.length);
          expect(ends.at(-1)).toBe(bytes.length);
        }
        if (source === 'squid') texts.push(...at.keys().map(row => textAt(columns.text, row)));
      }
    }
    expect(counts).toEqual(made.kinds);
    const file = readFileSync(join(out, 'squid/access.log'), 'utf8').trimEnd().split('\n');
    expect(texts.toSorted()).toEqual(file.toSorted());
  });

  test('a folder that cannot be is named with what to do', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    await expect(generate({ ...request, workers: 1, out: file })).rejects.toMatchObject({
      code: 'DRILL_WRITE',
      remedy: expect.stringContaining('folder'),
    });
  });

  test.skipIf(!existsSync('/proc/self'))('a place where no folder can be made is named', async () => {
    await expect(generate({ ...request, workers: 1, out: '/proc/hinomi/world' })).rejects.toMatchObject({
      code: 'DRILL_WRITE',
    });
  });

  test.skipIf(!existsSync('/dev/full'))('a full disk is named', { timeout: 240_000 }, async () => {
    const out = join(folder, 'full');
    const first = sources[0]!.file;
    mkdirSync(join(out, first, '..'), { recursive: true });
    symlinkSync('/dev/full', join(out, first));
    await expect(generate({ ...request, workers: 1, out })).rejects.toMatchObject({
      code: 'DRILL_DISK_FULL',
    });
  });
});
