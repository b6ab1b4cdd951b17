// Background work at a rhythm: each job runs alone, a failing one is reported and tried again at its next turn.

export interface Job {
  name: string;
  /** Pause between two runs, ms. */
  every: number;
  run(): Promise<unknown>;
}

/** Starts jobs; `stop` lets no further run begin and resolves when those under way have ended, or after `patience` ms. */
export function startJobs(
  jobs: readonly Job[],
  onError: (error: unknown, job: string) => void,
): { stop(patience?: number): Promise<void> } {
  let stopped = false;
  const timers = new Set<NodeJS.Timeout>();
  const running = new Set<Promise<void>>();
  const turn = async (job: Job) => {
    try {
      await job.run();
    } catch (error) {
      if (!stopped) onError(error, job.name);
    }
  };
  const schedule = (job: Job) => {
    if (stopped) return;
    const timer = setTimeout(() => {
      timers.delete(timer);
      const run = turn(job).finally(() => {
        running.delete(run);
        schedule(job);
      });
      running.add(run);
    }, job.every);
    timers.add(timer);
  };
  for (const job of jobs) schedule(job);
  return {
    async stop(patience = 3_000) {
      stopped = true;
      for (const timer of timers) clearTimeout(timer);
      if (running.size === 0) return;
      let late: NodeJS.Timeout | undefined;
      const enough = new Promise<void>(resolve => {
        late = setTimeout(resolve, patience);
      });
      await Promise.race([Promise.all(running), enough]);
      clearTimeout(late);
    },
  };
}
