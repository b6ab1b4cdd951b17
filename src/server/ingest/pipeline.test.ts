// Bounded, complete, and honest about failures.
import { expect, test } from 'vitest';
import { insertPipeline } from './pipeline.ts';

const later = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms));

test('never more jobs at once than its depth, and all are done in the end', async () => {
  const pipeline = insertPipeline(2);
  let running = 0;
  let most = 0;
  let finished = 0;
  for (let job = 0; job < 20; job++)
    await pipeline.push(async () => {
      most = Math.max(most, ++running);
      await later(job % 3);
      running--;
      finished++;
    });
  await pipeline.done();
  expect(finished).toBe(20);
  expect(most).toBe(2);
});

test('a failure reaches the reader, and nothing begins after it', async () => {
  const pipeline = insertPipeline(2);
  await pipeline.push(async () => {
    await later(1);
    throw new Error('disk full');
  });
  await later(10);
  let begun = false;
  await expect(
    pipeline.push(async () => {
      begun = true;
    }),
  ).rejects.toThrow('disk full');
  expect(begun).toBe(false);
  await expect(pipeline.done()).rejects.toThrow('disk full');
});
