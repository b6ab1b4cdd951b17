// Deterministic, time-sortable event ids: the same input read again gives the same ids (UUIDv7 layout, RFC 9562 §5.7).

/** Two 32-bit digests of a text (FNV-1a with different offsets), for spreading ids only. */
function digests(text: string): [number, number] {
  let a = 0x811c9dc5;
  let b = 0x9747b28c;
  for (let index = 0; index < text.length; index++) {
    a = Math.imul(a ^ text.charCodeAt(index), 0x01000193);
    b = Math.imul(b ^ text.charCodeAt(index), 0x85ebca6b);
    b ^= b >>> 13;
  }
  return [a >>> 0, b >>> 0];
}

/** A bijection of 32-bit numbers (murmur3 finaliser): different records stay different. */
function mix(word: number): number {
  let hash = word ^ (word >>> 16);
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Writes ids for one input; unique per record number, since a record belongs to one event only. */
export function eventIds(inputId: string) {
  const [first, second] = digests(inputId);
  return (out: Uint8Array, at: number, unixMs: number, record: number) => {
    const whole = Math.max(0, Math.floor(unixMs));
    const high = Math.floor(whole / 2 ** 32);
    const low = whole % 2 ** 32;
    const recordHigh = Math.floor(record / 2 ** 32);
    const tail = mix(((record >>> 0) ^ first) >>> 0);
    const middle = mix((second + recordHigh) >>> 0);
    out[at] = high >>> 8;
    out[at + 1] = high;
    out[at + 2] = low >>> 24;
    out[at + 3] = low >>> 16;
    out[at + 4] = low >>> 8;
    out[at + 5] = low;
    out[at + 6] = 0x70 | (middle >>> 28);
    out[at + 7] = middle >>> 20;
    out[at + 8] = 0x80 | ((middle >>> 14) & 0x3f);
    out[at + 9] = middle >>> 6;
    out[at + 10] = (middle << 2) | ((first >>> 30) & 3);
    out[at + 11] = first >>> 8;
    out[at + 12] = tail >>> 24;
    out[at + 13] = tail >>> 16;
    out[at + 14] = tail >>> 8;
    out[at + 15] = tail;
  };
}
