import { afterAll, expect, it } from 'vitest';
import type { TrialView } from '#model/drill/authoring.ts';
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
  const seen: NonNullable<TrialView['progress']>[] = [];
  for (;;) {
    const now = previews.trial(request);
    if (now.state !== 'running' || Date.now() - begun > 150_000) break;
    if (now.progress) seen.push(now.progress);
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  // Robots are counted as they end, the share never falls, and the time left is told.
  expect(new Set(seen.map(one => one.stage))).toContain('everyday');
  expect(new Set(seen.map(one => one.stage))).toContain('robot');
  expect(seen.every(one => one.of === 4 && one.done <= 4)).toBe(true);
  expect(Math.max(...seen.map(one => one.done))).toBeGreaterThanOrEqual(2);
  const shares = seen.map(one => one.share);
  expect(shares).toEqual([...shares].sort((a, b) => a - b));
  expect(seen.filter(one => one.share > 0.1).every(one => one.secondsLeft! >= 0)).toBe(true);
  expect(previews.trial(request)).not.toHaveProperty('progress');
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
