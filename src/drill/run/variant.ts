// One playable variant: a scenario bound to a world by a seed. The same three give the same variant everywhere.
import type { SimTime, World } from '../world/entities.ts';
import { stream } from '../world/random.ts';
import { bindCast, type Cast } from './cast.ts';
import type { Scenario } from './scenario.ts';

export interface Variant {
  scenario: Scenario;
  seed: number;
  cast: Cast;
  /** Window of the exercise. */
  start: SimTime;
  end: SimTime;
  /** Minutes the attacker is later than the plan says. */
  shift: number;
  /** False leads of this variant, ids of the registry. */
  leads: readonly string[];
}

const minute = 60_000;

/** The window's day counts working days; a short world has what it has. */
function dayOf(world: World, scenario: Scenario): number {
  const worked = world.calendar.flatMap((day, index) => (day.working ? [index] : []));
  return worked[Math.min(scenario.window.day, worked.length - 1)] ?? 0;
}

/** Binds names, route, tools, times and false leads. @throws HinomiError when the organisation lacks what it needs. */
export function makeVariant(world: World, scenario: Scenario, seed: number): Variant {
  const random = stream(world.seed, seed, 'variant', scenario.id);
  const [hour = 8, minutes = 30] = scenario.window.start.split(':').map(Number);
  const day = dayOf(world, scenario);
  const start = world.start + (day * 24 * 60 + hour * 60 + minutes) * minute;
  const pool = [...scenario.leads.from];
  const leads: string[] = [];
  for (let i = 0; i < scenario.leads.count && pool.length > 0; i++)
    leads.push(...pool.splice(random.int(pool.length), 1));
  return {
    scenario,
    seed,
    cast: bindCast(world, scenario, seed, day),
    start,
    end: start + scenario.window.hours * 60 * minute,
    shift: random.between(0, 15),
    leads,
  };
}
