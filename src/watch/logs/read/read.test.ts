// Bytes to lines: offsets, limits, character sets, compression, evidence.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeLine } from './charset.ts';
import { openBytes, unpack } from './decompress.ts';
import { readEvidence } from './evidence.ts';
import { LineSplitter, lineLimit } from './lines.ts';

let dir = '';
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'hinomi-read-'));
});
afterAll(() => rmSync(dir, { recursive: true }));

interface Seen {
  text: string;
  offset: number;
  number: number;
  charset: string;
}

function split(chunks: Buffer[]): { lines: Seen[]; long: number[] } {
  const lines: Seen[] = [];
  const long: number[] = [];
  const splitter = new LineSplitter({
    line: (text, offset, number, charset) => {
      lines.push({ text, offset, number, charset });
    },
    tooLong: (_offset, number) => {
      long.push(number);
    },
  });
  for (const chunk of chunks) splitter.push(chunk);
  splitter.finish();
  return { lines, long };
}

/** Cuts bytes at the given places (modulo length). */
function cut(bytes: Buffer, places: number[]): Buffer[] {
  const at = [...new Set(places.map(place => place % (bytes.length + 1)))].sort((a, b) => a - b);
  return [0, ...at].map((from, index) => bytes.subarray(from, at[index] ?? bytes.length));
}

describe('lines', () => {
  test('however the bytes arrive, each line stands at its offset (property)', () => {
    const text = fc.array(
      fc.string({ unit: 'grapheme' }).map(line => line.replaceAll(/[\r\n\uFEFF]/g, '.')),
      {
        minLength: 1,
        maxLength: 20,
      },
    );
    const property = fc.property(
      text,
      fc.constantFrom('\n', '\r\n'),
      fc.array(fc.nat(), { maxLength: 6 }),
      (given, end, places) => {
        const bytes = Buffer.from(given.join(end));
        const { lines } = split(cut(bytes, places));
        const expected = given.at(-1) === '' ? given.slice(0, -1) : given;
        expect(lines.map(line => line.text)).toEqual(expected);
        lines.forEach((line, index) => {
          expect(line.number).toBe(index + 1);
          const size = Buffer.byteLength(line.text);
          expect(bytes.subarray(line.offset, line.offset + size).toString()).toBe(line.text);
        });
      },
    );
    fc.assert(property, { numRuns: 2_000 });
  });

  test('any bytes at all give lines whose places join up (property)', () => {
    const property = fc.property(
      fc.uint8Array({ maxLength: 300 }),
      fc.array(fc.nat(), { maxLength: 5 }),
      (data, places) => {
        const bytes = Buffer.from(data);
        if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) return;
        const { lines } = split(cut(bytes, places));
        expect(lines).toEqual(split([bytes]).lines);
        const count = bytes.reduce((sum, byte) => sum + (byte === 10 ? 1 : 0), 0);
        expect(lines.length).toBe(count + (bytes.length > 0 && bytes.at(-1) !== 10 ? 1 : 0));
      },
    );
    fc.assert(property, { numRuns: 2_000 });
  });

  test('a line over the limit is skipped with its number, and the next is read', () => {
    const bytes = Buffer.from(`a\n${'x'.repeat(lineLimit + 1)}\nb\n${'y'.repeat(lineLimit)}\nc`);
    const { lines, long } = split(cut(bytes, [7, 500_000, 900_000]));
    expect(long).toEqual([2]);
    expect(lines.map(({ text, number }) => [text.slice(0, 1), text.length, number])).toEqual([
      ['a', 1, 1],
      ['b', 1, 3],
      ['y', lineLimit, 4],
      ['c', 1, 5],
    ]);
    expect(lines[1]!.offset).toBe(2 + lineLimit + 2);
  });

  test('byte order marks: UTF-8 is taken off, UTF-16 decides', () => {
    expect(split([Buffer.from('\uFEFFa\nb')]).lines).toMatchObject([
      { text: 'a', offset: 0 },
      { text: 'b', offset: 5 },
    ]);
    const little = Buffer.from('\uFEFF日本\r\nab\nऊ\u0a0a', 'utf16le');
    const big = Buffer.from(little).swap16();
    for (const [bytes, charset] of [
      [little, 'utf-16le'],
      [big, 'utf-16be'],
    ] as const)
      for (const places of [[], [1], [3, 4, 9], [2, 11, 13]]) {
        const { lines } = split(cut(bytes, places));
        expect(lines.map(line => line.text)).toEqual(['日本', 'ab', 'ऊ\u0a0a']);
        expect(lines[1]).toMatchObject({ offset: 10, charset });
      }
  });
});

describe('character sets', () => {
  test.each([
    ['utf-8', Buffer.from('日本語 é'), '日本語 é'],
    ['shift_jis', Buffer.from('83548393837683 8b'.replaceAll(' ', ''), 'hex'), 'サンプル'],
    ['euc-jp', Buffer.from('a5b5a5f3a5d7a5eb', 'hex'), 'サンプル'],
    ['shift_jis', Buffer.from([...Buffer.from('user='), 0x93, 0xfa, 0x96, 0x7b]), 'user=日本'],
    ['windows-1252', Buffer.from('caf\xe9 na\xefve', 'latin1'), 'café naïve'],
    ['windows-1252', Buffer.from('M\xfcller', 'latin1'), 'Müller'],
  ])('%s', (charset, bytes, text) => expect(decodeLine(bytes)).toEqual({ charset, text }));
});

const collect = async (source: { chunks: AsyncIterable<Buffer> }) => {
  const parts: Buffer[] = [];
  let error: unknown;
  try {
    for await (const chunk of source.chunks) parts.push(chunk);
  } catch (caught) {
    error = caught;
  }
  return { bytes: Buffer.concat(parts), error };
};

async function* dribble(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield new Uint8Array(bytes.subarray(at, at + size));
}

describe('compression', () => {
  const text = Buffer.from(
    Array.from({ length: 20_000 }, (_, index) => `line ${index} ${Math.sin(index)}\n`).join(''),
  );
  const half = text.length >> 1;

  test.each([
    ['plain', text],
    ['gzip', gzipSync(text)],
    ['gzip of two members', Buffer.concat([gzipSync(text.subarray(0, half)), gzipSync(text.subarray(half))])],
    ['zstd', zstdCompressSync(text)],
    [
      'zstd of two frames',
      Buffer.concat([zstdCompressSync(text.subarray(0, half)), zstdCompressSync(text.subarray(half))]),
    ],
    ['gzip with padding', Buffer.concat([gzipSync(text), Buffer.alloc(700)])],
    ['zstd with padding', Buffer.concat([zstdCompressSync(text), Buffer.alloc(700)])],
    ['empty', Buffer.alloc(0)],
    ['three bytes', Buffer.from('a\nb')],
  ])('%s comes out whole, from a file and in pieces', async (name, bytes) => {
    const expected = bytes.length < 10 ? bytes : text;
    const file = join(dir, name.replaceAll(' ', '-'));
    writeFileSync(file, bytes);
    const source = openBytes(file);
    const whole = await collect(source);
    expect(whole.error).toBeUndefined();
    expect(whole.bytes.equals(expected)).toBe(true);
    if (!name.includes('padding')) expect(source.consumed()).toBe(bytes.length);
    expect((await collect(unpack(dribble(bytes, 1_001), 'x'))).bytes.equals(expected)).toBe(true);
    if (bytes.length < 10)
      expect((await collect(unpack(dribble(bytes, 1), 'x'))).bytes.equals(expected)).toBe(true);
  });

  test.each([
    ['gzip', gzipSync(text)],
    ['zstd', zstdCompressSync(text)],
  ])('truncated %s gives what could be read, then says so', async (_, bytes) => {
    const { bytes: got, error } = await collect(
      unpack(dribble(bytes.subarray(0, bytes.length * 0.7), 4_096), 'x.gz'),
    );
    expect(got.length).toBeGreaterThan(text.length * 0.3);
    expect(text.subarray(0, got.length).equals(got)).toBe(true);
    expect(error).toMatchObject({
      code: 'LOG_COMPRESSION_DAMAGED',
      place: { file: 'x.gz', offset: got.length },
    });
  });

  test('a bomb is given out piece by piece', async () => {
    const bomb = gzipSync(Buffer.alloc(200_000_000, 10));
    let largest = 0;
    let total = 0;
    for await (const chunk of unpack(dribble(bomb, bomb.length), 'x').chunks) {
      total += chunk.length;
      largest = Math.max(largest, chunk.length);
    }
    expect(total).toBe(200_000_000);
    expect(largest).toBeLessThan(1_000_000);
  });
});

describe('evidence', () => {
  const lines = Array.from({ length: 5_000 }, (_, index) => `${index + 1} ${'é'.repeat(index % 90)}`);
  const bytes = Buffer.from(lines.join('\r\n'));
  const offsetOf = (index: number) =>
    Buffer.byteLength(
      lines
        .slice(0, index)
        .map(line => `${line}\r\n`)
        .join(''),
    );

  test.each([
    ['plain', bytes],
    ['gzip', gzipSync(bytes)],
    ['zstd', zstdCompressSync(bytes)],
  ])('finds any line of a %s file with its neighbours', async (name, content) => {
    const file = join(dir, `evidence-${name}`);
    writeFileSync(file, content);
    for (const index of [0, 1, 2, 3, 700, 2_500, 4_997, 4_998, 4_999]) {
      const found = await readEvidence({ file, offset: offsetOf(index), record: index + 1, context: 2 });
      expect(found).toMatchObject({
        text: lines[index],
        record: index + 1,
        before: lines.slice(Math.max(0, index - 2), index),
        after: lines.slice(index + 1, index + 3),
      });
    }
    for (const offset of [offsetOf(2_500) + 1, bytes.length + 10])
      await expect(readEvidence({ file, offset, record: 1 })).rejects.toMatchObject({
        code: 'EVIDENCE_GONE',
      });
  });

  test('says when the file is gone', async () => {
    await expect(readEvidence({ file: join(dir, 'none'), offset: 0, record: 1 })).rejects.toMatchObject({
      code: 'EVIDENCE_GONE',
      remedy: expect.stringContaining('original'),
    });
  });
});
