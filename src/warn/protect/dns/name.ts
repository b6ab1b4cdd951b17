// Domain names on the wire (RFC 1035 §3.1, §4.1.4): bounded reading with compression, writing, presentation form.
import { HinomiError } from '#model/errors.ts';
import { maxLabelBytes, maxNameBytes } from './constants.ts';

/** The DNS input is not what the protocol allows. Always `DNS_MALFORMED`; `place.offset` says where. */
export const malformed = (what: string, offset: number): HinomiError =>
  new HinomiError('DNS_MALFORMED', `DNS message: ${what} at byte ${offset}`, {
    place: { offset },
    status: 400,
  });

/**
 * Reads a name, following compression pointers. A pointer must point before the place where the current run of
 * labels began, so a chain always ends; the name is at most 255 bytes. Returns the uncompressed wire form (case kept)
 * and the offset after the name in the message.
 * @throws HinomiError `DNS_MALFORMED`.
 */
export function readName(message: Uint8Array, offset: number): { wire: Uint8Array; end: number } {
  const out = new Uint8Array(maxNameBytes);
  let length = 0;
  let at = offset;
  let runStart = offset;
  let end = -1;
  for (;;) {
    const size = message[at];
    if (size === undefined) throw malformed('name runs past the end', at);
    if (size === 0) {
      if (length + 1 > maxNameBytes) throw malformed('name longer than 255 bytes', at);
      out[length++] = 0;
      return { wire: out.subarray(0, length), end: end < 0 ? at + 1 : end };
    }
    if (size >= 0xc0) {
      const low = message[at + 1];
      if (low === undefined) throw malformed('pointer runs past the end', at);
      const target = ((size & 0x3f) << 8) | low;
      if (target >= runStart) throw malformed('pointer does not point backwards', at);
      if (end < 0) end = at + 2;
      at = runStart = target;
      continue;
    }
    if (size > maxLabelBytes) throw malformed('reserved label type', at);
    if (at + 1 + size > message.length) throw malformed('label runs past the end', at);
    if (length + 1 + size + 1 > maxNameBytes) throw malformed('name longer than 255 bytes', at);
    out.set(message.subarray(at, at + 1 + size), length);
    length += 1 + size;
    at += 1 + size;
  }
}

/** Offset after a name without reading what a pointer points to. @throws HinomiError `DNS_MALFORMED`. */
export function skipName(message: Uint8Array, offset: number): number {
  let at = offset;
  for (;;) {
    const size = message[at];
    if (size === undefined) throw malformed('name runs past the end', at);
    if (size === 0) return at + 1;
    if (size >= 0xc0) {
      if (at + 2 > message.length) throw malformed('pointer runs past the end', at);
      return at + 2;
    }
    if (size > maxLabelBytes) throw malformed('reserved label type', at);
    at += 1 + size;
    if (at - offset >= maxNameBytes) throw malformed('name longer than 255 bytes', at);
  }
}

/** Presentation form without final dot (`.` for the root); bytes outside letters, digits, `-_*` are `\DDD`. */
export function nameText(wire: Uint8Array): string {
  if (wire[0] === 0) return '.';
  let text = '';
  for (let at = 0; wire[at] !== undefined && wire[at] !== 0; ) {
    const size = wire[at]!;
    if (at > 0) text += '.';
    for (let index = at + 1; index <= at + size; index++) {
      const byte = wire[index]!;
      const plain =
        (byte >= 0x61 && byte <= 0x7a) ||
        (byte >= 0x41 && byte <= 0x5a) ||
        (byte >= 0x30 && byte <= 0x39) ||
        byte === 0x2d ||
        byte === 0x5f ||
        byte === 0x2a;
      text += plain ? String.fromCharCode(byte) : `\\${byte.toString().padStart(3, '0')}`;
    }
    at += size + 1;
  }
  return text;
}

/** Names are built here and copied out: a new buffer a call would cost more than the parsing. */
const scratch = new Uint8Array(maxNameBytes);

/**
 * Wire form of a name in presentation form (with or without final dot, `\DDD` and `\x` escapes), case kept.
 * @throws HinomiError `DNS_NAME` when a label is empty or too long or the name exceeds 255 bytes.
 */
export function nameWire(text: string): Uint8Array {
  const refuse = (why: string) =>
    new HinomiError('DNS_NAME', `not a DNS name: ${why}`, {
      remedy: 'labels of 1-63 bytes, 255 in all',
      status: 400,
    });
  if (text === '.' || text === '') return new Uint8Array([0]);
  const out = scratch;
  let lengthAt = 0;
  let at = 1;
  const close = () => {
    const size = at - lengthAt - 1;
    if (size === 0) throw refuse('empty label');
    if (size > maxLabelBytes) throw refuse('label longer than 63 bytes');
    out[lengthAt] = size;
    lengthAt = at;
    at += 1;
  };
  for (let index = 0; index < text.length; index++) {
    let code = text.charCodeAt(index);
    if (code === 0x2e) {
      close();
      continue;
    }
    if (code === 0x5c) {
      const digits = text.slice(index + 1, index + 4);
      if (/^\d{3}$/.test(digits)) {
        code = Number(digits);
        index += 3;
      } else {
        index += 1;
        code = index < text.length ? text.charCodeAt(index) : 256;
      }
    }
    if (code > 255) throw refuse('a byte outside 0-255');
    if (at >= maxNameBytes) throw refuse('longer than 255 bytes');
    out[at++] = code;
  }
  if (at - lengthAt > 1) close();
  if (lengthAt >= maxNameBytes) throw refuse('longer than 255 bytes');
  out[lengthAt] = 0;
  return out.slice(0, lengthAt + 1);
}

/** Lower-cases ASCII letters of a wire name in place. Length bytes are below 64 and so never change. */
export function lowerWire(wire: Uint8Array): Uint8Array {
  for (let index = 0; index < wire.length; index++) {
    const byte = wire[index]!;
    if (byte >= 0x41 && byte <= 0x5a) wire[index] = byte | 0x20;
  }
  return wire;
}

/** Whether two wire names are equal, ignoring case of ASCII letters. */
export function sameName(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index++) {
    let x = a[index]!;
    let y = b[index]!;
    if (x >= 0x41 && x <= 0x5a) x |= 0x20;
    if (y >= 0x41 && y <= 0x5a) y |= 0x20;
    if (x !== y) return false;
  }
  return true;
}
