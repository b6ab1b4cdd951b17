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

/** 32-bit hash of keys (MurmurHash3 mixing, public domain): for stable choices without a stream. */
export function hashKeys(...keys: readonly StreamKey[]): number {
  let h = 0x9747b28c;
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
  return finish(h);
}

/** Opens a stream; cheap enough for one a person, purpose and quarter of an hour. */
export function stream(...keys: readonly StreamKey[]): Random {
  // sfc32 (Chris Doty-Humphrey, public domain) seeded from four independent hashes of the keys.
  let a = hashKeys(...keys) | 0;
  let b = finish(a ^ 0x9e3779b9) | 0;
  let c = finish(b ^ 0x243f6a88) | 0;
  let d = 1;
  const u32 = (): number => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return t >>> 0;
  };
  for (let i = 0; i < 8; i++) u32();
  const next = () => u32() / 4_294_967_296;
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  const exponential = () => -Math.log(1 - next());
  const int = (n: number) => Math.floor(next() * n);
  return {
    next,
    int,
    between: (from, to) => from + int(to - from + 1),
    chance: p => next() < p,
    pick(list) {
      if (list.length === 0) throw new RangeError('nothing to pick from');
      return list[int(list.length)]!;
    },
    normal,
    exponential,
    poisson(mean) {
      // Above 60 the normal approximation is within a percent and costs one draw.
      if (mean > 60) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()));
      const limit = Math.exp(-mean);
      let count = 0;
      for (let product = next(); product > limit; product *= next()) count++;
      return count;
    },
    lognormal: (mu, sigma) => Math.exp(mu + sigma * normal()),
    hex(digits) {
      let text = '';
      while (text.length < digits) text += u32().toString(16).padStart(8, '0');
      return text.slice(0, digits);
    },
  };
}
