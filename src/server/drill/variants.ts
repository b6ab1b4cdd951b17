// Variants and their ground truth, made once for a world, scenario and seed.

import { scenarios } from '#drill/run/library.ts';
import type { Truth } from '#drill/run/run.ts';
import type { Scenario } from '#drill/run/scenario.ts';
import { truthOf } from '#drill/run/simulate.ts';
import { makeVariant, type Variant } from '#drill/run/variant.ts';
import type { World } from '#drill/world/entities.ts';
import { HinomiError } from '#model/errors.ts';

export interface Played {
  variant: Variant;
  truth: Truth;
}

/** @throws HinomiError `DRILL_SCENARIO_UNKNOWN`. */
export function scenarioOf(id: string): Scenario {
  const found = scenarios().get(id);
  if (found) return found;
  throw new HinomiError('DRILL_SCENARIO_UNKNOWN', `there is no scenario ${id}`, {
    place: { field: 'body/scenario' },
    remedy: 'Choose one of the list of scenarios.',
    status: 400,
  });
}

/** Variants of one world and scenario by seed. */
export function variantCache(world: World, scenario: string): (seed: number) => Played {
  const known = new Map<number, Played>();
  return seed => {
    const found = known.get(seed);
    if (found) return found;
    const variant = makeVariant(world, scenarioOf(scenario), seed);
    const played = { variant, truth: truthOf(world, variant) };
    known.set(seed, played);
    return played;
  };
}
