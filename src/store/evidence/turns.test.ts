// Work on one thread by turns, on a clock of our own.
import { expect, test } from 'vitest';
import { type Steps, takeTurns } from './turns.ts';

/** Work of so many steps, each so long on the clock. */
function* work(
  clock: { now: number },
  steps: number,
  each: number,
  log: string[],
  name: string,
): Steps<string> {
  for (let step = 0; step < steps; step++) {
    clock.now += each;
    log.push(name);
    yield;
  }
  return name;
}

test('short work that comes later is done before long work ends', async () => {
  const clock = { now: 0 };
  const log: string[] = [];
  const turns = takeTurns(() => clock.now);
  const long = turns.add(work(clock, 100, 10, log, 'long'));
  await new Promise(resolve => setImmediate(() => setImmediate(resolve)));
  const begun = log.length;
  expect(begun).toBeGreaterThan(0);
  expect(begun).toBeLessThan(10);
  expect(await turns.add(work(clock, 3, 10, log, 'short'))).toBe('short');
  expect(log.length).toBeLessThan(20);
  expect(await long).toBe('long');
  expect(log.filter(name => name === 'long')).toHaveLength(100);
  expect(await turns.add(work(clock, 1, 1, log, 'again'))).toBe('again');
});

test('what fails fails alone', async () => {
  const clock = { now: 0 };
  const turns = takeTurns(() => clock.now);
  // biome-ignore lint/correctness/useYield: it fails in its first step.
  const broken = (function* (): Steps<never> {
    throw new Error('no such part');
  })();
  const [bad, good] = await Promise.allSettled([turns.add(broken), turns.add(work(clock, 5, 1, [], 'good'))]);
  expect(bad).toMatchObject({ status: 'rejected', reason: { message: 'no such part' } });
  expect(good).toEqual({ status: 'fulfilled', value: 'good' });
});
