// Sets of the lines of a segment, one bit a line: a condition on three hundred thousand lines is ten thousand words of memory,
// and joining two is one pass over them.

export type LineSet = Uint32Array<ArrayBuffer>;

/** No line of so many. */
export const noLines = (lines: number): LineSet => new Uint32Array((lines + 31) >>> 5);

/** Every line of so many. */
export function allLines(lines: number): LineSet {
  const set = noLines(lines).fill(0xffffffff);
  if (lines & 31) set[set.length - 1] = 2 ** (lines & 31) - 1;
  return set;
}

/** Keeps in `set` what is in `other` too. */
export function keepIn(set: LineSet, other: LineSet): LineSet {
  for (let word = 0; word < set.length; word++) set[word]! &= other[word]!;
  return set;
}

/** Adds the lines of `other`. */
export function addAll(set: LineSet, other: LineSet): LineSet {
  for (let word = 0; word < set.length; word++) set[word]! |= other[word]!;
  return set;
}

/** Takes the lines of `other` away. */
export function takeAll(set: LineSet, other: LineSet): LineSet {
  for (let word = 0; word < set.length; word++) set[word]! &= ~other[word]!;
  return set;
}

/** Keeps lines `from` (included) to `to` (not). */
export function keepRange(set: LineSet, from: number, to: number): LineSet {
  if (from >= to) return set.fill(0);
  set.fill(0, 0, from >>> 5);
  set[from >>> 5]! &= 0xffffffff << (from & 31);
  const last = to >>> 5;
  if (last < set.length) {
    set[last]! &= (1 << (to & 31)) - 1;
    set.fill(0, last + 1);
  }
  return set;
}

export const addLine = (set: LineSet, line: number): void => {
  set[line >>> 5]! |= 1 << (line & 31);
};

/** How many lines a set has. */
export function countLines(set: LineSet): number {
  let count = 0;
  for (let word = 0; word < set.length; word++) {
    let bits = set[word]!;
    if (bits === 0) continue;
    bits -= (bits >>> 1) & 0x55555555;
    bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
    count += Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
  }
  return count;
}

/** Lines of a set in order, from `from` (included) to `to` (not). */
export function listLines(set: LineSet, from = 0, to = set.length * 32): Uint32Array<ArrayBuffer> {
  const lines = new Uint32Array(countLines(set));
  let count = 0;
  const last = Math.min(set.length, (to + 31) >>> 5);
  for (let word = from >>> 5; word < last; word++) {
    let bits = set[word]!;
    if (bits === 0) continue;
    const base = word << 5;
    while (bits !== 0) {
      const line = base + 31 - Math.clz32(bits & -bits);
      bits &= bits - 1;
      if (line >= from && line < to) lines[count++] = line;
    }
  }
  return lines.subarray(0, count);
}

/** The last lines of a set before `to`, at most `most`, the last one first. */
export function lastLines(set: LineSet, from: number, to: number, most: number): number[] {
  const lines: number[] = [];
  for (let word = Math.min(set.length - 1, (to - 1) >> 5); word >= from >>> 5; word--) {
    let bits = set[word]!;
    while (bits !== 0) {
      const bit = 31 - Math.clz32(bits);
      bits &= ~(1 << bit);
      const line = (word << 5) + bit;
      if (line >= to) continue;
      if (line < from) return lines;
      lines.push(line);
      if (lines.length === most) return lines;
    }
  }
  return lines;
}

/** The first lines of a set from `from` on, at most `most`. */
export function firstLines(set: LineSet, from: number, to: number, most: number): number[] {
  const lines: number[] = [];
  const last = Math.min(set.length, (to + 31) >>> 5);
  for (let word = from >>> 5; word < last; word++) {
    let bits = set[word]!;
    while (bits !== 0) {
      const line = (word << 5) + 31 - Math.clz32(bits & -bits);
      bits &= bits - 1;
      if (line < from) continue;
      if (line >= to) return lines;
      lines.push(line);
      if (lines.length === most) return lines;
    }
  }
  return lines;
}
