// The part of ASN.1 BER (X.690) that SNMP and LDAP use: definite lengths, single-byte tags. Bounded; never throws.

export interface Element {
  tag: number;
  /** Contents. */
  body: Uint8Array;
}

/** Reads the elements that lie one after another in `bytes`; undefined when any is malformed or there are over 64. */
export function readElements(bytes: Uint8Array): Element[] | undefined {
  const elements: Element[] = [];
  let at = 0;
  while (at < bytes.length) {
    if (elements.length === 64) return undefined;
    const tag = bytes[at]!;
    let length = bytes[at + 1];
    if (length === undefined || (tag & 0x1f) === 0x1f) return undefined;
    at += 2;
    if (length > 0x80) {
      const octets = length & 0x7f;
      if (octets > 4 || at + octets > bytes.length) return undefined;
      length = 0;
      for (let index = 0; index < octets; index++) length = length * 256 + bytes[at++]!;
    } else if (length === 0x80) return undefined; // indefinite
    if (at + length > bytes.length) return undefined;
    elements.push({ tag, body: bytes.subarray(at, at + length) });
    at += length;
  }
  return elements;
}

/** A signed integer of at most 6 bytes; undefined when longer or empty. */
export function readInteger(body: Uint8Array): number | undefined {
  if (body.length === 0 || body.length > 6) return undefined;
  let value = body[0]! & 0x80 ? -1 : 0;
  for (const byte of body) value = value * 256 + byte;
  return value;
}

/** One element. */
export function element(tag: number, ...parts: Uint8Array[]): Uint8Array {
  const size = parts.reduce((sum, part) => sum + part.length, 0);
  const head =
    size < 0x80 ? [tag, size] : size < 0x100 ? [tag, 0x81, size] : [tag, 0x82, size >> 8, size & 0xff];
  const bytes = new Uint8Array(head.length + size);
  bytes.set(head);
  let at = head.length;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** A non-negative integer in the fewest bytes, with a tag of its own (INTEGER by default). */
export function integer(value: number, tag = 0x02): Uint8Array {
  const octets: number[] = [];
  let rest = Math.floor(value);
  do {
    octets.unshift(rest % 256);
    rest = Math.floor(rest / 256);
  } while (rest > 0);
  if (octets[0]! & 0x80) octets.unshift(0);
  return element(tag, Uint8Array.from(octets));
}

/** An octet string from Latin-1 text. */
export const octets = (text: string): Uint8Array => element(0x04, Buffer.from(text, 'latin1'));

/** Contents of an OBJECT IDENTIFIER as dotted text; undefined when malformed or over 64 arcs. */
export function readOid(body: Uint8Array): string | undefined {
  if (body.length === 0 || body[body.length - 1]! & 0x80) return undefined;
  const arcs: number[] = [];
  let value = 0;
  for (const byte of body) {
    value = value * 128 + (byte & 0x7f);
    if (value > 0xffff_ffff || arcs.length > 64) return undefined;
    if (byte & 0x80) continue;
    if (arcs.length === 0)
      arcs.push(Math.min(2, Math.floor(value / 40)), value - 40 * Math.min(2, Math.floor(value / 40)));
    else arcs.push(value);
    value = 0;
  }
  return arcs.join('.');
}

/** An OBJECT IDENTIFIER from dotted text. */
export function oid(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes: number[] = [];
  for (const arc of [first * 40 + second, ...rest]) {
    const groups = [arc % 128];
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128))
      groups.unshift((left % 128) | 0x80);
    bytes.push(...groups);
  }
  return element(0x06, Uint8Array.from(bytes));
}

/** Orders object identifiers by their arcs. */
export function compareOids(left: string, right: string): number {
  const a = left.split('.').map(Number);
  const b = right.split('.').map(Number);
  for (let index = 0; index < Math.min(a.length, b.length); index++)
    if (a[index] !== b[index]) return a[index]! - b[index]!;
  return a.length - b.length;
}
