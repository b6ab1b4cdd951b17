// The file of a segment: what it holds is told at its head, the parts lie one after the other behind.
import { crc32 } from 'node:zlib';
import { HinomiError } from '#model/errors.ts';

/** Facets of a line that are kept as columns with a dictionary. */
export const columns = [
  'source',
  'host',
  'user',
  'sourceAddress',
  'destinationAddress',
  'object',
  'code',
] as const;
export type Column = (typeof columns)[number];

/** Where a part begins, counted from the end of the head, how many bytes it has, and their CRC-32. */
export type PartPlace = readonly [start: number, size: number, check: number];

export interface SegmentHead {
  /** Lines. */
  lines: number;
  /** First and last slice. */
  first: number;
  last: number;
  /** Times of the first and the last line, whole microseconds. */
  from: number;
  to: number;
  /** Lines without any text. */
  empty: readonly number[];
  /** Where each part lies. */
  parts: Readonly<Record<string, PartPlace>>;
}

export type PartName =
  | 'at'
  | 'order'
  | 'block.first'
  | 'block.ends'
  | 'block.bytes'
  | `column.${Column}`
  | `${Column | 'words' | 'pairs'}.${'bytes' | 'ends' | 'buckets' | 'places' | 'postings'}`;

const magic = Buffer.from('HINOMIE1');
/** Magic, length and checksum of the head. */
export const frontBytes = magic.length + 8;
const mostHead = 64 * 2 ** 20;

/** A segment as the pieces of its file. */
export function segmentFile(
  head: Omit<SegmentHead, 'parts'>,
  contents: ReadonlyMap<PartName, NodeJS.TypedArray>,
): Uint8Array[] {
  const parts: Record<string, PartPlace> = {};
  const pieces: Uint8Array[] = [];
  let end = 0;
  for (const [name, content] of contents) {
    const bytes = new Uint8Array(content.buffer, content.byteOffset, content.byteLength);
    parts[name] = [end, bytes.length, crc32(bytes)];
    const padding = -bytes.length & 7;
    pieces.push(bytes, new Uint8Array(padding));
    end += bytes.length + padding;
  }
  const text = Buffer.from(JSON.stringify({ ...head, parts }));
  const padded = Buffer.concat([text, Buffer.alloc(-(frontBytes + text.length) & 7, ' ')]);
  const front = Buffer.alloc(frontBytes);
  magic.copy(front);
  front.writeUInt32LE(padded.length, magic.length);
  front.writeUInt32LE(crc32(padded), magic.length + 4);
  return [front, padded, ...pieces];
}

/** What is wrong with a segment's file, and what to do. */
export const damaged = (file: string, why: string): HinomiError =>
  new HinomiError('DRILL_EVIDENCE_DAMAGED', `the file of logs ${file} is damaged: ${why}`, {
    place: { file },
    remedy: 'Remove the organisation’s logs and ask for them again; they are made anew, byte for byte.',
  });

/**
 * The head of a segment's file.
 * @param read bytes of the file from a place on; shorter at its end.
 * @throws HinomiError `DRILL_EVIDENCE_DAMAGED`
 */
export function readHead(
  file: string,
  size: number,
  read: (from: number, length: number) => Buffer,
): { head: SegmentHead; base: number } {
  const front = read(0, frontBytes);
  if (front.length < frontBytes || !front.subarray(0, magic.length).equals(magic))
    throw damaged(file, 'it does not begin as one');
  const length = front.readUInt32LE(magic.length);
  if (length > mostHead || frontBytes + length > size) throw damaged(file, 'its head is cut off');
  const text = read(frontBytes, length);
  if (crc32(text) !== front.readUInt32LE(magic.length + 4))
    throw damaged(file, 'its head does not fit its checksum');
  const head = JSON.parse(text.toString()) as SegmentHead;
  const base = frontBytes + length;
  for (const [name, [from, bytes]] of Object.entries(head.parts))
    if (base + from + bytes > size) throw damaged(file, `its part ${name} is cut off`);
  return { head, base };
}
