// Slices of log lines as one segment: lines in order of time, a column and a dictionary for each facet, the words of the
// texts with the lines that have them, and the texts themselves in compressed blocks, source by source.
import { constants, zstdCompressSync } from 'node:zlib';
import { hashOf } from './hash.ts';
import { lineCount, microseconds, type SliceLines, type SourceLines, type Texts } from './lines.ts';
import { type Column, columns, type PartName, type SegmentHead, segmentFile } from './segment-file.ts';
import { type TermArrays, TermBuilder } from './term-builder.ts';
import { eachWord, foldInto } from './text-words.ts';

/** Bytes of text compressed together: a page of lines far apart unpacks one block for each. */
const blockBytes = 32 * 1024;

const textsOf: Record<Exclude<Column, 'source'>, (lines: SourceLines) => Texts> = {
  host: lines => lines.host,
  user: lines => lines.user,
  sourceAddress: lines => lines.sourceAddress,
  destinationAddress: lines => lines.destinationAddress,
  object: lines => lines.object,
  code: lines => lines.code,
};

/** Where lines come from, in order of time; of one time in the order they were written in. */
interface Placed {
  at: Float64Array<ArrayBuffer>;
  group: Uint32Array;
  row: Uint32Array;
}

function inOrder(slices: readonly SliceLines[]): Placed {
  const lines = lineCount(slices);
  const times = new Float64Array(lines);
  const groups = new Uint32Array(lines);
  const rows = new Uint32Array(lines);
  let line = 0;
  let group = 0;
  for (const { from, sources } of slices)
    for (const { at } of sources) {
      for (let row = 0; row < at.length; row++, line++) {
        times[line] = microseconds(Math.max(at[row]!, from));
        groups[line] = group;
        rows[line] = row;
      }
      group++;
    }
  const order = sortedByTime(times);
  const take = (of: Uint32Array) => Uint32Array.from(order, index => of[index]!);
  return { at: Float64Array.from(order, index => times[index]!), group: take(groups), row: take(rows) };
}

/** Numbers of lines by time, then by number. */
function sortedByTime(times: Float64Array): Uint32Array {
  const count = times.length;
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const time of times) {
    if (time < least) least = time;
    if (time > most) most = time;
  }
  // Time and number as one number are sorted many times faster than by a function, as long as they fit.
  if ((most - least + 1) * count <= Number.MAX_SAFE_INTEGER) {
    const keys = Float64Array.from(times, (time, index) => (time - least) * count + index).sort();
    return Uint32Array.from(keys, key => key % count);
  }
  return Uint32Array.from(times, (_, index) => index).sort((a, b) => times[a]! - times[b]! || a - b);
}

/** The file of a segment in pieces. Slices must have lines and come in order. */
export function writeSegment(slices: readonly SliceLines[]): Uint8Array[] {
  const placed = inOrder(slices);
  const lines = placed.at.length;
  const groups = slices.flatMap(({ sources }) => sources);
  const parts = new Map<PartName, NodeJS.TypedArray>([['at', placed.at]]);
  const put = (name: Column | 'words' | 'pairs', terms: TermArrays) => {
    parts.set(`${name}.bytes`, terms.bytes);
    parts.set(`${name}.ends`, terms.ends);
    parts.set(`${name}.buckets`, terms.buckets);
    parts.set(`${name}.places`, terms.places);
    parts.set(`${name}.postings`, terms.postings);
  };
  for (const column of columns) {
    const { terms, values } =
      column === 'source' ? sourceColumn(placed, groups) : textColumn(placed, groups.map(textsOf[column]));
    parts.set(`column.${column}`, values);
    put(column, terms);
  }
  const texts = groups.map(({ text }) => text);
  const { words, pairs, empty } = indexWords(placed, texts);
  put('words', words);
  put('pairs', pairs);
  const sources = groups.map(({ source }) => source);
  for (const [name, part] of compressTexts(placed, texts, sources)) parts.set(name, part);
  const head: Omit<SegmentHead, 'parts'> = {
    lines,
    first: slices[0]!.slice,
    last: slices.at(-1)!.slice,
    from: placed.at[0]!,
    to: placed.at[lines - 1]!,
    empty,
  };
  return segmentFile(head, parts);
}

function sourceColumn({ group }: Placed, groups: readonly SourceLines[]) {
  const builder = new TermBuilder(true);
  const names = groups.map(({ source }) => Buffer.from(source));
  const hashes = names.map(name => hashOf(name));
  const numbers = Uint32Array.from(group, (of, line) =>
    builder.add(hashes[of]!, names[of]!, 0, names[of]!.length, line),
  );
  return column(builder, numbers);
}

function textColumn({ group, row }: Placed, texts: readonly Texts[]) {
  const builder = new TermBuilder(true);
  const numbers = new Uint32Array(group.length);
  for (let line = 0; line < numbers.length; line++) {
    const { bytes, ends } = texts[group[line]!]!;
    const start = row[line] === 0 ? 0 : ends[row[line]! - 1]!;
    const end = ends[row[line]!]!;
    numbers[line] = builder.add(hashOf(bytes, start, end), bytes, start, end, line);
  }
  return column(builder, numbers);
}

function column(
  builder: TermBuilder,
  numbers: Uint32Array,
): { terms: TermArrays; values: NodeJS.TypedArray } {
  const { terms, ordinals } = builder.finish(numbers.length);
  const count = terms.ends.length;
  const values = new (count <= 0x100 ? Uint8Array : count <= 0x10000 ? Uint16Array : Uint32Array)(
    numbers.length,
  );
  for (let line = 0; line < values.length; line++) values[line] = ordinals[numbers[line]!]!;
  return { terms, values };
}

function indexWords({ group, row }: Placed, texts: readonly Texts[]) {
  const words = new TermBuilder(false);
  const pairs = new TermBuilder(false);
  const empty: number[] = [];
  let folded = new Uint8Array(1 << 16);
  let line = 0;
  const addWord = (hash: number, start: number, end: number) =>
    void words.add(hash, folded, start, end, line);
  const addPair = (hash: number, start: number, end: number) =>
    void pairs.add(hash, folded, start, end, line);
  for (; line < group.length; line++) {
    const { bytes, ends } = texts[group[line]!]!;
    const start = row[line] === 0 ? 0 : ends[row[line]! - 1]!;
    const length = ends[row[line]!]! - start;
    if (length === 0) empty.push(line);
    if (length > folded.length) folded = new Uint8Array(length * 2);
    foldInto(folded, bytes, start, start + length);
    eachWord(folded, length, addWord, addPair);
  }
  return { words: words.finish(line).terms, pairs: pairs.finish(line).terms, empty };
}

/** Texts in blocks, those of one source together; `order` says the how-manieth of all a line's text is. */
function compressTexts({ group, row }: Placed, texts: readonly Texts[], sources: readonly string[]) {
  const lines = group.length;
  const names = [...new Set(sources)];
  const nameOf = sources.map(source => names.indexOf(source));
  const counts = new Uint32Array(names.length + 1);
  for (let line = 0; line < lines; line++) counts[nameOf[group[line]!]! + 1]!++;
  for (let name = 1; name < counts.length; name++) counts[name]! += counts[name - 1]!;
  const breaks = new Set(counts);
  const order = new Uint32Array(lines);
  const lineOf = new Uint32Array(lines);
  for (let line = 0; line < lines; line++) {
    const place = counts[nameOf[group[line]!]!]!++;
    order[line] = place;
    lineOf[place] = line;
  }
  const first: number[] = [];
  const ends: number[] = [];
  const packed: Uint8Array[] = [];
  let size = 0;
  let end = 0;
  const flush = (from: number, to: number) => {
    const raw = Buffer.allocUnsafe(4 * (to - from) + size);
    let at = 4 * (to - from);
    for (let place = from; place < to; place++) {
      const line = lineOf[place]!;
      const { bytes, ends: textEnds } = texts[group[line]!]!;
      const start = row[line] === 0 ? 0 : textEnds[row[line]! - 1]!;
      raw.set(bytes.subarray(start, textEnds[row[line]!]!), at);
      at += textEnds[row[line]!]! - start;
      raw.writeUInt32LE(at, 4 * (place - from));
    }
    const block = zstdCompressSync(raw, {
      params: { [constants.ZSTD_c_compressionLevel]: 1, [constants.ZSTD_c_checksumFlag]: 1 },
    });
    packed.push(block);
    end += block.length;
    first.push(from);
    ends.push(end);
    size = 0;
  };
  let from = 0;
  for (let place = 0; place < lines; place++) {
    if (place > from && (size >= blockBytes || breaks.has(place))) {
      flush(from, place);
      from = place;
    }
    const line = lineOf[place]!;
    const { ends: textEnds } = texts[group[line]!]!;
    size += textEnds[row[line]!]! - (row[line] === 0 ? 0 : textEnds[row[line]! - 1]!);
  }
  flush(from, lines);
  return new Map<PartName, NodeJS.TypedArray>([
    ['order', order],
    ['block.first', Uint32Array.from(first)],
    ['block.ends', Uint32Array.from(ends)],
    ['block.bytes', Buffer.concat(packed)],
  ]);
}
