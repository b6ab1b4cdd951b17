// An append-only log of records in segment files with group commit: everything appended while one fdatasync runs shares
// the next. Both the collector's journal and the agent's spool are such logs.
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  unlinkSync,
} from 'node:fs';
import { type FileHandle, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HinomiError } from '#model/errors.ts';
import type { RandomBytes } from '#model/ids.ts';
import type { Clock } from '#model/time.ts';
import {
  type Damage,
  type LogRecord,
  recordAt,
  recordHeader,
  recordHeaderBytes,
  recordsIn,
  segmentHeader,
  segmentHeaderBytes,
  segmentSeed,
} from './record-codec.ts';

/** Where a record lies. Segments are numbered by the time they were begun, so numbers never come back. */
export interface Position {
  segment: number;
  offset: number;
}

export interface PlacedRecord extends LogRecord {
  segment: number;
}

export interface RecordLogOptions {
  dir: string;
  clock: Clock;
  random: RandomBytes;
  /** A segment is closed when it has grown this long. Default 64 MiB. */
  segmentBytes?: number;
  /** Type and body of the record that begins every segment: the state all earlier segments add up to. */
  snapshot: () => { type: number; body: Uint8Array };
  onDamage?: (segment: number, damage: Damage) => void;
  /** Hears at once that every record not yet durable is gone, before anything is appended again. */
  onFailure?: () => void;
}

interface Waiting {
  segment: Segment;
  parts: Uint8Array[];
  bytes: number;
}

interface Segment {
  id: number;
  seed: number;
  /** Bytes planned, and bytes on disk for certain. */
  planned: number;
  durable: number;
  handle?: FileHandle;
}

const nameOf = (segment: number): string => `${segment.toString(16).padStart(12, '0')}.log`;
const namePattern = /^([0-9a-f]{12})\.log$/;

/** Segment numbers in a folder, oldest first. */
const segmentsIn = (dir: string): number[] =>
  readdirSync(dir)
    .flatMap(name => (namePattern.exec(name)?.[1] ? [Number.parseInt(namePattern.exec(name)![1]!, 16)] : []))
    .sort((left, right) => left - right);

/** Whether a position lies before another. */
export const isBefore = (left: Position, right: Position): boolean =>
  left.segment < right.segment || (left.segment === right.segment && left.offset < right.offset);

/** See the head of this file. Not safe for two processes on one folder; the owner locks it. */
export class RecordLog {
  readonly #options: RecordLogOptions;
  readonly #segmentBytes: number;
  /** Bytes by segment: the closed ones and the current. */
  readonly #sizes = new Map<number, number>();
  #current: Segment | undefined;
  #lastId = 0;
  #waiting: Waiting[] = [];
  #committing: Promise<void> | undefined;
  #next: PromiseWithResolvers<void> | undefined;
  #closed = false;

  constructor(options: RecordLogOptions) {
    this.#options = options;
    this.#segmentBytes = options.segmentBytes ?? 64 * 1024 * 1024;
    mkdirSync(options.dir, { recursive: true, mode: 0o700 });
    for (const id of segmentsIn(options.dir)) {
      this.#sizes.set(id, statSync(join(options.dir, nameOf(id))).size);
      this.#lastId = id;
    }
  }

  /** Segments present, oldest first. */
  get segments(): number[] {
    return [...this.#sizes.keys()];
  }

  /** Bytes in all segments, those planned included. */
  get bytes(): number {
    let sum = 0;
    for (const size of this.#sizes.values()) sum += size;
    return sum;
  }

  /** Records from a position (default: the oldest) to the end, as they are on disk now. One segment in memory at a time. */
  *replay(from?: Position): Generator<PlacedRecord> {
    for (const segment of this.segments) {
      if (from && segment < from.segment) continue;
      const start = from && segment === from.segment ? from.offset : segmentHeaderBytes;
      let bytes: Buffer;
      try {
        bytes = readFileSync(join(this.#options.dir, nameOf(segment)));
      } catch {
        this.#options.onDamage?.(segment, { offset: 0, length: this.#sizes.get(segment) ?? 0 });
        continue;
      }
      const report = (damage: Damage) => this.#options.onDamage?.(segment, damage);
      for (const record of recordsIn(bytes, start, report)) yield Object.assign(record, { segment });
    }
  }

  /** Like `replay` between two positions, for a running process: reads without holding the event loop. */
  async *read(from: Position, to: Position): AsyncGenerator<PlacedRecord> {
    for (const segment of this.segments) {
      if (segment < from.segment || segment > to.segment) continue;
      const bytes = await readFile(join(this.#options.dir, nameOf(segment)));
      const start = segment === from.segment ? from.offset : segmentHeaderBytes;
      const report = (damage: Damage) => this.#options.onDamage?.(segment, damage);
      for (const record of recordsIn(bytes, start, report)) {
        if (segment === to.segment && record.offset >= to.offset) return;
        yield Object.assign(record, { segment });
      }
    }
  }

  /** The body of one record that is durable, or undefined when it cannot be read any more. */
  async bodyAt(position: Position, bodyBytes: number): Promise<Buffer | undefined> {
    try {
      const file = await open(join(this.#options.dir, nameOf(position.segment)), 'r');
      try {
        const bytes = Buffer.alloc(segmentHeaderBytes + recordHeaderBytes + 1 + bodyBytes);
        await file.read(bytes, 0, segmentHeaderBytes, 0);
        await file.read(bytes, segmentHeaderBytes, bytes.length - segmentHeaderBytes, position.offset);
        const seed = segmentSeed(bytes);
        return seed === undefined ? undefined : recordAt(bytes, segmentHeaderBytes, seed)?.body;
      } finally {
        await file.close();
      }
    } catch {
      return undefined;
    }
  }

  /**
   * Queues a record and says where it will lie. It is on disk when a `durable()` called afterwards resolves; when that
   * rejects, the record does not exist. The parts must not change until then.
   */
  append(type: number, parts: Uint8Array[]): Position {
    if (this.#closed) throw new HinomiError('LOG_CLOSED', 'The log is closed.', { status: 503 });
    if (!this.#current || this.#current.planned >= this.#segmentBytes) this.#begin();
    return this.#place(this.#current!, type, parts);
  }

  #place(segment: Segment, type: number, parts: Uint8Array[]): Position {
    const header = recordHeader(segment.seed, type, parts, segment.durable);
    let bytes = header.byteLength;
    for (const part of parts) bytes += part.byteLength;
    const position = { segment: segment.id, offset: segment.planned };
    this.#waiting.push({ segment, parts: [header, ...parts], bytes });
    segment.planned += bytes;
    this.#sizes.set(segment.id, segment.planned);
    return position;
  }

  #begin(): void {
    const full = this.#current;
    if (full && full.planned === full.durable) void this.#release(full);
    const id = Math.max(this.#options.clock(), this.#lastId + 1);
    this.#lastId = id;
    const seed = Buffer.from(this.#options.random(16)).readUInt32LE(0);
    const segment: Segment = { id, seed, planned: segmentHeaderBytes, durable: 0 };
    this.#waiting.push({ segment, parts: [segmentHeader(seed)], bytes: segmentHeaderBytes });
    this.#current = segment;
    const { type, body } = this.#options.snapshot();
    this.#place(segment, type, [body]);
  }

  /** Resolves when everything appended so far is on disk. @throws HinomiError `LOG_WRITE_FAILED`. */
  durable(): Promise<void> {
    if (this.#waiting.length === 0 && this.#committing) return this.#committing;
    if (this.#waiting.length === 0) return Promise.resolve();
    this.#next ??= Promise.withResolvers<void>();
    const { promise } = this.#next;
    if (!this.#committing) this.#commitNext();
    return promise;
  }

  #commitNext(): void {
    const group = this.#next;
    if (!group) return;
    this.#next = undefined;
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#committing = group.promise;
    this.#write(waiting).then(
      () => {
        this.#committing = undefined;
        group.resolve();
        this.#commitNext();
      },
      async (cause: unknown) => {
        const later = this.#next;
        this.#next = undefined;
        await this.#abandon(waiting);
        const failure = new HinomiError(
          'LOG_WRITE_FAILED',
          `Cannot write to ${this.#options.dir}: ${cause}`,
          {
            place: { file: this.#options.dir },
            remedy: 'Free disk space or repair the disk; writing is tried again by itself.',
            status: 503,
            cause,
          },
        );
        this.#committing = undefined;
        group.reject(failure);
        later?.promise.catch(() => {});
        later?.reject(failure);
        this.#commitNext();
      },
    );
    group.promise.catch(() => {});
  }

  async #write(waiting: readonly Waiting[]): Promise<void> {
    for (let index = 0; index < waiting.length; ) {
      const { segment } = waiting[index]!;
      const parts: Uint8Array[] = [];
      let bytes = 0;
      for (; index < waiting.length && waiting[index]!.segment === segment; index++) {
        for (const part of waiting[index]!.parts) if (part.byteLength > 0) parts.push(part);
        bytes += waiting[index]!.bytes;
      }
      const isNew = !segment.handle;
      segment.handle ??= await open(join(this.#options.dir, nameOf(segment.id)), 'wx', 0o600);
      await writeAll(segment.handle, parts, segment.durable);
      await segment.handle.datasync();
      if (isNew) syncFolder(this.#options.dir);
      segment.durable += bytes;
      if (segment !== this.#current && segment.planned === segment.durable) await this.#release(segment);
    }
  }

  async #release(segment: Segment): Promise<void> {
    const { handle } = segment;
    delete segment.handle;
    await handle?.close().catch(() => {});
  }

  /** After a failed write nothing beyond the durable mark is trusted: cut it off and go on in a new segment. */
  async #abandon(failed: readonly Waiting[]): Promise<void> {
    const segments = new Set([...failed, ...this.#waiting].map(entry => entry.segment));
    this.#waiting = [];
    this.#current = undefined;
    this.#options.onFailure?.();
    for (const segment of segments) {
      await segment.handle?.truncate(segment.durable).catch(() => {});
      await this.#release(segment);
      if (segment.durable > 0) this.#sizes.set(segment.id, segment.durable);
      else {
        this.#sizes.delete(segment.id);
        removeQuietly(join(this.#options.dir, nameOf(segment.id)));
      }
    }
  }

  /** Removes every segment before this one, never the current. */
  removeBefore(segment: number): void {
    for (const id of this.segments) {
      if (id >= segment || id === this.#current?.id) return;
      removeQuietly(join(this.#options.dir, nameOf(id)));
      this.#sizes.delete(id);
    }
  }

  /** Writes what waits and closes the file. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.durable().catch(() => {});
    while (this.#committing) await this.#committing.catch(() => {});
    if (this.#current) await this.#release(this.#current);
  }
}

/** Most buffers one writev takes (IOV_MAX is 1024 on Linux). */
const vectorLimit = 512;

async function writeAll(handle: FileHandle, parts: Uint8Array[], at: number): Promise<void> {
  let position = at;
  for (let index = 0; index < parts.length; index += vectorLimit) {
    const slice = parts.slice(index, index + vectorLimit);
    const wanted = slice.reduce((sum, part) => sum + part.byteLength, 0);
    let { bytesWritten } = await handle.writev(slice, position);
    // A short write means the disk is filling: finish byte by byte range, or fail with the system's own error.
    if (bytesWritten < wanted) {
      const rest = Buffer.concat(slice);
      while (bytesWritten < wanted) {
        const more = await handle.write(rest, bytesWritten, wanted - bytesWritten, position + bytesWritten);
        if (more.bytesWritten === 0) throw new Error('the disk takes no more bytes');
        bytesWritten += more.bytesWritten;
      }
    }
    position += wanted;
  }
}

function syncFolder(dir: string): void {
  const folder = openSync(dir, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

function removeQuietly(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // Gone already, or the disk refuses: it is looked at again at the next start.
  }
}
