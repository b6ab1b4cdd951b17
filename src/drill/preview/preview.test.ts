import { expect, it } from 'vitest';
import { programmeOf } from '../exercise/content.ts';
import { scenarios } from '../run/library.ts';
import { makeWorld } from '../world/make-world.ts';
import { loadProfile } from '../world/profile/load-profile.ts';
import { previewOf } from './preview.ts';

const world = makeWorld({ profile: loadProfile('manufacturer'), staff: 80, days: 2, seed: 7 });
const scenario = scenarios().get('usb-worm-control-system')!;
const preview = previewOf(world, scenario, 7, programmeOf('one-day'));

it('shows each step with the lines it leaves, in the window and bounded', () => {
  expect(preview.steps.map(one => one.step)).toEqual(['stick', 'write']);
  for (const step of preview.steps) {
    expect(step.at).toBeGreaterThanOrEqual(preview.start);
    const sources = step.evidence.map(one => one.source);
    // The scenario says which sources show a step: at least one of them does.
    const wanted = scenario.plan.find(one => one.id === step.step)!.evidence;
    expect(wanted.some(source => sources.includes(source))).toBe(true);
    for (const { lines, examples, first, last } of step.evidence) {
      expect(lines).toBeGreaterThan(0);
      expect(examples.length).toBe(Math.min(3, lines));
      for (const text of examples) expect(text.length).toBeLessThanOrEqual(400);
      expect(first).toBeLessThanOrEqual(last);
    }
  }
});

it('says when injects come, whether best play helps, and what actions cost', () => {
  const first = preview.injects.find(one => one.inject === 'first-report')!;
  expect(first.at).toBe(preview.start + 90 * 60_000);
  expect(preview.harm.best.loss).toBeLessThan(preview.harm.idle);
  expect(preview.bestPlay.map(one => one.action)).toContain('isolate-host');
  expect(preview.actions.length).toBeGreaterThan(20);
  expect(preview.leads).toHaveLength(scenario.leads.count);
  expect(preview.leads[0]!.evidence.length).toBeGreaterThan(0);
});
