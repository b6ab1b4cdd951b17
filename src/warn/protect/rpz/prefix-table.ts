// Address prefixes with a number each: exact, covering and covered look-ups over the 16-byte form.
import { formatIp, type IpBytes, type Prefix, prefixContains } from '#model/ip.ts';

function keyOf(bytes: IpBytes, bits: number): string {
  const whole = bits >> 3;
  const rest = bits & 7;
  let key = '';
  for (let index = 0; index < whole; index++) key += String.fromCharCode(bytes[index]!);
  if (rest) key += String.fromCharCode(bytes[whole]! & (0xff << (8 - rest)) & 0xff);
  return key;
}

const fromKey = (key: string): IpBytes =>
  Uint8Array.from({ length: 16 }, (_, index) => key.charCodeAt(index) || 0);

export class PrefixTable {
  /** One map per prefix length in use, so a look-up costs as many probes as there are lengths. */
  private readonly byLength = new Map<number, Map<string, number>>();
  private lengths: number[] = [];

  set(prefix: Prefix, value: number): void {
    let map = this.byLength.get(prefix.bits);
    if (!map) {
      map = new Map();
      this.byLength.set(prefix.bits, map);
      this.lengths = [...this.byLength.keys()].sort((a, b) => b - a);
    }
    map.set(keyOf(prefix.bytes, prefix.bits), value);
  }

  delete(prefix: Prefix): void {
    const map = this.byLength.get(prefix.bits);
    map?.delete(keyOf(prefix.bytes, prefix.bits));
    if (map?.size === 0) {
      this.byLength.delete(prefix.bits);
      this.lengths = this.lengths.filter(bits => bits !== prefix.bits);
    }
  }

  get(prefix: Prefix): number | undefined {
    return this.byLength.get(prefix.bits)?.get(keyOf(prefix.bytes, prefix.bits));
  }

  get empty(): boolean {
    return this.lengths.length === 0;
  }

  /** Values of the prefixes that cover an address (or a prefix, down to `bits`), longest first. */
  *covering(bytes: IpBytes, bits = 128): Generator<number> {
    for (const length of this.lengths) {
      if (length > bits) continue;
      const found = this.byLength.get(length)!.get(keyOf(bytes, length));
      if (found !== undefined) yield found;
    }
  }

  /** Values of the prefixes inside a prefix, itself among them. Walks the longer lengths: for rare list changes. */
  *inside(prefix: Prefix): Generator<number> {
    for (const length of this.lengths) {
      if (length < prefix.bits) continue;
      for (const [key, value] of this.byLength.get(length)!)
        if (prefixContains(prefix, fromKey(key))) yield value;
    }
  }

  /** All prefixes as text with their values. */
  *entries(): Generator<[string, number]> {
    for (const [bits, map] of this.byLength)
      for (const [key, value] of map) yield [`${formatIp(fromKey(key))}/${bits}`, value];
  }
}
