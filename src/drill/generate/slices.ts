// Slices in order, made on any number of worker threads. The threads take the next slice as they become free; what comes
// out does not depend on which made which.
import { Worker } from 'node:worker_threads';
import { sliceCount } from '../activity/slice.ts';
import { type WorldRequest, worldOf } from './options.ts';
import type { EvidenceSlice } from './row.ts';
import type { SourceBytes } from './slice-lines.ts';

interface SliceOptions {
  /** Threads, 1 or more. */
  workers: number;
  /** Half-open range of slices; all when absent. */
  from?: number;
  to?: number;
}

export interface ByteSlice {
  slice: number;
  sources: SourceBytes[];
}

/** Heap of a worker, MB: a slice of the busiest hour of 10,000 people fits several times. */
const workerHeap = 1536;

async function* inOrder<T extends { slice: number }>(
  request: WorldRequest,
  columns: boolean,
  options: SliceOptions,
): AsyncGenerator<T> {
  const count = sliceCount(worldOf(request));
  const last = Math.min(options.to ?? count, count);
  let next = options.from ?? 0;
  let wanted = next;
  const ready = new Map<number, T>();
  let wake = () => {};
  let failure: unknown;
  const workers = Array.from(
    { length: Math.max(1, Math.min(options.workers, last - next)) },
    () =>
      new Worker(new URL('./worker.ts', import.meta.url), {
        workerData: { request, columns },
        resourceLimits: { maxOldGenerationSizeMb: workerHeap, maxYoungGenerationSizeMb: 96 },
      }),
  );
  // A thread may run ahead of the reader a little, so memory stays bounded however slow the reader is.
  const ahead = workers.length + 1;
  const idle: Worker[] = [...workers];
  const feed = () => {
    while (idle.length > 0 && next < last && next < wanted + ahead) idle.pop()!.postMessage(next++);
  };
  for (const worker of workers) {
    worker.on('message', (made: T) => {
      ready.set(made.slice, made);
      idle.push(worker);
      feed();
      wake();
    });
    worker.on('error', error => {
      failure = error;
      wake();
    });
  }
  try {
    feed();
    while (wanted < last) {
      if (failure) throw failure;
      const made = ready.get(wanted);
      if (!made) {
        await new Promise<void>(resolve => {
          wake = resolve;
        });
        continue;
      }
      ready.delete(wanted++);
      feed();
      yield made;
    }
  } finally {
    await Promise.all(workers.map(worker => worker.terminate()));
  }
}

/** Slices as bytes of files, in order. */
export const byteSlices = (request: WorldRequest, options: SliceOptions): AsyncGenerator<ByteSlice> =>
  inOrder<ByteSlice>(request, false, options);

/** Slices by columns with facets and hidden causes, in order: for loading into a store. */
export const evidenceSlices = (request: WorldRequest, options: SliceOptions): AsyncGenerator<EvidenceSlice> =>
  inOrder<EvidenceSlice>(request, true, options);
