// Whole logs: counts, blocks, ids, bad lines, the way back to the line.
import { Buffer } from 'node:buffer';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Event } from '#model/event/event.ts';
import { blockEvents, type LogOptions, type LogResult, readLog, type SkippedLine } from './ingest.ts';
import { openBytes, unpack } from './read/decompress.ts';
import { faultsOf } from './testing/valid-event.ts';

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

interface Taken {
  result: LogResult;
  blocks: { token: string; events: Event[] }[];
  events: Event[];
  skips: SkippedLine[];
}

async function take(bytes: Buffer, options: Partial<LogOptions> = {}, size = 65_536): Promise<Taken> {
  const blocks: Taken['blocks'] = [];
  const skips: SkippedLine[] = [];
  const result = await readLog({
    source: unpack(inPieces(bytes, size), 'x.log'),
    name: 'x.log',
    inputId: 'input-1',
    format: 'auto',
    clock: () => Date.UTC(2024, 5, 1),
    onEvents: async (events, token) => {
      blocks.push({ token, events });
    },
    onSkip: line => {
      skips.push(line);
    },
    ...options,
  });
  return { result, blocks, skips, events: blocks.flatMap(block => block.events) };
}

const cowrie = (index: number, extra = '') =>
  `{"eventid":"cowrie.login.failed","timestamp":"2024-05-01T10:00:${String(index % 60).padStart(2, '0')}Z","src_ip":"192.0.2.1","session":"s","n":${index}${extra}}`;

test('good, bad, blank and long lines are each counted, and reading goes on', async () => {
  const text = [cowrie(1), '{"broken', '', cowrie(2), 'x'.repeat(1_100_000), '\0\0', cowrie(3)].join('\n');
  const { result, events, skips } = await take(Buffer.from(text));
  expect(result).toMatchObject({
    format: 'cowrie',
    records: 6,
    events: 3,
    skippedCount: 3,
    classes: { 'cowrie.login.failed': 3 },
  });
  expect(result.skipped.map(entry => entry.at)).toEqual(['line 2', 'line 5', 'line 6']);
  expect(result.skipped[1]!.why).toContain('the limit is');
  expect(skips[0]).toMatchObject({ line: 2, offset: cowrie(1).length + 1, text: '{"broken' });
  expect([result.firstEvent, result.lastEvent]).toEqual([
    Date.UTC(2024, 4, 1, 10, 0, 1),
    Date.UTC(2024, 4, 1, 10, 0, 3),
  ]);
  expect(events.map(event => event['hinomi.record'])).toEqual([1, 4, 7]);
});

test('only the first hundred bad lines are listed, all are counted', async () => {
  const { result, skips } = await take(Buffer.from(`${cowrie(1)}\n${'bad\n'.repeat(250)}`));
  expect(result.skipped).toHaveLength(100);
  expect(result.skippedCount).toBe(250);
  expect(skips).toHaveLength(250);
});

test('engine counters are skipped as known, with their number', async () => {
  const stats = '{"timestamp":"2024-05-01T00:00:00.0+0000","event_type":"stats","stats":{}}\n';
  const { result } = await take(Buffer.from(stats.repeat(3)));
  expect(result).toMatchObject({ format: 'suricata', records: 3, events: 0, skippedCount: 3, firstEvent: 0 });
  expect(result.skipped).toEqual([{ at: 'line 1', why: expect.stringContaining('3 such records') }]);
});

test('blocks, tokens and ids are the same however the bytes arrive', async () => {
  const bytes = Buffer.from(Array.from({ length: blockEvents + 7 }, (_, index) => cowrie(index)).join('\n'));
  const shape = ({ blocks }: Taken) =>
    blocks.map(({ token, events }) => [
      token,
      events.length,
      events[0]!['event.id'],
      events.at(-1)!['event.id'],
    ]);
  const first = await take(bytes);
  expect(shape(first).map(block => block.slice(0, 2))).toEqual([
    ['input:input-1:0', blockEvents],
    ['input:input-1:1', 7],
  ]);
  expect(shape(await take(bytes, {}, 999_983))).toEqual(shape(first));
  expect(shape(await take(gzipSync(bytes)))).toEqual(shape(first));
  expect(new Set(first.events.map(event => event['event.id'])).size).toBe(first.events.length);
  const other = await take(bytes.subarray(0, 500), { inputId: 'input-2' });
  expect(other.events[0]!['event.id']).not.toBe(first.events[0]!['event.id']);
});

test('every event leads back to its exact line (property)', async () => {
  const extra = fc.string({ unit: 'grapheme', maxLength: 40 }).map(text => `,"x":${JSON.stringify(text)}`);
  const line = fc.oneof(
    extra.map(text => cowrie(1, text)),
    fc.constantFrom('', 'junk', '{"a":'),
  );
  const property = fc.asyncProperty(
    fc.array(line, { maxLength: 15 }),
    fc.constantFrom('\n', '\r\n'),
    fc.integer({ min: 1, max: 300 }),
    async (lines, end, size) => {
      const bytes = Buffer.from(lines.join(end));
      const { events, result } = await take(bytes, { format: 'cowrie' }, size);
      expect(result.records).toBe(events.length + result.skippedCount);
      for (const event of events) {
        expect(faultsOf(event)).toEqual([]);
        const original = event['event.original']!;
        const at = event['log.offset']!;
        expect(bytes.subarray(at, at + Buffer.byteLength(original)).toString()).toBe(original);
        expect(lines[event['hinomi.record']! - 1]).toBe(original);
      }
    },
  );
  await fc.assert(property, { numRuns: 300 });
});

test('a truncated archive keeps what was readable and says so', async () => {
  const text = Array.from({ length: 5_000 }, (_, index) => cowrie(index, `,"r":${Math.sin(index)}`)).join(
    '\n',
  );
  const whole = gzipSync(text);
  const { result, events } = await take(whole.subarray(0, whole.length >> 1));
  expect(events.length).toBeGreaterThan(1_000);
  expect(result.error).toMatchObject({ code: 'LOG_COMPRESSION_DAMAGED' });
  expect(result.skipped.at(-1)!.at).toMatch(/^byte \d+$/);
});

test('Shift_JIS lines are read and marked', async () => {
  const line = Buffer.concat([
    Buffer.from(cowrie(1).slice(0, -1)),
    Buffer.from(',"x":"'),
    Buffer.from([0x93, 0xfa, 0x96, 0x7b]),
    Buffer.from('"}'),
  ]);
  const { events } = await take(line);
  expect(events[0]!.labels).toMatchObject({ x: '日本', 'hinomi.charset': 'shift_jis' });
});

test('an unknown format is said plainly; an empty file is no fault', async () => {
  await expect(take(Buffer.from('just\nsome words\n'))).rejects.toMatchObject({
    code: 'LOG_FORMAT_UNKNOWN',
    place: { file: 'x.log' },
  });
  await expect(take(Buffer.from('x'), { format: 'nonsense' })).rejects.toMatchObject({
    code: 'LOG_FORMAT_UNKNOWN',
  });
  expect((await take(Buffer.alloc(0))).result).toMatchObject({ records: 0, events: 0, skippedCount: 0 });
});

test('what the store throws stops the reading; an abort too', async () => {
  const onEvents = async () => {
    throw new Error('store down');
  };
  await expect(take(Buffer.from(cowrie(1)), { onEvents })).rejects.toThrow('store down');
  await expect(take(Buffer.from(cowrie(1)), { signal: AbortSignal.abort() })).rejects.toThrow();
});

const shared = join(process.env['HINOMI_SHARED'] ?? '../shared', 'data/zeek');
test.skipIf(!existsSync(shared))(
  `shared Zeek logs (skipped without ${shared}): every event leads back to its line`,
  async () => {
    for (const file of readdirSync(shared)) {
      const path = join(shared, file);
      const lines = readFileSync(path, 'utf8').split('\n');
      const bytes = readFileSync(path);
      const { result, events } = await take(Buffer.alloc(0), { source: openBytes(path), name: path });
      expect(result).toMatchObject({ format: 'zeek', events: lines.filter(Boolean).length, skippedCount: 0 });
      for (const event of events) {
        const line = lines[event['hinomi.record']! - 1]!;
        const at = event['log.offset']!;
        expect(faultsOf(event)).toEqual([]);
        expect(event['log.file.path']).toBe(path);
        expect(event['event.original']).toBe(line.slice(0, 8_192));
        expect(bytes.subarray(at, at + Buffer.byteLength(line)).toString()).toBe(line);
      }
    }
  },
);
