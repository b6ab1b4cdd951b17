// Which blocks of our own code have run, from V8 itself: tells the fuzzer which inputs led somewhere new.
import { Session } from 'node:inspector';

interface Taken {
  result: {
    url: string;
    functions: { ranges: { startOffset: number; endOffset: number; count: number }[] }[];
  }[];
}

export class Coverage {
  readonly #session = new Session();
  readonly #seen = new Set<string>();

  constructor() {
    this.#session.connect();
    this.#session.post('Profiler.enable');
    this.#session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  }

  /** Blocks that ran since the last call and never before. */
  fresh(): number {
    let found = 0;
    // A session of the same thread answers before `post` returns.
    this.#session.post('Profiler.takePreciseCoverage', (error, taken?: Taken) => {
      if (error || !taken) return;
      for (const { url, functions } of taken.result) {
        if (!url.includes('/src/')) continue;
        for (const { ranges } of functions)
          for (const { startOffset, endOffset, count } of ranges) {
            if (count === 0) continue;
            const key = `${url} ${startOffset} ${endOffset}`;
            if (this.#seen.has(key)) continue;
            this.#seen.add(key);
            found++;
          }
      }
    });
    return found;
  }

  get blocks(): number {
    return this.#seen.size;
  }
}
