// Who is at work in a slice, and the moments they do something.

import type { SimTime } from '../../world/entities.ts';
import { type Random, streamAfter } from '../../world/random.ts';
import { prefixesFor } from '../prefixes.ts';
import type { Scene } from '../scene.ts';
import { hourMs, type Slice } from '../slice.ts';
import { activity, type DayPlan } from './plan.ts';

const kept = new WeakMap<Scene, { index: number; plans: readonly DayPlan[] }>();

/** Plans whose working time touches the slice, in the order of people. Asked by every behaviour, so the last is kept. */
export function plansIn(scene: Scene, slice: Slice): readonly DayPlan[] {
  const last = kept.get(scene);
  if (last?.index === slice.index) return last.plans;
  const day = scene.dayOf(slice.from);
  const plans: DayPlan[] = [];
  for (const person of scene.people)
    for (let d = day - 1; d <= day; d++) {
      const plan = scene.plan(person, d);
      // A PC is switched on minutes before its person has logged on.
      if (plan && plan.bootedAt < slice.to && plan.leave >= slice.from) plans.push(plan);
      else if (plan && plan.arrive < slice.to && plan.leave >= slice.from) plans.push(plan);
    }
  kept.set(scene, { index: slice.index, plans });
  return plans;
}

/** Hours of attention in an average working day: what habits a day are spread over. */
export const attentiveHours = 7.6;

/**
 * Calls `act` at random moments of a slice for everybody at work: a Poisson process of `perDay` times a working day, thinned
 * by how busy the person is at that moment.
 */
export function atMoments(
  scene: Scene,
  slice: Slice,
  purpose: string,
  perDay: (plan: DayPlan) => number,
  act: (plan: DayPlan, at: SimTime, random: Random) => void,
): void {
  const most = 1.6;
  const prefix = prefixesFor(scene, purpose);
  for (const plan of plansIn(scene, slice)) {
    const from = Math.max(slice.from, plan.arrive);
    const to = Math.min(slice.to, plan.leave);
    if (to <= from) continue;
    const random = streamAfter(prefix(plan.person.id, plan.person.index), slice.index);
    const mean = (perDay(plan) * most * (to - from)) / (attentiveHours * hourMs);
    for (let n = random.poisson(mean); n > 0; n--) {
      const at = from + random.next() * (to - from);
      if (random.next() * most < activity(plan, at)) act(plan, at, random);
    }
  }
}

/** True when a moment lies in the slice. */
export const within = (slice: Slice, at: SimTime): boolean => at >= slice.from && at < slice.to;
