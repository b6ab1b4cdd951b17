// One open page's server-sent events (WHATWG HTML §9.2): a bounded queue that forgets the oldest and says so.
import { Readable } from 'node:stream';
import type { Happening } from './bus.ts';

/** Where happenings come from: the platform's bus, or a part of one. */
export interface Feed {
  subscribe(listener: (happening: Happening<string>) => void): () => void;
}

export interface EventStreamOptions {
  /** Happenings kept for a slow reader (default 500). */
  queue?: number;
  /** Between comments that keep proxies from closing the connection, ms (default 15 s). */
  heartbeat?: number;
  /** Only these; all when absent. */
  topics?: readonly string[];
  /** Asked at each heartbeat; `false` ends the stream (signed out, account disabled). */
  mayStay?: () => Promise<boolean>;
}

export class EventStream extends Readable {
  readonly #queue: Happening<string>[] = [];
  readonly #limit: number;
  readonly #stop: () => void;
  #wanted = false;
  #unreported = 0;
  /** Happenings lost to this reader since it connected. */
  dropped = 0;

  constructor(bus: Feed, options: EventStreamOptions = {}) {
    super({ highWaterMark: 64 * 1024 });
    this.#limit = options.queue ?? 500;
    const wanted = options.topics && new Set(options.topics);
    const unsubscribe = bus.subscribe(happening => {
      if (!wanted || wanted.has(happening.topic)) this.#take(happening);
    });
    const beat = setInterval(() => void this.#beat(options.mayStay), options.heartbeat ?? 15_000);
    beat.unref();
    this.#stop = () => {
      unsubscribe();
      clearInterval(beat);
    };
    this.push('retry: 3000\n\n: connected\n\n');
  }

  #take(happening: Happening<string>): void {
    if (this.#queue.length >= this.#limit) {
      this.#queue.shift();
      this.dropped++;
      this.#unreported++;
    }
    this.#queue.push(happening);
    if (this.#wanted) this.#flush();
  }

  async #beat(mayStay?: () => Promise<boolean>): Promise<void> {
    const stays = mayStay ? await mayStay().catch(() => true) : true;
    if (this.destroyed) return;
    if (!stays) this.finish();
    else if (this.#wanted) this.#wanted = this.push(': still here\n\n');
  }

  #flush(): void {
    if (this.#unreported > 0) {
      const count = this.#unreported;
      this.#unreported = 0;
      this.#wanted = this.push(`event: dropped\ndata: {"count":${count}}\n\n`);
    }
    while (this.#wanted) {
      const next = this.#queue.shift();
      if (!next) return;
      this.#wanted = this.push(`event: ${next.topic}\ndata: ${next.data}\n\n`);
    }
  }

  override _read(): void {
    this.#wanted = true;
    this.#flush();
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    this.#stop();
    callback(error);
  }

  /** Ends the stream in order. */
  finish(): void {
    this.#stop();
    this.push(null);
  }
}
