// Which lines have a term, as bytes: distances between them, or one bit a line where that is shorter. In front stand the
// number of lines (its lowest bit tells which of the two) and the length.
import { addLine, type LineSet } from './line-set.ts';

/** Longest length in front. */
export const prefixBytes = 10;

/** Grows as postings are written one after the other. */
export interface PostingBytes {
  bytes: Uint8Array<ArrayBuffer>;
  end: number;
}

/** Writes the lines `of[from..to)`, ascending, of a segment with so many `lines`. */
export function writePosting(
  into: PostingBytes,
  of: Uint32Array,
  from: number,
  to: number,
  lines: number,
): void {
  const dense = (lines + 7) >>> 3;
  const most = prefixBytes + Math.max(dense, (to - from) * 5);
  if (into.end + most > into.bytes.length) {
    const larger = new Uint8Array(Math.max(into.bytes.length * 2, into.end + most));
    larger.set(into.bytes.subarray(0, into.end));
    into.bytes = larger;
  }
  const { bytes } = into;
  const start = into.end + prefixBytes;
  let at = start;
  let before = -1;
  for (let index = from; index < to; index++) {
    let gap = of[index]! - before - 1;
    before = of[index]!;
    while (gap >= 0x80) {
      bytes[at++] = (gap & 0x7f) | 0x80;
      gap >>>= 7;
    }
    bytes[at++] = gap;
  }
  const isDense = at - start > dense;
  if (isDense) {
    at = start + dense;
    bytes.fill(0, start, at);
    for (let index = from; index < to; index++) {
      const line = of[index]!;
      bytes[start + (line >>> 3)]! |= 1 << (line & 7);
    }
  }
  const length = at - start;
  let head = writeNumber(bytes, into.end, (to - from) * 2 + (isDense ? 1 : 0));
  head = writeNumber(bytes, head, length);
  bytes.copyWithin(head, start, at);
  into.end = head + length;
}

function writeNumber(into: Uint8Array, position: number, value: number): number {
  let at = position;
  let rest = value;
  while (rest >= 0x80) {
    into[at++] = (rest & 0x7f) | 0x80;
    rest = Math.floor(rest / 128);
  }
  into[at++] = rest;
  return at;
}

/** What stands in front of a posting: how many lines, how they are told, and where the lines begin and end. */
export function readPrefix(bytes: Uint8Array): { count: number; dense: boolean; start: number; end: number } {
  let at = 0;
  const number = () => {
    let value = 0;
    for (let unit = 1; ; unit *= 128) {
      const byte = bytes[at++]!;
      value += (byte & 0x7f) * unit;
      if (byte < 0x80) return value;
    }
  };
  const told = number();
  const length = number();
  return { count: Math.floor(told / 2), dense: told % 2 === 1, start: at, end: at + length };
}

/** Adds lines told as distances to a set. */
export function addDistances(set: LineSet, bytes: Uint8Array, start: number, end: number): void {
  let line = -1;
  for (let at = start; at < end; ) {
    let byte = bytes[at++]!;
    let gap = byte & 0x7f;
    for (let shift = 7; byte >= 0x80; shift += 7) {
      byte = bytes[at++]!;
      gap |= (byte & 0x7f) << shift;
    }
    line += gap + 1;
    addLine(set, line);
  }
}
