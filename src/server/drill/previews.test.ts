import { afterAll, expect, it } from 'vitest';
import { openPreviews } from './previews.ts';

const previews = openPreviews(Date.now);
afterAll(() => previews.close());
const request = { profile: 'small-firm', scenario: 'ddos-government', staff: 24, seed: 3 };

it('answers previews from a thread and keeps them', async () => {
  const first = previews.preview(request);
  expect(previews.preview(request)).toBe(first);
  const { steps, organisation } = await first;
  expect(organisation.people).toBe(24);
  expect(steps.length).toBeGreaterThan(0);
}, 60_000);

it('begins a dry run when asked, and tells how it went', async () => {
  expect(previews.trial(request)).toEqual({ state: 'running', seconds: 0 });
  const begun = Date.now();
  while (previews.trial(request).state === 'running' && Date.now() - begun < 150_000)
    await new Promise(resolve => setTimeout(resolve, 250));
  const { state, result } = previews.trial(request);
  expect(state).toBe('done');
  expect(result!.robots.map(one => one.id)).toEqual(['none', 'novice', 'good', 'best']);
  expect(result!.length.attack).toBeGreaterThan(0);
  expect(result!.length.attack).toBeLessThanOrEqual(result!.length.window);
}, 170_000);

it('refuses a thread for what does not exist, and may be asked again', async () => {
  const wrong = { ...request, profile: 'no-such-firm' };
  await expect(previews.preview(wrong)).rejects.toThrow();
  await expect(previews.preview(wrong)).rejects.toThrow();
}, 30_000);
