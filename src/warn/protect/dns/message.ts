// DNS messages: bounded decoding into plain objects, and a writer. Not the forwarder's hot path, which works on bytes.
import { headerBytes } from './constants.ts';
import { malformed, readName, skipName } from './name.ts';

export interface Question {
  name: Uint8Array;
  type: number;
  class: number;
}

/** A record; `rdata` is the raw slice, `rdataAt` its offset in the message (names in it may be compressed). */
export interface Resource {
  name: Uint8Array;
  type: number;
  class: number;
  ttl: number;
  rdata: Uint8Array;
  start: number;
  ttlAt: number;
  rdataAt: number;
}

export interface Message {
  id: number;
  flags: number;
  questions: Question[];
  answers: Resource[];
  authorities: Resource[];
  additionals: Resource[];
  /** Offset after the question section. */
  questionEnd: number;
}

export const opcodeOf = (flags: number): number => (flags >>> 11) & 15;
export const rcodeOf = (flags: number): number => flags & 15;

const u16 = (bytes: Uint8Array, at: number): number => (bytes[at]! << 8) | bytes[at + 1]!;
const u32 = (bytes: Uint8Array, at: number): number =>
  (bytes[at]! * 0x1000000 + ((bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!)) >>> 0;

function readResource(message: Uint8Array, offset: number): { resource: Resource; end: number } {
  const { wire, end } = readName(message, offset);
  if (end + 10 > message.length) throw malformed('record runs past the end', end);
  const size = u16(message, end + 8);
  const rdataAt = end + 10;
  if (rdataAt + size > message.length) throw malformed('record data runs past the end', rdataAt);
  return {
    resource: {
      name: wire,
      type: u16(message, end),
      class: u16(message, end + 2),
      ttl: u32(message, end + 4),
      rdata: message.subarray(rdataAt, rdataAt + size),
      start: offset,
      ttlAt: end + 4,
      rdataAt,
    },
    end: rdataAt + size,
  };
}

/**
 * Decodes a message of up to 65,535 bytes. Work is bounded by its length: every record takes at least 11 bytes.
 * @throws HinomiError `DNS_MALFORMED` for anything cut short, over-long or looping; trailing bytes are refused too.
 */
export function decode(message: Uint8Array): Message {
  if (message.length < headerBytes) throw malformed('shorter than a header', message.length);
  if (message.length > 65_535) throw malformed('longer than 65,535 bytes', 65_535);
  let at = headerBytes;
  const questions: Question[] = [];
  for (let left = u16(message, 4); left > 0; left--) {
    const { wire, end } = readName(message, at);
    if (end + 4 > message.length) throw malformed('question runs past the end', end);
    questions.push({ name: wire, type: u16(message, end), class: u16(message, end + 2) });
    at = end + 4;
  }
  const questionEnd = at;
  const section = (count: number): Resource[] => {
    const found: Resource[] = [];
    for (let left = count; left > 0; left--) {
      const { resource, end } = readResource(message, at);
      found.push(resource);
      at = end;
    }
    return found;
  };
  const answers = section(u16(message, 6));
  const authorities = section(u16(message, 8));
  const additionals = section(u16(message, 10));
  if (at !== message.length) throw malformed('bytes after the last record', at);
  return {
    id: u16(message, 0),
    flags: u16(message, 2),
    questions,
    answers,
    authorities,
    additionals,
    questionEnd,
  };
}

/** The serial of an SOA record's data, read inside its message. @throws HinomiError `DNS_MALFORMED`. */
export function soaSerial(message: Uint8Array, record: Resource): number {
  const at = skipName(message, skipName(message, record.rdataAt));
  if (at + 20 > record.rdataAt + record.rdata.length) throw malformed('short SOA', at);
  return u32(message, at);
}

/** Appends to a buffer that grows to at most 64 KiB; the counts in the header are patched at the end. */
export class Writer {
  buffer: Buffer;
  length = 0;

  constructor(size = 512) {
    this.buffer = Buffer.allocUnsafe(size);
  }

  private room(bytes: number): void {
    if (this.length + bytes <= this.buffer.length) return;
    const grown = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, this.length + bytes));
    this.buffer.copy(grown, 0, 0, this.length);
    this.buffer = grown;
  }

  u8(value: number): this {
    this.room(1);
    this.buffer[this.length++] = value;
    return this;
  }

  u16(value: number): this {
    this.room(2);
    this.buffer[this.length++] = value >>> 8;
    this.buffer[this.length++] = value;
    return this;
  }

  u32(value: number): this {
    return this.u16(value >>> 16).u16(value & 0xffff);
  }

  bytes(value: Uint8Array): this {
    this.room(value.length);
    this.buffer.set(value, this.length);
    this.length += value.length;
    return this;
  }

  header(id: number, flags: number, counts: readonly [number, number, number, number]): this {
    this.u16(id).u16(flags);
    for (const count of counts) this.u16(count);
    return this;
  }

  question(question: Question): this {
    return this.bytes(question.name).u16(question.type).u16(question.class);
  }

  /** A record with its owner in wire form. */
  record(name: Uint8Array, type: number, klass: number, ttl: number, rdata: Uint8Array): this {
    return this.bytes(name).u16(type).u16(klass).u32(ttl).u16(rdata.length).bytes(rdata);
  }

  patch16(at: number, value: number): this {
    this.buffer.writeUInt16BE(value, at);
    return this;
  }

  done(): Buffer {
    return this.buffer.subarray(0, this.length);
  }
}
