// Several pieces of work on one thread: a step of one, a step of another. Who has had least time goes first, so a question over
// everything holds nobody else up.
/** Work in steps: whoever does it may do something else in between. */
export type Steps<Result> = Generator<void, Result>;

interface Job {
  steps: Steps<unknown>;
  /** Time it has had, ms. */
  had: number;
  done(value: unknown): void;
  failed(error: unknown): void;
}

export interface Turns {
  /** Begins work; resolves with its result. */
  add<Result>(steps: Steps<Result>): Promise<Result>;
}

/**
 * @param now milliseconds that go on while work is done.
 * @param pause lets others in (messages that have come), then calls back.
 * @param turn so long one piece of work goes on before the next is looked at, ms.
 */
export function takeTurns(
  now: () => number = () => performance.now(),
  pause: (go: () => void) => void = setImmediate,
  turn = 5,
): Turns {
  const jobs = new Set<Job>();
  let going = false;
  const go = () => {
    let next: Job | undefined;
    for (const job of jobs) if (!next || job.had < next.had) next = job;
    if (!next) {
      going = false;
      return;
    }
    const began = now();
    try {
      for (;;) {
        const { done, value } = next.steps.next();
        if (done) {
          jobs.delete(next);
          next.done(value);
          break;
        }
        if (now() - began >= turn) break;
      }
    } catch (error) {
      jobs.delete(next);
      next.failed(error);
    }
    next.had += now() - began;
    pause(go);
  };
  return {
    add: <Result>(steps: Steps<Result>) =>
      new Promise<Result>((resolve, reject) => {
        jobs.add({ steps, had: 0, done: value => resolve(value as Result), failed: reject });
        if (going) return;
        going = true;
        pause(go);
      }),
  };
}
