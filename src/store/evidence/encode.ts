// Slices of log lines as one block of ClickHouse's `Native` format: texts are copied as bytes, never made into strings.
import {
  lineCount,
  linesPerSlice,
  microseconds,
  type SliceLines,
  type SourceLines,
  type Texts,
} from './lines.ts';

/** Columns of a block in the order they are encoded; the store casts them to the table's types. */
export const blockColumns = [
  'world',
  'source',
  'at',
  'number',
  'text',
  'host',
  'user',
  'source_address',
  'destination_address',
  'object',
  'code',
] as const;

type Name = (typeof blockColumns)[number];

/** Slices of a world as one block; the store sorts it. */
export function encodeLines(world: string, slices: readonly SliceLines[]): Buffer {
  const rows = lineCount(slices);
  const all = slices.flatMap(({ sources }) => sources);
  const texts = (of: (lines: SourceLines) => Texts) => all.map(lines => prefixed(of(lines)));
  const data: Record<Name, readonly Uint8Array[]> = {
    world: [repeated(world, rows)],
    source: all.map(({ source, at }) => repeated(source, at.length)),
    at: [times(slices, rows)],
    number: [numbers(slices, rows)],
    text: texts(lines => lines.text),
    host: texts(lines => lines.host),
    user: texts(lines => lines.user),
    source_address: texts(lines => lines.sourceAddress),
    destination_address: texts(lines => lines.destinationAddress),
    object: texts(lines => lines.object),
    code: texts(lines => lines.code),
  };
  const types: Partial<Record<Name, string>> = { at: "DateTime64(6, 'UTC')", number: 'UInt64' };
  const parts: Uint8Array[] = [varint(blockColumns.length), varint(rows)];
  for (const name of blockColumns)
    parts.push(repeated(name, 1), repeated(types[name] ?? 'String', 1), ...data[name]);
  return Buffer.concat(parts);
}

function varint(value: number): Uint8Array {
  const out = new Uint8Array(5);
  return out.subarray(0, writeVarint(out, 0, value));
}

/** Lengths are below 2^31. */
function writeVarint(into: Uint8Array, position: number, value: number): number {
  let at = position;
  let rest = value;
  while (rest >= 0x80) {
    into[at++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  into[at++] = rest;
  return at;
}

const varintSize = (value: number): number =>
  value < 0x80 ? 1 : value < 0x4000 ? 2 : value < 0x200000 ? 3 : 5;

/** Each text with its length before it. */
function prefixed({ bytes, ends }: Texts): Uint8Array {
  let size = bytes.length;
  for (let row = 0, start = 0; row < ends.length; row++) {
    size += varintSize(ends[row]! - start);
    start = ends[row]!;
  }
  const out = new Uint8Array(size);
  let at = 0;
  for (let row = 0, start = 0; row < ends.length; row++) {
    const end = ends[row]!;
    at = writeVarint(out, at, end - start);
    // Short texts byte by byte: a view for each would cost more than the copy.
    if (end - start < 48) while (start < end) out[at++] = bytes[start++]!;
    else {
      out.set(bytes.subarray(start, end), at);
      at += end - start;
      start = end;
    }
  }
  return out.subarray(0, at);
}

/** One text many times, each with its length before it. */
function repeated(text: string, times: number): Uint8Array {
  const one = Buffer.from(text);
  const each = Buffer.concat([varint(one.length), one]);
  return Buffer.alloc(each.length * times, each);
}

/** Whole numbers up to 2^53 as 64-bit ones. */
function wide(rows: number): { add(value: number): void; bytes: Uint8Array } {
  const words = new Uint32Array(rows * 2);
  let at = 0;
  return {
    add(value) {
      words[at++] = value % 2 ** 32;
      words[at++] = Math.floor(value / 2 ** 32);
    },
    bytes: new Uint8Array(words.buffer),
  };
}

function times(slices: readonly SliceLines[], rows: number): Uint8Array {
  const column = wide(rows);
  for (const { from, sources } of slices)
    for (const { at } of sources) for (const time of at) column.add(microseconds(Math.max(time, from)));
  return column.bytes;
}

function numbers(slices: readonly SliceLines[], rows: number): Uint8Array {
  const column = wide(rows);
  for (const { slice, sources } of slices) {
    let number = slice * linesPerSlice;
    for (const { at } of sources) for (let line = 0; line < at.length; line++) column.add(number++);
  }
  return column.bytes;
}
