// Bytes of an append-only log: how a record lies in a segment file, and how a damaged segment is read without ever
// returning a record that was not written whole.
import { crc32 } from 'node:zlib';

/** Segment header: 8 bytes magic, u32 seed of the checksums, u32 zero. */
export const segmentHeaderBytes = 16;
/** Record header: u32 magic, u32 body length, u32 durable mark, u32 checksum. */
export const recordHeaderBytes = 16;
/** Largest body of one record; also bounds what a corrupt length can make us read. */
export const bodyLimit = 64 * 1024 * 1024;

const segmentMagic = Buffer.from('HINOLOG1', 'latin1');
const recordMagic = 0x48_52_45_43;

/** One record found in a segment. `body` shares memory with what was read. */
export interface LogRecord {
  type: number;
  body: Buffer;
  /** Where it begins and where the next one would. */
  offset: number;
  end: number;
}

/** Header of a new segment. The seed is secret to this side, so a sender cannot plant a record inside its payload. */
export function segmentHeader(seed: number): Buffer {
  const header = Buffer.alloc(segmentHeaderBytes);
  segmentMagic.copy(header);
  header.writeUInt32LE(seed >>> 0, 8);
  return header;
}

/** Seed of a segment, or undefined when the file does not begin like one. */
export const segmentSeed = (bytes: Buffer): number | undefined =>
  bytes.length >= segmentHeaderBytes && segmentMagic.equals(bytes.subarray(0, 8))
    ? bytes.readUInt32LE(8)
    : undefined;

/** Header of a record with these parts; `durable` is the offset known to be on disk when it was written. */
export function recordHeader(
  seed: number,
  type: number,
  parts: readonly Uint8Array[],
  durable: number,
): Buffer {
  const header = Buffer.alloc(recordHeaderBytes + 1);
  let length = 1;
  for (const part of parts) length += part.byteLength;
  header.writeUInt32LE(recordMagic, 0);
  header.writeUInt32LE(length, 4);
  header.writeUInt32LE(durable >>> 0, 8);
  header[16] = type;
  header.writeUInt32LE(checksum(seed, header.subarray(4, 12), header.subarray(16), parts), 12);
  return header;
}

function checksum(seed: number, head: Uint8Array, type: Uint8Array, parts: readonly Uint8Array[]): number {
  let sum = crc32(type, crc32(head, seed));
  for (const part of parts) sum = crc32(part, sum);
  return sum;
}

/** The record at an offset, or undefined when none lies there whole and unharmed. */
export function recordAt(bytes: Buffer, offset: number, seed: number): LogRecord | undefined {
  const start = offset + recordHeaderBytes;
  if (start + 1 > bytes.length || bytes.readUInt32LE(offset) !== recordMagic) return undefined;
  const length = bytes.readUInt32LE(offset + 4);
  if (length < 1 || length > bodyLimit || start + length > bytes.length) return undefined;
  const body = bytes.subarray(start + 1, start + length);
  const head = bytes.subarray(offset + 4, offset + 12);
  if (checksum(seed, head, bytes.subarray(start, start + 1), [body]) !== bytes.readUInt32LE(offset + 12))
    return undefined;
  return { type: bytes[start]!, body, offset, end: start + length };
}

/** What a scan met besides records. */
export interface Damage {
  offset: number;
  length: number;
}

/**
 * The records of a segment in order. At a damaged place it looks for a later record that was written when the damaged
 * bytes were already on disk: then those bytes decayed, `onDamage` hears of them and reading goes on. Otherwise the
 * damage is the torn end of a write nobody was told about, and reading stops.
 */
export function* recordsIn(
  bytes: Buffer,
  from = segmentHeaderBytes,
  onDamage?: (damage: Damage) => void,
): Generator<LogRecord> {
  const seed = segmentSeed(bytes);
  if (seed === undefined) return;
  let offset = Math.max(from, segmentHeaderBytes);
  while (offset < bytes.length) {
    let record = recordAt(bytes, offset, seed);
    if (!record) {
      record = recordBeyond(bytes, offset, seed);
      if (!record) return;
      onDamage?.({ offset, length: record.offset - offset });
    }
    yield record;
    offset = record.end;
  }
}

const magicBytes = Buffer.from([0x43, 0x45, 0x52, 0x48]);

function recordBeyond(bytes: Buffer, damaged: number, seed: number): LogRecord | undefined {
  let first: LogRecord | undefined;
  for (let at = bytes.indexOf(magicBytes, damaged + 1); at >= 0; at = bytes.indexOf(magicBytes, at + 1)) {
    const record = recordAt(bytes, at, seed);
    if (!record) continue;
    first ??= record;
    if (bytes.readUInt32LE(at + 8) > damaged) return first;
    at = record.end - 1;
  }
  return undefined;
}
