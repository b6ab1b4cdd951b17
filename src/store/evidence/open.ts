// The evidence store: files of segments in a folder, written by who loads a world, read by threads of their own.
import { mkdirSync } from 'node:fs';
import { totalmem } from 'node:os';
import { Worker } from 'node:worker_threads';
import { HinomiError } from '#model/errors.ts';
import { removeWorld, segmentsOf, storeSegment, worldsIn } from './folder.ts';
import type { EvidenceLoading, EvidenceQuestions, EvidenceStore } from './port.ts';
import type { Answer, Ask, ReaderOptions } from './reader-thread.ts';

/** Loading alone, for a program that asks nothing. */
export function openEvidenceLoading(folder: string): EvidenceLoading {
  mkdirSync(folder, { recursive: true });
  return {
    async load(world, slices) {
      storeSegment(folder, world, slices);
    },
    async loaded(world) {
      const segments = segmentsOf(folder, world);
      return {
        slices: (segments.at(-1)?.last ?? -1) + 1,
        lines: segments.reduce((sum, { lines }) => sum + lines, 0),
      };
    },
  };
}

/** Heap of a thread, MB: values of the facets of some large organisations. */
const threadHeap = 1024;

/**
 * Opens the store in a folder, which is made when it is absent.
 * @param threads how many questions are answered at a time.
 * @param memory bytes that all threads together keep of files and answers; default an eighth of the machine's, 4 GiB at most.
 */
export function openEvidenceStore(
  folder: string,
  threads = 1,
  memory = Math.min(totalmem() / 8, 4 * 2 ** 30),
): EvidenceStore {
  const loading = openEvidenceLoading(folder);
  const pool = Array.from({ length: threads }, () => new Reader({ folder, memory: memory / threads }));
  const ask = <Method extends keyof EvidenceQuestions>(
    method: Method,
    ...parameters: Parameters<EvidenceQuestions[Method]>
  ) => {
    const idlest = pool.reduce((best, one) => (one.open < best.open ? one : best));
    return idlest.ask(method, parameters) as ReturnType<EvidenceQuestions[Method]>;
  };
  return {
    ...loading,
    worlds: async () => worldsIn(folder),
    drop: async world => removeWorld(folder, world),
    page: (scope, request) => ask('page', scope, request),
    histogram: (scope, slots) => ask('histogram', scope, slots),
    top: (scope, facet, limit) => ask('top', scope, facet, limit),
    async close() {
      await Promise.all(pool.map(one => one.close()));
    },
  };
}

interface Waiting {
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

/** One thread, started with its first question and again after it died. */
class Reader {
  readonly #options: ReaderOptions;
  readonly #waiting = new Map<number, Waiting>();
  #thread: Worker | undefined;
  #asked = 0;
  #closed = false;

  constructor(options: ReaderOptions) {
    this.#options = options;
  }

  /** Questions under way. */
  get open(): number {
    return this.#waiting.size;
  }

  ask(method: Ask['method'], parameters: readonly unknown[]): Promise<unknown> {
    if (this.#closed)
      return Promise.reject(
        new HinomiError('STORE_UNAVAILABLE', 'the evidence store is closed', { status: 503 }),
      );
    const id = this.#asked++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      const thread = this.#running();
      // A process stays for its questions, not for a thread that has none.
      thread.ref();
      thread.postMessage({ id, method, parameters } satisfies Ask);
    });
  }

  #running(): Worker {
    if (this.#thread) return this.#thread;
    const thread = new Worker(new URL('./reader-thread.ts', import.meta.url), {
      workerData: this.#options,
      resourceLimits: { maxOldGenerationSizeMb: threadHeap },
    });
    thread.on('message', (answer: Answer) => {
      const waiting = this.#waiting.get(answer.id);
      this.#waiting.delete(answer.id);
      if (this.#waiting.size === 0) thread.unref();
      if ('error' in answer) waiting?.reject(problemOf(answer.error));
      else waiting?.resolve(answer.value);
    });
    thread.on('error', error => this.#ended(thread, error.message));
    thread.on('exit', code => this.#ended(thread, `code ${code}`));
    this.#thread = thread;
    return thread;
  }

  #ended(thread: Worker, why: string): void {
    if (this.#thread !== thread) return;
    this.#thread = undefined;
    const lost = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of lost)
      reject(
        new HinomiError('STORE_UNAVAILABLE', `the thread that searches logs ended (${why})`, {
          remedy: 'Search again; it is started anew.',
          status: 503,
        }),
      );
  }

  async close(): Promise<void> {
    this.#closed = true;
    const thread = this.#thread;
    if (!thread) return;
    this.#ended(thread, 'the store is closed');
    await thread.terminate();
  }
}

const problemOf = ({ code, message, ...more }: Extract<Answer, { error: object }>['error']): Error =>
  code ? new HinomiError(code, message, more) : new Error(message);
