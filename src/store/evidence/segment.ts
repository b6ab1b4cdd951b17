// A segment read where it lies: only the bytes a question needs, the operating system keeps them at hand.
import { closeSync, fstatSync, openSync } from 'node:fs';
import { crc32, zstdDecompressSync } from 'node:zlib';
import { foldAscii } from '#model/search/words.ts';
import type { Cache } from './cache.ts';
import { fold, hashOf } from './hash.ts';
import { addLine, type LineSet, noLines } from './line-set.ts';
import { type BlockPool, blockBytes, readFully } from './pool.ts';
import type { EvidenceRow } from './port.ts';
import { addDistances, readPrefix } from './postings.ts';
import { type Column, columns, damaged, type PartName, readHead, type SegmentHead } from './segment-file.ts';
import { single } from './term-builder.ts';
import { foldInto } from './text-words.ts';
import type { Steps } from './turns.ts';

/** Values of one dictionary kept as strings. */
const mostValues = 2_000;

type Numbers = Float64Array | Uint32Array | Uint16Array | Uint8Array;

/** Where the bytes of a segment are. */
export interface Source {
  size: number;
  /** Some bytes from a place on, not to be changed; fewer at the end. */
  read(from: number, length: number): Buffer<ArrayBuffer>;
  /** The same in memory of their own, for whole parts. */
  copy(from: number, length: number): Buffer<ArrayBuffer>;
  close(): void;
}

function fileSource(file: string, pool: BlockPool): Source {
  const fd = openSync(file, 'r');
  return {
    size: fstatSync(fd).size,
    read: (from, length) => pool.read(fd, from, length),
    copy: (from, length) => readFully(fd, from, length),
    close() {
      pool.forget(fd);
      closeSync(fd);
    },
  };
}

export function memorySource(bytes: Uint8Array): Source {
  const copy = (from: number, length: number) =>
    Buffer.from(bytes.slice(from, from + length).buffer as ArrayBuffer);
  return { size: bytes.length, read: copy, copy, close: () => {} };
}

export class Segment {
  readonly file: string;
  readonly head: SegmentHead;
  readonly cache: Cache;
  readonly #source: Source;
  readonly #base: number;
  readonly #dictionaries = new Map<string, Dictionary>();

  /** @throws HinomiError `DRILL_EVIDENCE_DAMAGED` */
  constructor(name: string, source: Source, cache: Cache) {
    this.file = name;
    this.cache = cache;
    this.#source = source;
    const { head, base } = readHead(name, source.size, source.copy);
    this.head = head;
    this.#base = base;
  }

  /** @throws HinomiError `DRILL_EVIDENCE_DAMAGED`; the system's error for a file that cannot be read. */
  static open(file: string, cache: Cache, pool: BlockPool): Segment {
    const source = fileSource(file, pool);
    try {
      return new Segment(file, source, cache);
    } catch (error) {
      source.close();
      throw error;
    }
  }

  close(): void {
    this.#source.close();
  }

  /**
   * Reads every part but the texts once, a block a step: what is read in small pieces is at hand then, and what the disk has
   * changed is found out. Texts carry checksums of their own.
   * @throws HinomiError `DRILL_EVIDENCE_DAMAGED`
   */
  *warm(): Steps<void> {
    for (const [part, [start, size, check]] of Object.entries(this.head.parts)) {
      if (part === 'block.bytes') continue;
      const whole = part === 'at' || part === 'order' || part.startsWith('column.');
      let sum = 0;
      for (let from = 0; from < size; from += blockBytes) {
        const length = Math.min(blockBytes, size - from);
        const place = this.#base + start + from;
        sum = crc32(whole ? this.#source.copy(place, length) : this.#source.read(place, length), sum);
        yield;
      }
      if (sum !== check) throw damaged(this.file, `its part ${part} does not fit its checksum`);
    }
  }

  size(part: PartName): number {
    return this.head.parts[part]![1];
  }

  /** Bytes of a part, not to be changed. */
  bytes(part: PartName, from: number, length: number): Buffer<ArrayBuffer> {
    const [start, size] = this.head.parts[part]!;
    return this.#source.read(this.#base + start + from, Math.min(length, size - from));
  }

  /** A whole part, in memory of its own. */
  copy(part: PartName): Buffer<ArrayBuffer> {
    const [start, size] = this.head.parts[part]!;
    return this.#source.copy(this.#base + start, size);
  }

  /** A whole part, kept in memory. */
  kept(part: PartName): Buffer<ArrayBuffer> {
    const key = `${this.file} ${part}`;
    const known = this.cache.get<Buffer<ArrayBuffer>>(key);
    if (known) return known;
    const bytes = this.copy(part);
    return this.cache.put(key, bytes, bytes.length);
  }

  numbers(part: PartName): Uint32Array {
    const { buffer } = this.kept(part);
    return new Uint32Array(buffer);
  }

  /** Times of the lines, whole microseconds, ascending. */
  get at(): Float64Array {
    return new Float64Array(this.kept('at').buffer);
  }

  /** For each line the ordinal of its value in the column's dictionary. */
  column(name: Column): Numbers {
    const { buffer } = this.kept(`column.${name}`);
    const width = buffer.byteLength / this.head.lines;
    return width === 1
      ? new Uint8Array(buffer)
      : width === 2
        ? new Uint16Array(buffer)
        : new Uint32Array(buffer);
  }

  dictionary(name: Column | 'words' | 'pairs'): Dictionary {
    let known = this.#dictionaries.get(name);
    if (!known) {
      known = new Dictionary(this, name);
      this.#dictionaries.set(name, known);
    }
    return known;
  }

  /** The first line that is not earlier. */
  lineAt(microseconds: number): number {
    const { head } = this;
    if (microseconds <= head.from) return 0;
    if (microseconds > head.to) return head.lines;
    const { at } = this;
    let low = 0;
    let high = at.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (at[middle]! < microseconds) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Texts of lines in the order their blocks lie, which is the quickest. */
  *texts(lines: ArrayLike<number>): Generator<{ line: number; text: string }> {
    for (const { line, block, start, end } of this.#places(lines))
      yield { line, text: block.toString('utf8', start, end) };
  }

  /** The same with ASCII letters in lower case and a character for each byte: for looking, not for showing. */
  *foldedTexts(lines: ArrayLike<number>): Generator<{ line: number; text: string }> {
    let last: Buffer | undefined;
    for (const { line, block, start, end } of this.#places(lines)) {
      if (block !== last) foldInto(block, block, 0, block.length);
      last = block;
      yield { line, text: block.toString('latin1', start, end) };
    }
  }

  *#places(lines: ArrayLike<number>): Generator<{ line: number; block: Buffer; start: number; end: number }> {
    const order = this.numbers('order');
    const first = this.numbers('block.first');
    const unit = this.head.lines;
    const keys = Float64Array.from(lines, line => order[line]! * unit + line).sort();
    let number = -1;
    let block: Buffer = Buffer.alloc(0);
    let ends: number[] = [];
    for (const key of keys) {
      const place = Math.floor(key / unit);
      const wanted = lastAtMost(first, place);
      if (wanted !== number) {
        number = wanted;
        block = this.#block(number);
        // Read before anybody changes the block.
        const texts = (first[number + 1] ?? unit) - first[number]!;
        ends = Array.from({ length: texts }, (_, index) => block.readUInt32LE(4 * index));
      }
      const index = place - first[number]!;
      yield {
        line: key % unit,
        block,
        start: index === 0 ? 4 * ends.length : ends[index - 1]!,
        end: ends[index]!,
      };
    }
  }

  #block(number: number): Buffer {
    const ends = this.numbers('block.ends');
    const start = number === 0 ? 0 : ends[number - 1]!;
    try {
      return zstdDecompressSync(this.bytes('block.bytes', start, ends[number]! - start));
    } catch (error) {
      throw damaged(this.file, `its block of texts ${number} (${(error as Error).message})`);
    }
  }

  /** Lines as the store gives them out, in the order asked for. */
  rows(lines: readonly number[]): EvidenceRow[] {
    const texts = new Map<number, string>();
    for (const { line, text } of this.texts(lines)) texts.set(line, text);
    const { at } = this;
    const of = Object.fromEntries(columns.map(name => [name, this.column(name)])) as Record<Column, Numbers>;
    const value = (name: Column, line: number) => this.dictionary(name).value(of[name][line]!);
    return lines.map(line => ({
      at: at[line]! / 1000,
      source: value('source', line),
      text: texts.get(line)!,
      host: value('host', line),
      user: value('user', line),
      sourceAddress: value('sourceAddress', line),
      destinationAddress: value('destinationAddress', line),
      object: value('object', line),
      code: value('code', line),
    }));
  }
}

/** Index of the last of ascending numbers that is at most `value`. */
function lastAtMost(numbers: Uint32Array, value: number): number {
  let low = 0;
  let high = numbers.length;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (numbers[middle]! <= value) low = middle;
    else high = middle;
  }
  return low;
}

/** Terms of a segment with the lines that have them. */
export class Dictionary {
  readonly #segment: Segment;
  readonly #name: Column | 'words' | 'pairs';
  readonly #values = new Map<number, string>();
  /** Number of terms. */
  readonly size: number;

  constructor(segment: Segment, name: Column | 'words' | 'pairs') {
    this.#segment = segment;
    this.#name = name;
    this.size = segment.size(`${name}.ends`) / 4;
  }

  /** Where terms begin and, after the last, where it ends: `to - from + 1` numbers. */
  #bounds(from: number, to: number): Uint32Array {
    const bounds = new Uint32Array(to - from + 1);
    const before = from > 0 ? 1 : 0;
    const part: PartName = `${this.#name}.ends`;
    const count = to - from + before;
    const bytes =
      count === this.size
        ? this.#segment.copy(part)
        : this.#segment.bytes(part, 4 * (from - before), 4 * count);
    for (let index = 0; index < count; index++) bounds[index + 1 - before] = bytes.readUInt32LE(4 * index);
    return bounds;
  }

  /** The value of a term. */
  value(ordinal: number): string {
    let known = this.#values.get(ordinal);
    if (known === undefined) {
      const [start, end] = this.#bounds(ordinal, ordinal + 1) as unknown as [number, number];
      known = this.#segment.bytes(`${this.#name}.bytes`, start, end - start).toString();
      // Values of pages come again and again; all of them would be a copy of the file.
      if (this.#values.size > mostValues) this.#values.clear();
      this.#values.set(ordinal, known);
    }
    return known;
  }

  /** All values, for joining them over segments. */
  values(): string[] {
    const bounds = this.#bounds(0, this.size);
    const bytes = this.#segment.copy(`${this.#name}.bytes`);
    return Array.from({ length: this.size }, (_, at) => bytes.toString('utf8', bounds[at], bounds[at + 1]));
  }

  /** Ordinals of the terms that are a value, without regard to ASCII case. */
  find(value: string): number[] {
    if (this.size === 0) return [];
    const wanted = Buffer.from(foldAscii(value));
    const buckets = this.#segment.numbers(`${this.#name}.buckets`);
    const bits = Math.log2(buckets.length - 1);
    const bucket = bits === 0 ? 0 : hashOf(wanted) >>> (32 - bits);
    const [from, to] = [buckets[bucket]!, buckets[bucket + 1]!];
    if (from === to) return [];
    const bounds = this.#bounds(from, to);
    const start = bounds[0]!;
    const bytes = this.#segment.bytes(`${this.#name}.bytes`, start, bounds[to - from]! - start);
    const found: number[] = [];
    for (let ordinal = from; ordinal < to; ordinal++) {
      const begin = bounds[ordinal - from]! - start;
      const length = bounds[ordinal - from + 1]! - start - begin;
      if (length !== wanted.length) continue;
      let at = 0;
      while (at < length && fold[bytes[begin + at]!] === wanted[at]) at++;
      if (at === length) found.push(ordinal);
    }
    return found;
  }

  /** Ordinals of terms that hold a piece (folded) and pass a test (of the folded term). */
  matching(piece: string, test: (term: string) => boolean): number[] {
    const name = this.#name;
    const bounds = this.#bounds(0, this.size);
    const bytes = this.#segment.copy(`${name}.bytes`);
    if (name !== 'words' && name !== 'pairs')
      for (let at = 0; at < bytes.length; at++) bytes[at] = fold[bytes[at]!]!;
    const found: number[] = [];
    if (piece === '') {
      for (let ordinal = 0; ordinal < this.size; ordinal++)
        if (test(bytes.toString('utf8', bounds[ordinal], bounds[ordinal + 1]))) found.push(ordinal);
      return found;
    }
    const wanted = Buffer.from(piece);
    for (let at = bytes.indexOf(wanted); at >= 0; ) {
      const ordinal = lastAtMost(bounds, at);
      const end = bounds[ordinal + 1]!;
      if (at + wanted.length <= end && test(bytes.toString('utf8', bounds[ordinal], end))) {
        found.push(ordinal);
        at = bytes.indexOf(wanted, end);
      } else at = bytes.indexOf(wanted, at + 1);
    }
    return found;
  }

  /** Adds the lines of a term to a set. */
  addLines(set: LineSet, ordinal: number): void {
    const place = this.#segment.bytes(`${this.#name}.places`, 4 * ordinal, 4).readUInt32LE();
    if (place >= single) {
      addLine(set, place - single);
      return;
    }
    const postings: PartName = `${this.#name}.postings`;
    const front = this.#segment.bytes(postings, place, 1024);
    const { dense, start, end } = readPrefix(front);
    const whole = end <= front.length;
    const bytes = whole ? front : this.#segment.bytes(postings, place, end);
    if (!dense) {
      addDistances(set, bytes, start, end);
      return;
    }
    const target = new Uint8Array(set.buffer);
    for (let at = start, to = 0; at < end; at++, to++) target[to]! |= bytes[at]!;
  }

  /** Lines that have any of some terms. */
  linesOf(ordinals: readonly number[]): LineSet {
    const set = noLines(this.#segment.head.lines);
    for (const ordinal of ordinals) this.addLines(set, ordinal);
    return set;
  }
}
