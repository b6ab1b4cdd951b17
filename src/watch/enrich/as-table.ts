// Address → autonomous system, from the CSV files of @ip-location-db/asn: sorted typed arrays and binary search.
import { parseIp } from '#model/ip.ts';

/** Ranges sorted by start; a v4 bound is one word, a v6 bound four. */
export interface AsTable {
  words: 1 | 4;
  rows: number;
  starts: Uint32Array;
  ends: Uint32Array;
  numbers: Uint32Array;
}

const comma = 44;
const quote = 34;
const newline = 10;

/**
 * Reads `start,end,number,"name"` lines. `words` is 1 for numeric IPv4 files, 4 for textual IPv6 files. Names are added
 * to `names`. Malformed lines are passed over.
 */
export function readAsTable(csv: Buffer, words: 1 | 4, names: Map<number, string>): AsTable {
  let lines = 0;
  for (let at = csv.indexOf(newline); at >= 0; at = csv.indexOf(newline, at + 1)) lines++;
  const capacity = lines + 1;
  const starts = new Uint32Array(capacity * words);
  const ends = new Uint32Array(capacity * words);
  const numbers = new Uint32Array(capacity);
  let rows = 0;
  for (let from = 0; from < csv.length; ) {
    const newlineAt = csv.indexOf(newline, from);
    const to = newlineAt < 0 ? csv.length : newlineAt;
    const first = csv.indexOf(comma, from);
    const second = csv.indexOf(comma, first + 1);
    const third = csv.indexOf(comma, second + 1);
    if (first > 0 && second > first && third > second && third < to) {
      const number = decimal(csv, second + 1, third);
      const whole =
        readBound(csv, from, first, starts, rows, words) &&
        readBound(csv, first + 1, second, ends, rows, words);
      if (whole && number > 0 && number <= 0xffffffff) {
        numbers[rows++] = number;
        if (!names.has(number)) names.set(number, readName(csv, third + 1, to));
      }
    }
    from = to + 1;
  }
  return {
    words,
    rows,
    starts: starts.slice(0, rows * words),
    ends: ends.slice(0, rows * words),
    numbers: numbers.slice(0, rows),
  };
}

function decimal(bytes: Buffer, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at++) {
    const digit = bytes[at]! - 48;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return to > from ? value : -1;
}

function readBound(
  csv: Buffer,
  from: number,
  to: number,
  into: Uint32Array,
  row: number,
  words: 1 | 4,
): boolean {
  if (words === 1) {
    const value = decimal(csv, from, to);
    if (value < 0 || value > 0xffffffff) return false;
    into[row] = value;
    return true;
  }
  const bytes = parseIp(csv.toString('latin1', from, to));
  if (!bytes) return false;
  for (let word = 0; word < 4; word++) into[row * 4 + word] = wordAt(bytes, word * 4);
  return true;
}

function readName(csv: Buffer, from: number, to: number): string {
  const end = csv[to - 1] === 13 ? to - 1 : to;
  return csv[from] === quote && csv[end - 1] === quote
    ? csv.toString('utf8', from + 1, end - 1).replaceAll('""', '"')
    : csv.toString('utf8', from, end);
}

const wordAt = (bytes: Uint8Array, at: number): number =>
  ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0;

/** The autonomous system of an address of 16 bytes, 0 when none is known. */
export function findAs(table: AsTable, bytes: Uint8Array): number {
  let low = 0;
  let high = table.rows - 1;
  const { words, starts, ends, numbers } = table;
  const compare = (bounds: Uint32Array, row: number): number => {
    for (let word = 0; word < words; word++) {
      const difference = wordAt(bytes, (4 - words + word) * 4) - bounds[row * words + word]!;
      if (difference !== 0) return difference;
    }
    return 0;
  };
  while (low <= high) {
    const middle = (low + high) >>> 1;
    if (compare(starts, middle) < 0) high = middle - 1;
    else if (compare(ends, middle) > 0) low = middle + 1;
    else return numbers[middle]!;
  }
  return 0;
}
