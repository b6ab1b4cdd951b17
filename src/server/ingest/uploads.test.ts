// Uploads: on disk or not there at all, never more than the disk has, and cleared away when nobody needs them.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Input } from '#model/record/input.ts';
import { inputs } from '#store/records/collections.ts';
import { openRecords, type Records } from '#store/records/records.ts';
import { registerInput } from './run.ts';
import { discardUpload, receiveUpload, sweepUploads } from './uploads.ts';

let data: string;
let folder: string;
let records: Records;
beforeEach(async () => {
  data = mkdtempSync(join(tmpdir(), 'hinomi-uploads-'));
  folder = join(data, 'inputs');
  mkdirSync(folder);
  records = await openRecords({ sqliteFile: join(data, 'records.sqlite') });
});
afterEach(async () => {
  await records.close();
  rmSync(data, { recursive: true });
});

const receive = (text: string, id: string, limits = {}) =>
  receiveUpload(Readable.from([Buffer.from(text)]), folder, id, { bytes: 1000, reserve: 0, ...limits });
const register = (file: string) =>
  registerInput({ file, format: 'auto', vantage: 'unknown', by: 'ken' }, { records, clock: () => 1 });

it('keeps a file for its owner alone', async () => {
  const { file, size } = await receive('a line\n', 'a');
  expect(size).toBe(7);
  expect(readFileSync(file, 'utf8')).toBe('a line\n');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(join(folder, 'a')).mode & 0o777).toBe(0o700);
});

it('leaves nothing behind of what is too large, cut off, or has no room', async () => {
  await expect(receive('x'.repeat(1001), 'a')).rejects.toMatchObject({
    code: 'UPLOAD_TOO_LARGE',
    status: 413,
  });
  await expect(receive('x', 'b', { reserve: 2 ** 60 })).rejects.toMatchObject({
    code: 'DISK_FULL',
    status: 507,
  });
  const cut = Readable.from(
    (async function* () {
      yield Buffer.from('half');
      throw new Error('gone');
    })(),
  );
  await expect(receiveUpload(cut, folder, 'c')).rejects.toThrow('gone');
  expect(readdirSync(folder)).toEqual([]);
});

it('looks at the room again while a large file comes in', async () => {
  const piece = Buffer.alloc(8 * 2 ** 20);
  let given = 0;
  const body = Readable.from(
    (function* () {
      for (; given < 8; given++) yield piece;
    })(),
  );
  const free = { bytes: 2 ** 30, reserve: 0 };
  // The room goes away once the file has begun.
  setImmediate(() => {
    free.reserve = 2 ** 60;
  });
  await expect(receiveUpload(body, folder, 'a', free)).rejects.toMatchObject({ code: 'DISK_FULL' });
  expect(given).toBeGreaterThan(1);
  expect(readdirSync(folder)).toEqual([]);
});

it('removes only what is its own', async () => {
  const outside = join(folder, 'content');
  writeFileSync(outside, 'x');
  for (const file of [
    outside,
    '/etc/hostname',
    join(folder, 'a', 'b', 'content'),
    join(folder, 'a', 'other'),
  ])
    expect(await discardUpload(file, folder)).toBe(false);
  const { file } = await receive('x', 'a');
  expect(await discardUpload(file, folder)).toBe(true);
  expect(existsSync(join(folder, 'a'))).toBe(false);
  expect(existsSync(outside)).toBe(true);
});

it('sweeps what a crash left and keeps what an input points to, also by a relative folder', async () => {
  const kept = await receive('kept', 'kept');
  await register(kept.file);
  await receive('left', 'left');
  mkdirSync(join(folder, 'skipped-lines'));
  writeFileSync(join(folder, 'skipped-lines', 'skipped.ndjson'), '{}');
  const here = process.cwd();
  process.chdir(folder);
  try {
    expect(await sweepUploads(records, '.')).toBe(1);
  } finally {
    process.chdir(here);
  }
  expect(readdirSync(folder).sort()).toEqual(['kept', 'skipped-lines']);
});

it('takes the same file again as evidence when its first copy was removed, without reading it twice', async () => {
  const first = await receive('same', 'a');
  const input = await register(first.file);
  await records.collection(inputs).put({ ...input, status: 'done' } satisfies Input);
  const second = await receive('same', 'b');
  expect((await register(second.file)).path).toBe(first.file);
  await discardUpload(first.file, folder);
  expect(await register(second.file)).toMatchObject({ id: input.id, status: 'done', path: second.file });
});
