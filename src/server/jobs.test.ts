// Jobs: one run at a time, failures reported and tried again, an end that waits.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startJobs } from './jobs.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a run that takes longer than the rhythm is not overlapped', async () => {
  let under = 0;
  let most = 0;
  let runs = 0;
  const run = async () => {
    runs++;
    most = Math.max(most, ++under);
    await new Promise(resolve => setTimeout(resolve, 1_000));
    under--;
  };
  const jobs = startJobs([{ name: 'slow', every: 100, run }], () => {});
  await vi.advanceTimersByTimeAsync(10_000);
  expect(most).toBe(1);
  expect(runs).toBe(10);
  const stopping = jobs.stop();
  await vi.advanceTimersByTimeAsync(1_000);
  await stopping;
  expect(under).toBe(0);
});

test('a failing job is reported by name and tried again; others go on', async () => {
  const said: string[] = [];
  let others = 0;
  const jobs = startJobs(
    [
      { name: 'bad', every: 100, run: () => Promise.reject(new Error('no')) },
      {
        name: 'worse',
        every: 100,
        run: () => {
          throw new Error('at once');
        },
      },
      { name: 'good', every: 100, run: async () => void others++ },
    ],
    (error, job) => said.push(`${job}: ${(error as Error).message}`),
  );
  await vi.advanceTimersByTimeAsync(250);
  await jobs.stop();
  expect(said.sort()).toEqual(['bad: no', 'bad: no', 'worse: at once', 'worse: at once']);
  expect(others).toBe(2);
});

test('stop waits for a run, but not for ever, and nothing begins after it', async () => {
  let began = 0;
  const run = () => {
    began++;
    return new Promise(() => {});
  };
  const jobs = startJobs([{ name: 'hangs', every: 100, run }], () => {});
  await vi.advanceTimersByTimeAsync(150);
  let stopped = false;
  const stopping = jobs.stop(500).then(() => {
    stopped = true;
  });
  await vi.advanceTimersByTimeAsync(400);
  expect(stopped).toBe(false);
  await vi.advanceTimersByTimeAsync(200);
  await stopping;
  await vi.advanceTimersByTimeAsync(5_000);
  expect(began).toBe(1);
});
