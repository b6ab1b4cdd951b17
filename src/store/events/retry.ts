// Repeats what failed because the store was away: it restarts after a crash, and its reply may be lost.
import { setTimeout as sleep } from 'node:timers/promises';
import { HinomiError } from '#model/errors.ts';

const away = new Set([
  'ECONNRESET',
  'ECONNREFUSED',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  'ECONNABORTED',
  'EAI_AGAIN',
  'ERR_STREAM_PREMATURE_CLOSE',
]);

/** Whether an error says that the store was not reached, or went away before it answered. */
export function isAway(error: unknown): boolean {
  const { code, message, type } = error as { code?: string; message?: string; type?: string };
  if (type !== undefined) return code === '202'; // ClickHouse answered; only "too many simultaneous queries" passes
  return (
    (code !== undefined && away.has(code)) || /socket hang up|aborted|other side closed/i.test(message ?? '')
  );
}

/**
 * Runs `work` until it does not fail for want of the store, for at most `seconds`.
 * @throws HinomiError `STORE_UNAVAILABLE` after that; other errors of `work` at once.
 */
export async function untilBack<T>(work: () => Promise<T>, seconds: number): Promise<T> {
  const deadline = performance.now() + seconds * 1000;
  for (let pause = 25; ; pause = Math.min(pause * 2, 1000)) {
    try {
      return await work();
    } catch (error) {
      if (!isAway(error)) throw error;
      if (performance.now() + pause > deadline)
        throw new HinomiError(
          'STORE_UNAVAILABLE',
          `the event store does not answer: ${(error as Error).message}`,
          {
            remedy:
              'See the health page: the store process restarts by itself; check its message if it does not.',
            status: 503,
            cause: error,
          },
        );
      await sleep(pause);
    }
  }
}
