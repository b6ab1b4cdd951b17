// Encodes a block of events in ClickHouse's `Native` format: column after column, each a plain run of memory.

import { HinomiError } from '#model/errors.ts';
import { type EventFieldName, eventField, type FieldType } from '#model/event/fields.ts';
import { parseIp } from '#model/ip.ts';
import { earliestTime, latestTime } from '#model/time.ts';
import { ByteWriter } from './byte-writer.ts';
import { columnType } from './columns.ts';
import type { Column, EventBlock } from './port.ts';

/**
 * The block as one `Native` block (server revision 0, as over HTTP). Columns appear in the order of
 * `block.columns`; use {@link blockColumns} for the column list of the INSERT.
 * @throws HinomiError `EVENT_COLUMN` when a column has another length than the block or the wrong kind.
 */
export function encodeNative(block: EventBlock): Buffer {
  const writer = new ByteWriter(Math.max(1 << 12, block.rows * 64));
  const names = blockColumns(block);
  writer.varint(names.length);
  writer.varint(block.rows);
  for (const name of names) {
    const { type } = eventField(name)!;
    writer.string(name);
    writer.string(columnType(type));
    if (block.rows > 0) encodeColumn(writer, name, type, block.columns[name]!, block.rows);
  }
  return writer.done();
}

/** Names of the columns present in a block, in the order they are encoded. */
export const blockColumns = (block: EventBlock): EventFieldName[] =>
  (Object.keys(block.columns) as EventFieldName[]).filter(name => block.columns[name] !== undefined);

function encodeColumn(
  w: ByteWriter,
  name: EventFieldName,
  type: FieldType,
  column: Column,
  rows: number,
): void {
  const length = columnLength(column);
  if (length !== undefined && length !== rows) throw wrong(name, `has ${length} values for ${rows} rows`);
  switch (type) {
    case 'time':
      w.raw(times(numbers(name, column, rows)));
      return;
    case 'u8':
      w.raw(clamped(numbers(name, column, rows), new Uint8Array(rows), 0xff));
      return;
    case 'u16':
      w.raw(clamped(numbers(name, column, rows), new Uint16Array(rows), 0xffff));
      return;
    case 'u32':
      w.raw(clamped(numbers(name, column, rows), new Uint32Array(rows), 0xffffffff));
      return;
    case 'u64':
      w.raw(bigNumbers(numbers(name, column, rows)));
      return;
    case 'f32': {
      const values = numbers(name, column, rows);
      w.raw(values instanceof Float32Array ? values : Float32Array.from(values));
      return;
    }
    case 'ip':
      w.raw(column.kind === 'bytes16' ? column.values : ipBytes(name, column, rows));
      return;
    case 'uuid':
      w.raw(swappedHalves(column.kind === 'bytes16' ? column.values : uuidBytes(name, column, rows)));
      return;
    case 'text':
      texts(w, name, column, rows);
      return;
    case 'keyword':
      lowCardinalityPrefix(w);
      lowCardinality(w, ...codes(name, column, rows));
      return;
    case 'keywords':
      lists(w, name, column, rows);
      return;
    case 'labels':
      maps(w, name, column, rows);
  }
}

const wrong = (name: string, why: string) =>
  new HinomiError('EVENT_COLUMN', `column ${name} ${why}`, { place: { field: name }, status: 400 });

function columnLength(column: Column): number | undefined {
  if (column.kind === 'constant') return undefined;
  if (column.kind === 'coded') return column.codes.length;
  return column.kind === 'bytes16' ? column.values.length / 16 : column.values.length;
}

type Numbers = Extract<Column, { kind: 'number' }>['values'];

function numbers(name: string, column: Column, rows: number): Numbers {
  if (column.kind === 'number') return column.values;
  if (column.kind === 'constant' && typeof column.value === 'number')
    return new Float64Array(rows).fill(column.value);
  throw wrong(name, `needs numbers, got ${column.kind}`);
}

function clamped<T extends Uint8Array | Uint16Array | Uint32Array>(values: Numbers, out: T, most: number): T {
  if (values.constructor === out.constructor) return values as T;
  for (let row = 0; row < out.length; row++) {
    const value = values[row]!;
    out[row] = value > 0 ? Math.min(value, most) : 0; // NaN becomes 0
  }
  return out;
}

function bigNumbers(values: Numbers): Uint32Array {
  const words = new Uint32Array(values.length * 2);
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    const whole = value > 0 ? Math.min(Math.floor(value), Number.MAX_SAFE_INTEGER) : 0;
    words[row * 2] = whole % 2 ** 32;
    words[row * 2 + 1] = Math.floor(whole / 2 ** 32);
  }
  return words;
}

/** Milliseconds as signed 64-bit numbers, held inside the range the column can keep. NaN becomes 1970. */
function times(values: Numbers): Int32Array {
  const words = new Int32Array(values.length * 2);
  for (let row = 0; row < values.length; row++) {
    const value = Math.round(values[row]!);
    const held =
      value >= earliestTime ? Math.min(value, latestTime) : value < earliestTime ? earliestTime : 0;
    words[row * 2] = held | 0; // ToInt32 keeps the low 32 bits
    words[row * 2 + 1] = Math.floor(held / 2 ** 32);
  }
  return words;
}

const textAt = (column: Column, row: number): string => {
  switch (column.kind) {
    case 'text':
      return column.values[row]!;
    case 'coded':
      return column.dictionary[column.codes[row]!] ?? '';
    case 'constant':
      return String(column.value);
    default:
      return '';
  }
};

const textual = (column: Column): boolean =>
  column.kind === 'text' || column.kind === 'coded' || column.kind === 'constant';

const emptyIp = new Uint8Array(16);

function ipBytes(name: string, column: Column, rows: number): Uint8Array {
  if (!textual(column)) throw wrong(name, `needs addresses, got ${column.kind}`);
  const out = new Uint8Array(rows * 16);
  let lastText = '';
  let last: Uint8Array = emptyIp;
  for (let row = 0; row < rows; row++) {
    const text = textAt(column, row);
    if (text !== lastText) {
      last = (text === '' ? undefined : parseIp(text)) ?? emptyIp;
      lastText = text;
    }
    out.set(last, row * 16);
  }
  return out;
}

function uuidBytes(name: string, column: Column, rows: number): Uint8Array {
  if (!textual(column)) throw wrong(name, `needs UUIDs, got ${column.kind}`);
  const out = Buffer.alloc(rows * 16);
  for (let row = 0; row < rows; row++) {
    const digits = textAt(column, row).replaceAll('-', '');
    if (digits.length !== 32 || out.write(digits, row * 16, 'hex') !== 16)
      throw wrong(name, `row ${row} is not a UUID`);
  }
  return out;
}

/** ClickHouse holds a UUID as two little-endian 64-bit halves, the high one first. */
function swappedHalves(bytes: Uint8Array): Uint8Array {
  return Buffer.from(bytes).swap64();
}

function texts(w: ByteWriter, name: string, column: Column, rows: number): void {
  if (column.kind === 'text') for (const value of column.values) w.string(value);
  else if (textual(column)) for (let row = 0; row < rows; row++) w.string(textAt(column, row));
  else throw wrong(name, `needs text, got ${column.kind}`);
}

type Codes = Uint8Array | Uint16Array | Uint32Array;

/** Any text column as codes into a dictionary. */
function codes(name: string, column: Column, rows: number): [Codes, readonly string[]] {
  if (column.kind === 'constant') return [new Uint8Array(rows), [String(column.value)]];
  if (column.kind === 'coded') {
    for (const code of column.codes)
      if (code >= column.dictionary.length) throw wrong(name, `has code ${code} outside its dictionary`);
    return [column.codes, column.dictionary];
  }
  if (column.kind === 'text') return coded(column.values);
  throw wrong(name, `needs keywords, got ${column.kind}`);
}

function coded(values: readonly string[]): [Codes, readonly string[]] {
  const known = new Map<string, number>();
  const dictionary: string[] = [];
  const out = new Uint32Array(values.length);
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    let code = known.get(value);
    if (code === undefined) {
      code = dictionary.length;
      known.set(value, code);
      dictionary.push(value);
    }
    out[row] = code;
  }
  if (dictionary.length <= 0x100) return [Uint8Array.from(out), dictionary];
  return [dictionary.length <= 0x10000 ? Uint16Array.from(out) : out, dictionary];
}

const indexType = { Uint8Array: 0, Uint16Array: 1, Uint32Array: 2 } as const;
const hasAdditionalKeys = 0x200;

const lowCardinalityPrefix = (w: ByteWriter) => w.u64(1); // version: shared dictionaries with additional keys

/** One run of a LowCardinality column: index type and flags, dictionary, indexes. Nothing at all for no rows. */
function lowCardinality(w: ByteWriter, indexes: Codes, dictionary: readonly string[]): void {
  if (indexes.length === 0) return;
  w.u64(hasAdditionalKeys | indexType[indexes.constructor.name as keyof typeof indexType]);
  w.u64(dictionary.length);
  for (const key of dictionary) w.string(key);
  w.u64(indexes.length);
  w.raw(indexes);
}

/** Ends of each row's elements, as 64-bit numbers. */
function offsets(w: ByteWriter, sizes: Iterable<number>): void {
  let end = 0;
  for (const size of sizes) {
    end += size;
    w.u64(end);
  }
}

function lists(w: ByteWriter, name: string, column: Column, rows: number): void {
  let values: readonly (readonly string[])[];
  if (column.kind === 'lists') values = column.values;
  else if (column.kind === 'constant') values = new Array(rows).fill([String(column.value)]);
  else throw wrong(name, `needs lists, got ${column.kind}`);
  lowCardinalityPrefix(w);
  offsets(
    w,
    values.map(list => list.length),
  );
  lowCardinality(w, ...coded(values.flat()));
}

function maps(w: ByteWriter, name: string, column: Column, rows: number): void {
  if (column.kind !== 'maps') throw wrong(name, `needs maps, got ${column.kind}`);
  const keys: string[] = [];
  const texts: string[] = [];
  const sizes = new Array<number>(rows);
  for (let row = 0; row < rows; row++) {
    const before = keys.length;
    for (const [key, value] of Object.entries(column.values[row]!)) {
      keys.push(key);
      texts.push(value);
    }
    sizes[row] = keys.length - before;
  }
  lowCardinalityPrefix(w);
  offsets(w, sizes);
  lowCardinality(w, ...coded(keys));
  for (const text of texts) w.string(text);
}
