// Identifiers (UUID, RFC 9562): time-sortable ones (version 7, §5.7) are made where a thing is first seen.

/** Source of 16 random bytes; passed in so that a simulated world can be replayed. */
export type RandomBytes = (size: number) => Uint8Array;

const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** The system's random source, present in Node and in browsers alike. */
export const systemRandom: RandomBytes = size => crypto.getRandomValues(new Uint8Array(size));

/**
 * A UUIDv7 for a moment given in Unix milliseconds. Ids made later sort later (to the millisecond).
 * @throws RangeError when the time does not fit 48 bits.
 */
export function uuidv7(unixMs: number, random: RandomBytes = systemRandom): string {
  if (!(unixMs >= 0 && unixMs < 2 ** 48)) throw new RangeError(`uuidv7: time ${unixMs} is outside 48 bits`);
  const bytes = random(16);
  const high = Math.floor(unixMs / 2 ** 32);
  const low = unixMs % 2 ** 32;
  bytes[0] = high >>> 8;
  bytes[1] = high & 0xff;
  bytes[2] = low >>> 24;
  bytes[3] = (low >>> 16) & 0xff;
  bytes[4] = (low >>> 8) & 0xff;
  bytes[5] = low & 0xff;
  return stampedUuid(bytes, 7);
}

/** Writes the first 16 bytes as a UUID of a version (RFC 9562 §4: version and variant bits are set, the rest is kept). */
export function stampedUuid(bytes: Uint8Array, version: 5 | 7 | 8): string {
  const stamped = bytes.slice(0, 16);
  stamped[6] = (version << 4) | (stamped[6]! & 0x0f);
  stamped[8] = 0x80 | (stamped[8]! & 0x3f);
  return formatUuid(stamped);
}

/** Writes 16 bytes in the usual 8-4-4-4-12 form. */
export function formatUuid(bytes: Uint8Array): string {
  let text = '';
  for (let index = 0; index < 16; index++) {
    if (index === 4 || index === 6 || index === 8 || index === 10) text += '-';
    text += hex[bytes[index]!];
  }
  return text;
}

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Whether a text is a UUID in lower-case 8-4-4-4-12 form. */
export const isUuid = (text: string): boolean => uuidPattern.test(text);
