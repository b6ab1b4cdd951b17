// Prefix arithmetic shared by indicators and rules.
import type { Prefix } from '#model/ip.ts';

/** The prefix with the bits beyond its length cleared: resolvers refuse an owner that has any set. */
export function maskPrefix(prefix: Prefix): Prefix {
  const bytes = Uint8Array.from(prefix.bytes);
  for (let bit = prefix.bits; bit < 128; bit++) bytes[bit >> 3]! &= ~(0x80 >> (bit & 7));
  return { bytes, bits: prefix.bits };
}
