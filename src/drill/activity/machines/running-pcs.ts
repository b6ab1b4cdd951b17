// PCs that are on, and what happens on each of them now and then.
import type { Host, Person, SimTime } from '../../world/entities.ts';
import type { Happens, Session } from '../../world/event.ts';
import { hashKeys, type Random, streamAfter } from '../../world/random.ts';
import type { Behaviour } from '../behaviour.ts';
import type { DayPlan } from '../people/plan.ts';
import { prefixesFor } from '../prefixes.ts';
import type { Scene } from '../scene.ts';
import { hourMs, type Slice } from '../slice.ts';

export interface Running {
  pc: Host;
  person: Person;
  plan: DayPlan;
  from: SimTime;
  to: SimTime;
  /** Nobody has worked at it for hours: half asleep. */
  quiet: boolean;
}

const kept = new WeakMap<Scene, { index: number; list: readonly Running[] }>();

/** PCs that are on in a slice, and for which part of it. */
export function runningPcs(scene: Scene, slice: Slice): readonly Running[] {
  const last = kept.get(scene);
  if (last?.index === slice.index) return last.list;
  const day = scene.dayOf(slice.from);
  const list: Running[] = [];
  for (const person of scene.people) {
    const stays = hashKeys(scene.seed, person.id, 'switch-off') % 100 >= 62;
    let found = false;
    for (let d = day; d >= day - 1 && !found; d--) {
      const plan = scene.plan(person, d);
      if (!plan) continue;
      const from = Math.max(slice.from, plan.switchesOff ? plan.bootedAt : plan.arrive);
      const to = Math.min(slice.to, plan.leave);
      if (from < to) {
        list.push({ pc: person.pc, person, plan, from, to, quiet: false });
        found = true;
      }
    }
    if (found || !stays) continue;
    const plan = scene.plan(person, day) ?? scene.plan(person, day - 1);
    // A PC at home sleeps when its person does.
    if (plan && !plan.remote)
      list.push({ pc: person.pc, person, plan, from: slice.from, to: slice.to, quiet: true });
  }
  kept.set(scene, { index: slice.index, list });
  return list;
}

/** Something every PC does `perHour` times an hour on average while it is on. */
export function perPc(
  id: string,
  summary: string,
  perHour: number,
  act: (
    scene: Scene,
    happens: Happens,
    running: Running,
    at: SimTime,
    random: Random,
    system: Session,
  ) => void,
): Behaviour {
  return {
    id,
    summary,
    live(scene, slice, happens) {
      const prefix = prefixesFor(scene, id);
      for (const running of runningPcs(scene, slice)) {
        const { pc, person, from, to, quiet } = running;
        const random = streamAfter(prefix(pc.name, person.index), slice.index);
        const mean = ((perHour * (to - from)) / hourMs) * (quiet ? 0.45 : 1);
        for (let n = random.poisson(mean); n > 0; n--)
          act(scene, happens, running, from + random.next() * (to - from), random, scene.system(pc));
      }
    },
  };
}
