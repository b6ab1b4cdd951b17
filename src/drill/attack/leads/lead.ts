// A false lead: something harmless that looks like part of the attack, with an innocent explanation somebody can give.
import type { Localized } from '#model/localized.ts';
import type { Course, RunState, Trail } from '../../run/state.ts';
import type { Person } from '../../world/entities.ts';
import type { Random } from '../../world/random.ts';

export interface Lead {
  id: string;
  title: Localized;
  /** Why it is harmless: for the debrief. */
  explanation: Localized;
  play(run: RunState, trail: Trail, random: Random): Course<void>;
}

/** Somebody at their desk today who is no part of the cast. */
export function bystander(run: RunState, random: Random, duty?: Person['duty']): Person {
  const cast = new Set(
    Object.values(run.variant.cast).flatMap(one => (one.kind === 'person' ? [one.person.id] : [])),
  );
  const day = run.scene.dayOf(run.variant.start);
  const fitting = run.world.organisation.people.filter(
    person =>
      !cast.has(person.id) &&
      (duty === undefined || person.duty === duty) &&
      run.scene.plan(person, day)?.remote === false,
  );
  return random.pick(fitting.length > 0 ? fitting : run.world.organisation.people);
}
