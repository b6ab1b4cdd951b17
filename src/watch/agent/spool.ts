// The agent's bounded disk spool: batches wait here until the collector has them. Full: the oldest whole batch goes, counted.
// A batch is sent only after it is on disk, so a sequence number never comes to mean two things.
import { createHash } from 'node:crypto';
import type { BatchHeader } from '#model/collect/batch.ts';
import type { RandomBytes } from '#model/ids.ts';
import type { Clock } from '#model/time.ts';
import { frameAt, makeFrame } from '../collector/frame.ts';
import { isBefore, type Position, RecordLog } from '../collector/record-log.ts';

const recordType = { snapshot: 0, batch: 1, acked: 2, dropped: 3 } as const;

/** Running totals of one stream within the epoch. */
interface StreamCounts {
  stream: string;
  /** Last sequence given out. */
  sequence: number;
  made: number;
  dropped: number;
}

interface Snapshot {
  epoch: number;
  streams: StreamCounts[];
}

/** A batch that waits. */
export interface Waiting {
  stream: string;
  epoch: number;
  sequence: number;
  count: number;
  position: Position;
  /** Bytes of its frame. */
  bytes: number;
  /** Kept for the newest ones only. */
  frame?: Buffer;
}

export interface SpoolOptions {
  dir: string;
  clock: Clock;
  random: RandomBytes;
  /** Bytes on disk at most. */
  maxBytes: number;
  onProblem: (message: string) => void;
}

/** A batch to be spooled. */
export interface Outgoing {
  stream: string;
  /** zstd NDJSON; empty for a canary alone. */
  body: Uint8Array;
  count: number;
  canary?: number;
}

/** Frames of the newest batches kept in memory, bytes. */
const cacheBytes = 8 * 1024 * 1024;

export class Spool {
  readonly #options: SpoolOptions;
  readonly #log: RecordLog;
  readonly #liveLimit: number;
  readonly #counts = new Map<string, StreamCounts>();
  #epoch = 0;
  #live: Waiting[] = [];
  #liveBytes = 0;
  #cached = 0;

  constructor(options: SpoolOptions) {
    this.#options = options;
    const segmentBytes = Math.min(Math.max(options.maxBytes >> 4, 64 * 1024), 16 * 1024 * 1024);
    this.#liveLimit = Math.max(options.maxBytes - 2 * segmentBytes, segmentBytes);
    let damaged = false;
    this.#log = new RecordLog({
      ...options,
      segmentBytes,
      snapshot: () => ({
        type: recordType.snapshot,
        body: Buffer.from(JSON.stringify({ epoch: this.#epoch, streams: [...this.#counts.values()] })),
      }),
      onDamage: (segment, damage) => {
        damaged = true;
        options.onProblem(`spool segment ${segment}: ${damage.length} bytes decayed at ${damage.offset}`);
      },
    });
    this.#replay();
    // With the last numbers possibly gone, counting on could reuse one: begin a new epoch.
    if (this.#epoch === 0 || damaged) this.newEpoch(0);
  }

  #replay(): void {
    for (const record of this.#log.replay())
      try {
        const { type, body } = record;
        if (type === recordType.snapshot) {
          const snapshot = JSON.parse(body.toString('utf8')) as Snapshot;
          this.#epoch = snapshot.epoch;
          this.#counts.clear();
          for (const counts of snapshot.streams) this.#counts.set(counts.stream, counts);
        } else if (type === recordType.batch) {
          const { header } = frameAt(body, 0);
          const counts = this.#of(header.stream);
          if (header.epoch === this.#epoch) {
            counts.sequence = header.sequence;
            counts.made = Math.max(counts.made, header.made);
            counts.dropped = Math.max(counts.dropped, header.dropped);
          }
          const { stream, epoch, sequence, count } = header;
          const position = { segment: record.segment, offset: record.offset };
          this.#add({ stream, epoch, sequence, count, position, bytes: body.length });
        } else if (type === recordType.acked) {
          const ack = JSON.parse(body.toString('utf8')) as {
            stream: string;
            epoch: number;
            sequence: number;
          };
          this.#forget(ack.stream, ack.epoch, ack.sequence);
        } else if (type === recordType.dropped) {
          const drop = JSON.parse(body.toString('utf8')) as {
            stream: string;
            epoch: number;
            sequence: number;
            dropped: number;
          };
          this.#remove(
            batch =>
              batch.stream === drop.stream && batch.epoch === drop.epoch && batch.sequence === drop.sequence,
          );
          if (drop.epoch === this.#epoch) this.#of(drop.stream).dropped = drop.dropped;
        }
      } catch (error) {
        this.#options.onProblem(`spool: a record cannot be read: ${(error as Error).message}`);
      }
  }

  #of(stream: string): StreamCounts {
    let counts = this.#counts.get(stream);
    if (!counts) {
      counts = { stream, sequence: 0, made: 0, dropped: 0 };
      this.#counts.set(stream, counts);
    }
    return counts;
  }

  #add(batch: Waiting): void {
    this.#live.push(batch);
    this.#liveBytes += batch.bytes;
    if (!batch.frame) return;
    this.#cached += batch.bytes;
    for (let index = 0; this.#cached > cacheBytes && index < this.#live.length; index++) {
      const old = this.#live[index]!;
      if (!old.frame) continue;
      this.#cached -= old.bytes;
      delete old.frame;
    }
  }

  #remove(gone: (batch: Waiting) => boolean): void {
    const kept: Waiting[] = [];
    for (const batch of this.#live)
      if (gone(batch)) {
        this.#liveBytes -= batch.bytes;
        if (batch.frame) this.#cached -= batch.bytes;
      } else kept.push(batch);
    if (kept.length === this.#live.length) return;
    this.#live = kept;
    const oldest = kept[0]?.position.segment ?? this.#log.segments.at(-1);
    if (oldest !== undefined) this.#log.removeBefore(oldest);
  }

  #forget(stream: string, epoch: number, sequence: number): void {
    this.#remove(batch => batch.stream === stream && batch.epoch === epoch && batch.sequence <= sequence);
  }

  /** Starts counting anew, beyond `after`; batches that wait keep their old epoch. */
  newEpoch(after: number): void {
    this.#epoch = Math.max(this.#options.clock(), this.#epoch + 1, after + 1);
    this.#counts.clear();
  }

  get epoch(): number {
    return this.#epoch;
  }

  /** Events and bytes that wait. */
  get waiting(): { batches: number; bytes: number } {
    return { batches: this.#live.length, bytes: this.#liveBytes };
  }

  /** Made, dropped and waiting by stream, for the flow report. */
  counts(): { stream: string; made: number; dropped: number; spooled: number }[] {
    const waiting = new Map<string, number>();
    for (const batch of this.#live)
      if (batch.epoch === this.#epoch)
        waiting.set(batch.stream, (waiting.get(batch.stream) ?? 0) + batch.count);
    return [...this.#counts.values()].map(({ stream, made, dropped }) => ({
      stream,
      made,
      dropped,
      spooled: waiting.get(stream) ?? 0,
    }));
  }

  /** Counts events a source made, before they are spooled or lost. */
  countMade(stream: string, events: number): void {
    this.#of(stream).made += events;
  }

  /** Counts events lost before they reached the spool. */
  countDropped(stream: string, events: number): void {
    this.#of(stream).dropped += events;
  }

  /**
   * Puts batches on disk; resolves when they are there. When the disk refuses, they are dropped and counted, and nothing
   * else stops. One call at a time.
   */
  async put(batches: readonly Outgoing[]): Promise<void> {
    const placed: Waiting[] = [];
    const before = new Map<string, number>();
    for (const batch of batches) {
      this.#makeRoom(batch.body.byteLength + 1_024);
      const counts = this.#of(batch.stream);
      if (!before.has(batch.stream)) before.set(batch.stream, counts.sequence);
      const header: BatchHeader = {
        stream: batch.stream,
        epoch: this.#epoch,
        sequence: ++counts.sequence,
        count: batch.count,
        sha256: createHash('sha256').update(batch.body).digest('hex'),
        made: counts.made,
        dropped: counts.dropped,
        closed: this.#options.clock(),
        ...(batch.canary === undefined ? {} : { canary: batch.canary }),
      };
      const frame = makeFrame(header, batch.body);
      const position = this.#log.append(recordType.batch, [frame]);
      placed.push({ ...header, position, bytes: frame.length, frame });
    }
    const epoch = this.#epoch;
    try {
      await this.#log.durable();
      for (const { stream, epoch, sequence, count, position, bytes, frame } of placed)
        this.#add({ stream, epoch, sequence, count, position, bytes, frame: frame! });
    } catch (error) {
      for (const batch of placed) if (epoch === this.#epoch) this.countDropped(batch.stream, batch.count);
      if (epoch === this.#epoch)
        for (const [stream, sequence] of before) this.#of(stream).sequence = sequence;
      this.#options.onProblem(`spool: ${batches.length} batches dropped: ${(error as Error).message}`);
    }
  }

  #makeRoom(bytes: number): void {
    while (this.#live.length > 0 && this.#liveBytes + bytes > this.#liveLimit) this.drop(this.#live[0]!);
  }

  /** Drops a batch for good and counts its events. */
  drop(batch: Pick<Waiting, 'stream' | 'epoch' | 'sequence'>): void {
    const same = (other: Waiting) =>
      other.stream === batch.stream && other.epoch === batch.epoch && other.sequence === batch.sequence;
    const found = this.#live.find(same);
    if (!found) return;
    const counts = this.#of(batch.stream);
    counts.dropped += found.count;
    // Of an epoch gone by: count it as made in this one, so that the loss shows.
    if (batch.epoch !== this.#epoch) counts.made += found.count;
    const { stream, epoch, sequence } = batch;
    this.#note(recordType.dropped, { stream, epoch, sequence, dropped: counts.dropped });
    this.#remove(same);
  }

  /** The collector holds everything of a stream up to this sequence. */
  acknowledge(stream: string, epoch: number, sequence: number): void {
    if (
      !this.#live.some(
        batch => batch.stream === stream && batch.epoch === epoch && batch.sequence <= sequence,
      )
    )
      return;
    this.#note(recordType.acked, { stream, epoch, sequence });
    this.#forget(stream, epoch, sequence);
  }

  /** A note is not waited for: without it a batch is sent twice, and the collector knows it. */
  #note(type: number, value: object): void {
    this.#log.append(type, [Buffer.from(JSON.stringify(value))]);
    this.#log.durable().catch(() => {});
  }

  /** The oldest batches that fit, with their frames, in order. A batch that cannot be read any more is dropped. */
  async oldest(maxBatches: number, maxBytes: number): Promise<{ batch: Waiting; frame: Buffer }[]> {
    const found: { batch: Waiting; frame: Buffer }[] = [];
    let bytes = 0;
    for (const batch of this.#live.slice(0, maxBatches)) {
      bytes += batch.bytes;
      if (found.length > 0 && bytes > maxBytes) break;
      const frame = batch.frame ?? (await this.#log.bodyAt(batch.position, batch.bytes));
      if (frame) found.push({ batch, frame });
      else if (this.#live.includes(batch)) {
        this.#options.onProblem(`spool: a batch of ${batch.stream} cannot be read again and is dropped`);
        this.drop(batch);
      }
    }
    return found.sort((left, right) => (isBefore(left.batch.position, right.batch.position) ? -1 : 1));
  }

  async close(): Promise<void> {
    await this.#log.close();
  }
}
