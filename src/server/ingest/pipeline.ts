// Lets reading go on while blocks are being stored: a few inserts under way at once, never more.

export interface InsertPipeline {
  /** Begins a job; waits only while `depth` jobs are under way. @throws what an earlier job threw. */
  push(job: () => Promise<void>): Promise<void>;
  /** Resolves when every job is done. @throws what a job threw. */
  done(): Promise<void>;
}

/** A pipeline of bounded depth. After a failure no further job begins. */
export function insertPipeline(depth: number): InsertPipeline {
  const underWay = new Set<Promise<void>>();
  let failure: { error: unknown } | undefined;
  const check = () => {
    if (failure) throw failure.error;
  };
  return {
    async push(job) {
      check();
      while (underWay.size >= depth) await Promise.race(underWay);
      check();
      const running: Promise<void> = job()
        .catch((error: unknown) => {
          failure ??= { error };
        })
        .finally(() => underWay.delete(running));
      underWay.add(running);
    },
    async done() {
      await Promise.all(underWay);
      check();
    },
  };
}
