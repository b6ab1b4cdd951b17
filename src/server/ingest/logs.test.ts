// Files and uploads through the composition: the name, the clock, the side file of bad lines.
import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Event } from '#model/event/event.ts';
import { ingestLog } from './logs.ts';

let dir = '';
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'hinomi-logs-'));
});
afterAll(() => rmSync(dir, { recursive: true }));

const text = 'Dec 31 23:59:59 host app: one\nnot a syslog line\nDec 31 23:59:58 host app: two\n';

test('a file: its own time decides the year, bad lines go beside it, progress reaches its size', async () => {
  const file = join(dir, 'messages');
  writeFileSync(file, text);
  utimesSync(file, new Date('2020-01-01T00:00:00Z'), new Date('2020-01-01T00:00:00Z'));
  const events: Event[] = [];
  let progress = [0, 0];
  const skippedFile = join(dir, 'inputs/7/skipped.ndjson');
  const run = () =>
    ingestLog({
      file,
      inputId: '7',
      format: 'auto',
      clock: () => Date.UTC(2026, 0, 1),
      skippedFile,
      onEvents: async list => {
        events.push(...list);
      },
      onProgress: (bytes, records) => {
        progress = [bytes, records];
      },
    });
  const result = await run();
  expect(result).toMatchObject({ format: 'syslog', records: 3, events: 2, skippedCount: 1 });
  expect(events[0]).toMatchObject({
    '@timestamp': Date.UTC(2019, 11, 31, 23, 59, 59),
    'log.file.path': file,
  });
  expect(progress).toEqual([text.length, 3]);
  const skipped = { line: 2, offset: 30, why: 'no syslog time at the start', text: 'not a syslog line' };
  expect(readFileSync(skippedFile, 'utf8')).toBe(`${JSON.stringify(skipped)}\n`);
  // A re-run makes the same ids and starts the side file anew.
  await run();
  expect(events.slice(2).map(event => event['event.id'])).toEqual(
    events.slice(0, 2).map(event => event['event.id']),
  );
  expect(readFileSync(skippedFile, 'utf8')).toBe(`${JSON.stringify(skipped)}\n`);
});

test('an upload: bytes as they arrive, unpacked, under the name given', async () => {
  const events: Event[] = [];
  const result = await ingestLog({
    stream: Readable.from([zstdCompressSync(Buffer.from(text))]),
    name: 'upload.log.zst',
    inputId: '8',
    format: 'syslog',
    clock: () => Date.UTC(2026, 0, 1),
    onEvents: async list => {
      events.push(...list);
    },
  });
  expect(result.events).toBe(2);
  expect(events[1]).toMatchObject({
    'log.file.path': 'upload.log.zst',
    'log.offset': 48,
    'hinomi.record': 3,
  });
});
