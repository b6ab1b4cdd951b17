// Background work at a rhythm: each job runs alone, a failing one is reported and tried again at its next turn.

export interface Job {
  name: string;
  /** Pause between two runs, ms. */
  every: number;
  run(): Promise<unknown>;
}

/** Starts jobs; `stop` lets no further run begin. */
export function startJobs(
  jobs: readonly Job[],
  onError: (error: unknown, job: string) => void,
): { stop(): void } {
  let stopped = false;
  const timers = new Set<NodeJS.Timeout>();
  const schedule = (job: Job) => {
    if (stopped) return;
    const timer = setTimeout(async () => {
      timers.delete(timer);
      try {
        await job.run();
      } catch (error) {
        if (!stopped) onError(error, job.name);
      }
      schedule(job);
    }, job.every);
    timers.add(timer);
  };
  for (const job of jobs) schedule(job);
  return {
    stop() {
      stopped = true;
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
