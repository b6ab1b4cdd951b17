// Builds an EventBlock field by field from parsed JSON, checking every value against the dictionary on the way. One pass
// from the wire to typed arrays: no event object outlives its line.
import { labelLimit, textLimit } from '#model/event/event.ts';
import { type EventFieldName, eventFields, type FieldType } from '#model/event/fields.ts';
import { parseIp } from '#model/ip.ts';
import type { Column, EventBlock } from '#store/events/port.ts';
import {
  labelNameLimit,
  labelsProblem,
  lengthLimit,
  listProblem,
  numberRange,
  type Problem,
} from './check-value.ts';

/** A column under construction: `add` refuses a bad value; rows without a value stay empty. */
export interface ColumnBuilder {
  add(row: number, value: unknown): Problem | undefined;
  /** Forgets rows from here on. */
  cut(rows: number): void;
  finish(rows: number): Column;
}

type Numbers = Uint8Array | Uint16Array | Uint32Array | Float32Array | Float64Array;

/** Room for at least `size` values, contents kept. */
function grow<T extends Numbers>(values: T, size: number): T {
  if (size <= values.length) return values;
  const larger = new (values.constructor as new (length: number) => T)(
    Math.max(size, values.length * 2, 1024),
  );
  larger.set(values);
  return larger;
}

class NumberBuilder implements ColumnBuilder {
  #values: Numbers;
  readonly #min: number;
  readonly #max: number;
  readonly #whole: boolean;
  constructor(values: Numbers, type: keyof typeof numberRange) {
    this.#values = values;
    [this.#min, this.#max, this.#whole] = numberRange[type];
  }
  add(row: number, value: unknown): Problem | undefined {
    if (typeof value !== 'number') return 'type';
    if (!(value >= this.#min && value <= this.#max) || (this.#whole && !Number.isInteger(value)))
      return 'range';
    if (row >= this.#values.length) this.#values = grow(this.#values, row + 1);
    this.#values[row] = value;
    return undefined;
  }
  cut(rows: number): void {
    this.#values.fill(0, rows);
  }
  finish(rows: number): Column {
    return { kind: 'number', values: grow(this.#values, rows).subarray(0, rows) };
  }
}

/** Parses a text into 16 bytes at an offset; false when it cannot. */
type ParseInto = (text: string, into: Uint8Array, at: number) => boolean;

export class BytesBuilder implements ColumnBuilder {
  #values = new Uint8Array(0);
  readonly #parse: ParseInto;
  constructor(parse: ParseInto) {
    this.#parse = parse;
  }
  add(row: number, value: unknown): Problem | undefined {
    if (typeof value !== 'string') return 'type';
    if (row * 16 >= this.#values.length) this.#values = grow(this.#values, row * 16 + 16);
    return this.#parse(value, this.#values, row * 16) ? undefined : 'format';
  }
  /** Sets bytes that are known already. */
  put(row: number, bytes: Uint8Array): void {
    if (row * 16 >= this.#values.length) this.#values = grow(this.#values, row * 16 + 16);
    // For sixteen bytes a loop is faster than TypedArray.set.
    for (let index = 0, at = row * 16; index < 16; index++) this.#values[at + index] = bytes[index]!;
  }
  cut(rows: number): void {
    this.#values.fill(0, rows * 16);
  }
  finish(rows: number): Column {
    return { kind: 'bytes16', values: grow(this.#values, rows * 16).subarray(0, rows * 16) };
  }
}

/** Most distinct values a coded column holds before it gives up coding; bounds its dictionary. */
const dictionaryLimit = 65_536;

class CodedBuilder implements ColumnBuilder {
  #codes = new Uint32Array(0);
  readonly #dictionary: string[] = [''];
  readonly #index = new Map<string, number>([['', 0]]);
  readonly #limit: number;
  constructor(limit: number) {
    this.#limit = limit;
  }
  add(row: number, value: unknown): Problem | undefined {
    if (typeof value !== 'string') return 'type';
    let code = this.#index.get(value);
    if (code === undefined) {
      if (value.length > this.#limit) return 'length';
      code = this.#dictionary.push(value) - 1;
      if (code < dictionaryLimit) this.#index.set(value, code);
    }
    if (row >= this.#codes.length) this.#codes = grow(this.#codes, row + 1);
    this.#codes[row] = code;
    return undefined;
  }
  cut(rows: number): void {
    this.#codes.fill(0, rows);
  }
  finish(rows: number): Column {
    return { kind: 'coded', codes: grow(this.#codes, rows).subarray(0, rows), dictionary: this.#dictionary };
  }
}

class TextBuilder implements ColumnBuilder {
  readonly #values: string[] = [];
  readonly #limit: number;
  constructor(limit: number) {
    this.#limit = limit;
  }
  add(row: number, value: unknown): Problem | undefined {
    if (typeof value !== 'string') return 'type';
    if (value.length > this.#limit) return 'length';
    while (this.#values.length < row) this.#values.push('');
    this.#values[row] = value;
    return undefined;
  }
  cut(rows: number): void {
    if (this.#values.length > rows) this.#values.length = rows;
  }
  finish(rows: number): Column {
    while (this.#values.length < rows) this.#values.push('');
    return { kind: 'text', values: this.#values };
  }
}

const noList: readonly string[] = [];

class ListBuilder implements ColumnBuilder {
  readonly #values: (readonly string[])[] = [];
  add(row: number, value: unknown): Problem | undefined {
    const problem = listProblem(value);
    if (problem) return problem;
    while (this.#values.length < row) this.#values.push(noList);
    this.#values[row] = value as string[];
    return undefined;
  }
  cut(rows: number): void {
    if (this.#values.length > rows) this.#values.length = rows;
  }
  finish(rows: number): Column {
    while (this.#values.length < rows) this.#values.push(noList);
    return { kind: 'lists', values: this.#values };
  }
}

const noLabels: Readonly<Record<string, string>> = Object.freeze({});

class LabelBuilder implements ColumnBuilder {
  readonly #values: Record<string, string>[] = [];
  #of(row: number): Record<string, string> {
    while (this.#values.length < row) this.#values.push(noLabels);
    if (this.#values.length === row) this.#values.push({});
    return this.#values[row]!;
  }
  add(row: number, value: unknown): Problem | undefined {
    const problem = labelsProblem(value);
    if (problem) return problem;
    Object.assign(this.#of(row), value);
    return undefined;
  }
  /** One more label; beyond the limit the event keeps those it has. */
  put(row: number, name: string, text: string): void {
    const labels = this.#of(row);
    if (Object.keys(labels).length < labelLimit)
      labels[name.slice(0, labelNameLimit)] = text.slice(0, textLimit);
  }
  cut(rows: number): void {
    if (this.#values.length > rows) this.#values.length = rows;
  }
  finish(rows: number): Column {
    while (this.#values.length < rows) this.#values.push(noLabels);
    return { kind: 'maps', values: this.#values };
  }
}

const parseUuid: ParseInto = (text, into, at) => {
  if (text.length !== 36) return false;
  let nibble = 0;
  let high = 0;
  for (let index = 0; index < 36; index++) {
    const code = text.charCodeAt(index);
    if (index === 8 || index === 13 || index === 18 || index === 23) {
      if (code !== 45) return false;
      continue;
    }
    const digit = code >= 48 && code <= 57 ? code - 48 : code >= 97 && code <= 102 ? code - 87 : -1;
    if (digit < 0) return false;
    if (nibble & 1) into[at + (nibble >> 1)] = high | digit;
    else high = digit << 4;
    nibble++;
  }
  return true;
};

const parseAddress: ParseInto = (text, into, at) => {
  const bytes = parseIp(text);
  if (bytes) into.set(bytes, at);
  return bytes !== undefined;
};

const builders: Record<FieldType, (name: string) => ColumnBuilder> = {
  time: () => new NumberBuilder(new Float64Array(0), 'time'),
  uuid: () => new BytesBuilder(parseUuid),
  ip: () => new BytesBuilder(parseAddress),
  u8: () => new NumberBuilder(new Uint8Array(0), 'u8'),
  u16: () => new NumberBuilder(new Uint16Array(0), 'u16'),
  u32: () => new NumberBuilder(new Uint32Array(0), 'u32'),
  u64: () => new NumberBuilder(new Float64Array(0), 'u64'),
  f32: () => new NumberBuilder(new Float32Array(0), 'f32'),
  keyword: name => new CodedBuilder(lengthLimit(name, 'keyword')),
  text: name => new TextBuilder(lengthLimit(name, 'text')),
  keywords: () => new ListBuilder(),
  labels: () => new LabelBuilder(),
};

const typeOf = new Map<string, FieldType>(eventFields.map(field => [field.name, field.type]));

/** A block under construction, row by row. */
export class BlockBuilder {
  rows = 0;
  readonly #columns = new Map<string, ColumnBuilder>();

  /** The column of a field, for callers that set it often; undefined for a name the dictionary lacks. */
  column(name: string): ColumnBuilder | undefined {
    const known = this.#columns.get(name);
    if (known) return known;
    const type = typeOf.get(name);
    if (!type) return undefined;
    const made = builders[type](name);
    this.#columns.set(name, made);
    return made;
  }

  /** Sets a field of the row being built; an unknown name becomes a label. */
  set(name: string, value: unknown): Problem | undefined {
    const column = this.column(name);
    if (column) return column.add(this.rows, value);
    if (name !== '__proto__' && value !== null && value !== undefined)
      this.label(name, typeof value === 'string' ? value : JSON.stringify(value));
    return undefined;
  }

  /** Adds a label to the row being built. */
  label(name: string, text: string): void {
    (this.column('labels') as LabelBuilder).put(this.rows, name, text);
  }

  /** The row is complete. */
  endRow(): void {
    this.rows++;
  }

  /** Forgets the rows from this one on, and whatever of a row was begun. */
  cut(rows: number): void {
    this.rows = rows;
    for (const column of this.#columns.values()) column.cut(rows);
  }

  /** The block; the builder must not be used afterwards. */
  finish(constants: Partial<Record<EventFieldName, string | number>> = {}): EventBlock {
    const columns: EventBlock['columns'] = {};
    for (const [name, column] of this.#columns) columns[name as EventFieldName] = column.finish(this.rows);
    for (const [name, value] of Object.entries(constants))
      columns[name as EventFieldName] = { kind: 'constant', value };
    return { rows: this.rows, columns };
  }
}
