// A report of blocked questions counts once, however often it comes and wherever it broke off.
import { expect, test } from 'vitest';
import { day, hour } from '#model/time.ts';
import { createBlockedCounter } from './blocked.ts';

const start = 1_800_000 * hour;
const report = (id: string, at = start) => ({
  id,
  at,
  hits: [
    { indicator: 'a', count: 2 },
    { indicator: 'b', count: 3 },
  ],
});

test('a repetition is not counted again', async () => {
  const seen: string[] = [];
  const blocked = createBlockedCounter(
    () => start,
    async (indicator, _at, count) => void seen.push(`${indicator}${count}`),
  );
  await blocked.take(report('one'));
  await blocked.take(report('one'));
  await blocked.take(report('two'));
  expect(seen).toEqual(['a2', 'b3', 'a2', 'b3']);
  expect(blocked.lastDay()).toBe(10);
});

test('what failed is taken when the report comes again, and only that', async () => {
  const seen: string[] = [];
  let broken = true;
  const blocked = createBlockedCounter(
    () => start,
    async indicator => {
      if (indicator === 'b' && broken) throw new Error('the store is away');
      seen.push(indicator);
    },
  );
  await expect(blocked.take(report('one'))).rejects.toThrow('away');
  expect(blocked.lastDay()).toBe(2);
  broken = false;
  await blocked.take(report('one'));
  expect(seen).toEqual(['a', 'b']);
  expect(blocked.lastDay()).toBe(5);
});

test('a day later the sum is empty again', async () => {
  let now = start;
  const blocked = createBlockedCounter(
    () => now,
    async () => {},
  );
  await blocked.take(report('one'));
  now += day - 1;
  expect(blocked.lastDay()).toBe(5);
  now += hour;
  expect(blocked.lastDay()).toBe(0);
});
