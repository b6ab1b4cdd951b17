// Lines that runs leave behind, written by a thread of their own: it takes some tenths of a second whenever a team acts, and nobody
// else should wait for it.
import { Worker } from 'node:worker_threads';
import type { WorldRequest } from '#drill/generate/options.ts';
import type { Run } from '#drill/run/run.ts';
import type { OverlayAnswer, OverlayAsk } from '#drill/view/overlay-thread.ts';
import { HinomiError } from '#model/errors.ts';
import type { OwnLines } from '#store/evidence/port.ts';

export interface Overlays {
  /** Lines of a run in a world; undefined when it left none. Written once for each run. */
  of(request: WorldRequest, run: Run): Promise<OwnLines | undefined>;
  close(): Promise<void>;
}

interface Waiting {
  resolve(own: OwnLines | undefined): void;
  reject(error: Error): void;
}

/** Heap of the thread, MB: the largest organisation and what one run leaves behind. */
const threadHeap = 1024;

export function openOverlays(): Overlays {
  const written = new WeakMap<Run, Promise<OwnLines | undefined>>();
  const waiting = new Map<string, Waiting>();
  let asked = 0;
  let thread: Worker | undefined;

  const ended = (which: Worker, why: string): void => {
    if (thread !== which) return;
    thread = undefined;
    const lost = [...waiting.values()];
    waiting.clear();
    for (const { reject } of lost)
      reject(
        new HinomiError('STORE_UNAVAILABLE', `the thread that writes lines of a run ended (${why})`, {
          remedy: 'Search again; it is started anew.',
          status: 503,
        }),
      );
  };
  const running = (): Worker => {
    if (thread) return thread;
    const started = new Worker(new URL('../../drill/view/overlay-thread.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: threadHeap },
    });
    started.on('message', (answer: OverlayAnswer) => {
      const one = waiting.get(answer.key);
      waiting.delete(answer.key);
      if (waiting.size === 0) started.unref();
      if ('error' in answer) one?.reject(new Error(answer.error));
      else one?.resolve(answer.own);
    });
    started.on('error', error => ended(started, error.message));
    started.on('exit', code => ended(started, `code ${code}`));
    thread = started;
    return started;
  };

  return {
    of(request, run) {
      const known = written.get(run);
      if (known) return known;
      const own = new Promise<OwnLines | undefined>((resolve, reject) => {
        const key = `run-${asked++}`;
        waiting.set(key, { resolve, reject });
        const worker = running();
        worker.ref();
        worker.postMessage({ key, request, events: run.events } satisfies OverlayAsk);
      });
      written.set(run, own);
      // What failed is tried again by who asks next.
      own.catch(() => written.delete(run));
      return own;
    },
    async close() {
      const last = thread;
      if (!last) return;
      ended(last, 'the platform stops');
      await last.terminate();
    },
  };
}
