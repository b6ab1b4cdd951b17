// What runs on a host at a moment: since when it is on, and whose desktop is on its screen.
import type { Host, SimTime } from '../../world/entities.ts';
import type { ProcessRef } from '../../world/event.ts';
import type { Scene } from '../scene.ts';
import { deskOf } from './desk.ts';
import type { DayPlan } from './plan.ts';

/** Nobody is away for longer; a PC nobody came to is as it was before the world began. */
const longest = 7;

/** The last day on which the owner of a PC had come to it. */
function lastDay(
  scene: Scene,
  { name, owner }: Host,
  at: SimTime,
  came: (plan: DayPlan) => SimTime,
): DayPlan | undefined {
  if (owner?.pc.name !== name) return undefined;
  const today = scene.dayOf(at);
  for (let day = today; day > today - longest; day--) {
    const plan = scene.plan(owner, day);
    if (plan && came(plan) <= at) return plan;
  }
  return undefined;
}

/** When a host last started before a moment: many switch their PC off in the evening, everything else stays on. */
export const bootOf = (scene: Scene, host: Host, at: SimTime): SimTime =>
  lastDay(scene, host, at, plan => plan.bootedAt)?.bootedAt ?? host.bootedAt;

/** The shell of whoever last sat down at a PC; undefined where nobody does. */
export function shellOf(scene: Scene, host: Host, at: SimTime): ProcessRef | undefined {
  const plan = lastDay(scene, host, at, ({ arrive }) => arrive);
  return plan && deskOf(scene, plan).explorer;
}
