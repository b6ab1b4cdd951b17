// Counter-based random streams: one for each (seed, entity, purpose, tick), so that what happens to one entity never
// shifts the numbers of another. The same keys give the same numbers on every machine.

/** What names a stream: the world's seed first, then whose stream it is and what for. */
export type StreamKey = string | number;

export interface Random {
  /** Uniform in [0, 1), 32 bits of precision. */
  next(): number;
  /** Uniform integer in [0, n). */
  int(n: number): number;
  /** Uniform integer in [from, to], both included. */
  between(from: number, to: number): number;
  /** True with probability p. */
  chance(p: number): boolean;
  /** One of a non-empty list. @throws RangeError on an empty list. */
  pick<T>(list: readonly T[]): T;
  /** Normal with mean 0 and deviation 1 (Box–Muller). */
  normal(): number;
  /** Exponential with mean 1. */
  exponential(): number;
  /** Number of arrivals of a Poisson process with this mean (≥ 0). */
  poisson(mean: number): number;
  /** Lognormal: exp(mu + sigma·normal). Sizes and durations. */
  lognormal(mu: number, sigma: number): number;
  /** `digits` lower-case hexadecimal digits. */
  hex(digits: number): string;
}

const mix = (hash: number, word: number): number => {
  let k = Math.imul(word, 0xcc9e2d51);
  k = (k << 15) | (k >>> 17);
  let h = hash ^ Math.imul(k, 0x1b873593);
  h = (h << 13) | (h >>> 19);
  return (Math.imul(h, 5) + 0xe6546b64) | 0;
};

const finish = (hash: number): number => {
  let h = hash;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
};

const fold = (start: number, keys: readonly StreamKey[]): number => {
  let h = start;
  for (const key of keys) {
    if (typeof key === 'number') {
      h = mix(h, key | 0);
      // Numbers beyond 32 bits (times in ms) and fractions differ in their high part only.
      h = mix(h, Math.floor(key / 4_294_967_296) | 0);
    } else {
      for (let i = 0; i < key.length; i++) h = mix(h, key.charCodeAt(i));
      h = mix(h, key.length ^ 0x5bd1e995);
    }
  }
  return h;
};

/** 32-bit hash of keys (MurmurHash3 mixing, public domain): for stable choices without a stream. */
export const hashKeys = (...keys: readonly StreamKey[]): number => finish(fold(0x9747b28c, keys));

/** The first keys of many streams, hashed once: see `streamAfter`. */
export type Prefix = number;
export const prefixOf = (...keys: readonly StreamKey[]): Prefix => fold(0x9747b28c, keys);

/** Opens a stream; cheap enough for one a person, purpose and quarter of an hour. */
export const stream = (...keys: readonly StreamKey[]): Random => new Sfc32(finish(fold(0x9747b28c, keys)));

/** The stream of the keys of a prefix and one more: the same as `stream` of all of them. */
export function streamAfter(prefix: Prefix, tick: number): Random {
  const h = mix(mix(prefix, tick | 0), Math.floor(tick / 4_294_967_296) | 0);
  return new Sfc32(finish(h));
}

/** sfc32 (Chris Doty-Humphrey, public domain), seeded from a hash of the keys. */
class Sfc32 implements Random {
  #a: number;
  #b: number;
  #c: number;
  #d = 1;

  constructor(hash: number) {
    this.#a = hash | 0;
    this.#b = finish(this.#a ^ 0x9e3779b9) | 0;
    this.#c = finish(this.#b ^ 0x243f6a88) | 0;
    for (let i = 0; i < 8; i++) this.#u32();
  }

  #u32(): number {
    const t = (((this.#a + this.#b) | 0) + this.#d) | 0;
    this.#d = (this.#d + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (this.#c << 21) | (this.#c >>> 11);
    this.#c = (this.#c + t) | 0;
    return t >>> 0;
  }

  next(): number {
    return this.#u32() / 4_294_967_296;
  }
  int(n: number): number {
    return Math.floor(this.next() * n);
  }
  between(from: number, to: number): number {
    return from + this.int(to - from + 1);
  }
  chance(p: number): boolean {
    return this.next() < p;
  }
  pick<T>(list: readonly T[]): T {
    if (list.length === 0) throw new RangeError('nothing to pick from');
    return list[this.int(list.length)]!;
  }
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next());
  }
  exponential(): number {
    return -Math.log(1 - this.next());
  }
  poisson(mean: number): number {
    // Above 60 the normal approximation is within a percent and costs one draw.
    if (mean > 60) return Math.max(0, Math.round(mean + Math.sqrt(mean) * this.normal()));
    const limit = Math.exp(-mean);
    let count = 0;
    for (let product = this.next(); product > limit; product *= this.next()) count++;
    return count;
  }
  lognormal(mu: number, sigma: number): number {
    return Math.exp(mu + sigma * this.normal());
  }
  hex(digits: number): string {
    let text = '';
    while (text.length < digits) text += this.#u32().toString(16).padStart(8, '0');
    return text.slice(0, digits);
  }
}
