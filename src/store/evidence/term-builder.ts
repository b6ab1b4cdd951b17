// Gathers the terms of a segment with the lines that have them, and gives them out as a dictionary that can be searched where
// it lies: terms in buckets by their hash, so that one is found by reading some hundred bytes.
import { fold } from './hash.ts';
import { type PostingBytes, writePosting } from './postings.ts';

/** A dictionary as arrays; term i is `bytes` from `ends[i - 1]` (or 0) to `ends[i]`. */
export interface TermArrays {
  bytes: Uint8Array;
  ends: Uint32Array;
  /** First term of each bucket; their number is a power of two, and the first bits of a hash are its bucket. */
  buckets: Uint32Array;
  /** Where a term's posting begins; a term of one line carries the line itself, with {@link single} set. */
  places: Uint32Array;
  postings: Uint8Array;
}

/** Marks a place that is a line. */
export const single = 0x80000000;
/** Terms a bucket, on average. */
const bucketTerms = 8;

export class TermBuilder {
  readonly #exact: boolean;
  #slots = new Int32Array(1 << 16);
  #count = 0;
  #hashes = new Uint32Array(1 << 15);
  #ends = new Uint32Array(1 << 15);
  #lastLine = new Int32Array(1 << 15);
  #lines = new Uint32Array(1 << 15);
  #bytes = new Uint8Array(1 << 19);
  #end = 0;
  #occurrences = 0;
  #terms = new Uint32Array(1 << 18);
  #at = new Uint32Array(1 << 18);

  /** `exact` keeps terms apart that differ in case alone (their hash does not). */
  constructor(exact: boolean) {
    this.#exact = exact;
  }

  /** A line has the term `source[start..end)`; lines must come in order. @returns its number, in order of appearance. */
  add(hash: number, source: Uint8Array, start: number, end: number, line: number): number {
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    let term: number;
    for (;;) {
      term = this.#slots[slot]! - 1;
      if (term < 0) {
        term = this.#fresh(hash, source, start, end);
        this.#slots[slot] = term + 1;
        if (this.#count * 2 > this.#slots.length) this.#widen();
        break;
      }
      if (this.#hashes[term] === hash && this.#same(term, source, start, end)) break;
      slot = (slot + 1) & mask;
    }
    if (this.#lastLine[term] === line) return term;
    this.#lastLine[term] = line;
    this.#lines[term]!++;
    if (this.#occurrences === this.#terms.length) {
      this.#terms = grown(this.#terms);
      this.#at = grown(this.#at);
    }
    this.#terms[this.#occurrences] = term;
    this.#at[this.#occurrences++] = line;
    return term;
  }

  #same(term: number, source: Uint8Array, start: number, end: number): boolean {
    const from = term === 0 ? 0 : this.#ends[term - 1]!;
    const length = end - start;
    if (this.#ends[term]! - from !== length) return false;
    const bytes = this.#bytes;
    for (let at = 0; at < length; at++) if (bytes[from + at] !== source[start + at]) return false;
    return true;
  }

  #fresh(hash: number, source: Uint8Array, start: number, end: number): number {
    const term = this.#count++;
    if (term === this.#hashes.length) {
      this.#hashes = grown(this.#hashes);
      this.#ends = grown(this.#ends);
      this.#lines = grown(this.#lines);
      const last = new Int32Array(this.#lastLine.length * 2);
      last.set(this.#lastLine);
      this.#lastLine = last;
    }
    while (this.#end + end - start > this.#bytes.length) {
      const bytes = new Uint8Array(this.#bytes.length * 2);
      bytes.set(this.#bytes);
      this.#bytes = bytes;
    }
    for (let at = start; at < end; at++) this.#bytes[this.#end++] = source[at]!;
    this.#hashes[term] = hash;
    this.#ends[term] = this.#end;
    this.#lastLine[term] = -1;
    return term;
  }

  #widen(): void {
    const slots = new Int32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (let term = 0; term < this.#count; term++) {
      let slot = this.#hashes[term]! & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = term + 1;
    }
    this.#slots = slots;
  }

  /** The dictionary for a segment of so many lines, and the place in it of each term by its number. */
  finish(lines: number): { terms: TermArrays; ordinals: Uint32Array } {
    const count = this.#count;
    const bits = Math.max(0, Math.ceil(Math.log2(Math.max(1, count / bucketTerms))));
    const bucketOf = (term: number) => (bits === 0 ? 0 : this.#hashes[term]! >>> (32 - bits));
    const buckets = new Uint32Array((1 << bits) + 1);
    for (let term = 0; term < count; term++) buckets[bucketOf(term) + 1]!++;
    for (let bucket = 1; bucket < buckets.length; bucket++) buckets[bucket]! += buckets[bucket - 1]!;
    const next = buckets.slice();
    const ordinals = new Uint32Array(count);
    const order = new Uint32Array(count);
    for (let term = 0; term < count; term++) {
      const ordinal = next[bucketOf(term)]!++;
      ordinals[term] = ordinal;
      order[ordinal] = term;
    }
    const bytes = new Uint8Array(this.#end);
    const ends = new Uint32Array(count);
    for (let ordinal = 0, end = 0; ordinal < count; ordinal++) {
      const term = order[ordinal]!;
      for (let at = term === 0 ? 0 : this.#ends[term - 1]!; at < this.#ends[term]!; at++)
        bytes[end++] = this.#exact ? this.#bytes[at]! : fold[this.#bytes[at]!]!;
      ends[ordinal] = end;
    }
    // Occurrences stand in order of lines; spread over their terms they still do.
    const starts = new Uint32Array(count + 1);
    for (let term = 0; term < count; term++) starts[term + 1] = starts[term]! + this.#lines[term]!;
    const fill = starts.slice();
    const sorted = new Uint32Array(this.#occurrences);
    for (let index = 0; index < this.#occurrences; index++)
      sorted[fill[this.#terms[index]!]!++] = this.#at[index]!;
    const places = new Uint32Array(count);
    const postings: PostingBytes = { bytes: new Uint8Array(1 << 16), end: 0 };
    for (let ordinal = 0; ordinal < count; ordinal++) {
      const term = order[ordinal]!;
      if (this.#lines[term] === 1) places[ordinal] = (single | sorted[starts[term]!]!) >>> 0;
      else {
        places[ordinal] = postings.end;
        writePosting(postings, sorted, starts[term]!, starts[term + 1]!, lines);
      }
    }
    return {
      terms: { bytes, ends, buckets, places, postings: postings.bytes.subarray(0, postings.end) },
      ordinals,
    };
  }
}

function grown(array: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(array.length * 2);
  larger.set(array);
  return larger;
}
