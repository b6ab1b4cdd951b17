// A hash of folded bytes that goes on over what follows: a pair of words costs no second look at its letters.

const prime = 0x01000193;

/** Raw hash of bytes, going on from `raw`. */
export function hashOn(raw: number, bytes: Uint8Array, start: number, end: number): number {
  let hash = raw;
  for (let at = start; at < end; at++) hash = (Math.imul(hash, prime) + fold[bytes[at]!]! + 1) | 0;
  return hash;
}

/** Spreads a raw hash over 32 bits (the finish of MurmurHash3). */
export function spread(raw: number): number {
  let hash = raw;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Hash of a value without regard to ASCII case. */
export const hashOf = (bytes: Uint8Array, start = 0, end = bytes.length): number =>
  spread(hashOn(0, bytes, start, end));

/** ASCII letters in lower case, every other byte as it is. */
export const fold = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte,
);
