// Best play of each variant in use, searched in a thread while the exercise still runs: scores wait for nothing at its end.
import { Worker } from 'node:worker_threads';
import type { ActionTaken } from '#drill/run/run.ts';
import type { BestAsked } from '#drill/score/best-worker.ts';
import type { Exercise } from '#model/drill/exercise.ts';

export interface BestPlays {
  /** Searches when it is not known yet. One search at a time. */
  of(exercise: Exercise, variant: number): Promise<readonly ActionTaken[]>;
  close(): Promise<void>;
}

/** Variants kept; a log of actions is a few kilobytes. */
const most = 2_000;
/** A thread without work ends after so long, ms. */
const idleFor = 30_000;

export function openBestPlays(): BestPlays {
  const known = new Map<string, Promise<readonly ActionTaken[]>>();
  const waiting = new Map<
    number,
    { resolve: (log: ActionTaken[]) => void; reject: (error: unknown) => void }
  >();
  let worker: Worker | undefined;
  let idle: NodeJS.Timeout | undefined;
  let last = 0;

  const end = (error: unknown): void => {
    worker = undefined;
    for (const one of waiting.values()) one.reject(error);
    waiting.clear();
  };
  const thread = (): Worker => {
    if (worker) return worker;
    const started = new Worker(new URL('../../drill/score/best-worker.ts', import.meta.url));
    worker = started;
    started.on('message', ({ number, log }: { number: number; log: ActionTaken[] }) => {
      waiting.get(number)?.resolve(log);
      waiting.delete(number);
      if (waiting.size > 0) return;
      started.unref();
      idle = setTimeout(() => {
        worker = undefined;
        void started.terminate();
      }, idleFor).unref();
    });
    started.on('error', end);
    started.on('exit', () => {
      if (worker === started) end(new Error('the search for best play stopped'));
    });
    return started;
  };

  const search = (asked: Omit<BestAsked, 'number'>): Promise<ActionTaken[]> =>
    new Promise((resolve, reject) => {
      clearTimeout(idle);
      const number = ++last;
      waiting.set(number, { resolve, reject });
      const one = thread();
      one.ref();
      one.postMessage({ number, ...asked } satisfies BestAsked);
    });

  return {
    of({ profile, staff, days, seed, scenario }, variant) {
      const key = JSON.stringify([profile, staff, days, seed, scenario, variant]);
      const found = known.get(key) ?? search({ world: { profile, staff, days, seed }, scenario, variant });
      known.set(key, found);
      if (known.size > most) known.delete(known.keys().next().value!);
      // What failed is tried again when it is next asked for.
      found.catch(() => known.delete(key));
      return found;
    },
    async close() {
      clearTimeout(idle);
      const one = worker;
      worker = undefined;
      await one?.terminate();
    },
  };
}
