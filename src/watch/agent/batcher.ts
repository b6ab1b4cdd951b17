// Gathers events by stream into batches of at most a second, compresses them, and puts a canary into each stream every minute.
import { constants, zstdCompressSync } from 'node:zlib';
import type { Event } from '#model/event/event.ts';
import { type Clock, minute, second } from '#model/time.ts';
import type { Outgoing, Spool } from './spool.ts';
import { wireLine } from './wire-line.ts';

export interface BatcherOptions {
  spool: Spool;
  clock: Clock;
  /** A batch is closed when it is this old (ms), has this many events or this many bytes before compression. */
  age?: number;
  events?: number;
  bytes?: number;
  /** Bytes held while the disk is slow; beyond it events are dropped and counted. */
  pendingBytes?: number;
  /** Called after batches went to the spool. */
  onSpooled: () => void;
}

interface Open {
  lines: string[];
  bytes: number;
  canaryAt: number;
}

export class Batcher {
  readonly #options: Required<BatcherOptions>;
  readonly #open = new Map<string, Open>();
  #pending = 0;
  #flushing: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: BatcherOptions) {
    this.#options = {
      age: second,
      events: 5_000,
      bytes: 2 * 1024 * 1024,
      pendingBytes: 64 * 1024 * 1024,
      ...options,
    };
  }

  start(): void {
    this.#timer = setInterval(() => void this.flush(), this.#options.age);
  }

  /** Makes a stream known, so that canaries run through it before its first event. */
  openStream(stream: string): void {
    this.#of(stream);
    this.#options.spool.countMade(stream, 0);
  }

  #of(stream: string): Open {
    let open = this.#open.get(stream);
    if (!open) {
      open = { lines: [], bytes: 0, canaryAt: 0 };
      this.#open.set(stream, open);
    }
    return open;
  }

  /** Takes an event. Never throws, never waits. */
  emit(stream: string, event: Event): void {
    const { spool } = this.#options;
    spool.countMade(stream, 1);
    const line = wireLine(event);
    if (line === undefined || this.#pending + line.length > this.#options.pendingBytes) {
      spool.countDropped(stream, 1);
      return;
    }
    const open = this.#of(stream);
    open.lines.push(line);
    open.bytes += line.length + 1;
    this.#pending += line.length + 1;
    if (open.lines.length >= this.#options.events || open.bytes >= this.#options.bytes) void this.flush();
  }

  /** Events of a stream not spooled yet. */
  pending(stream: string): number {
    return this.#open.get(stream)?.lines.length ?? 0;
  }

  /** Closes all open batches. One flush at a time; what comes meanwhile waits for the next. */
  flush(): Promise<void> {
    this.#flushing ??= this.#flush().finally(() => {
      this.#flushing = undefined;
      for (const open of this.#open.values())
        if (open.lines.length >= this.#options.events || open.bytes >= this.#options.bytes) {
          void this.flush();
          break;
        }
    });
    return this.#flushing;
  }

  async #flush(): Promise<void> {
    const now = this.#options.clock();
    const batches: Outgoing[] = [];
    for (const [stream, open] of this.#open) {
      const canaryDue = now - open.canaryAt >= minute || now < open.canaryAt;
      if (open.lines.length === 0 && !canaryDue) continue;
      const { lines } = open;
      this.#pending -= open.bytes;
      open.lines = [];
      open.bytes = 0;
      if (canaryDue) open.canaryAt = now;
      for (let from = 0; from === 0 || from < lines.length; from += this.#options.events) {
        const part = lines.slice(from, from + this.#options.events);
        batches.push({
          stream,
          body: part.length === 0 ? new Uint8Array(0) : compress(part),
          count: part.length,
          ...(canaryDue && from === 0 ? { canary: now } : {}),
        });
      }
    }
    if (batches.length === 0) return;
    await this.#options.spool.put(batches);
    this.#options.onSpooled();
  }

  /** Stops the clock and spools what is open. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#flushing;
    await this.flush();
  }
}

const compress = (lines: readonly string[]): Uint8Array =>
  zstdCompressSync(`${lines.join('\n')}\n`, { params: { [constants.ZSTD_c_compressionLevel]: 1 } });
