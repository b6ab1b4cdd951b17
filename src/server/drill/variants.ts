// Variants and their ground truth, made once for a world, scenario and seed.

import { scenarios } from '#drill/run/library.ts';
import type { Run, Truth } from '#drill/run/run.ts';
import type { Scenario } from '#drill/run/scenario.ts';
import { simulate, truthOf } from '#drill/run/simulate.ts';
import { makeVariant, type Variant } from '#drill/run/variant.ts';
import type { World } from '#drill/world/entities.ts';
import { HinomiError } from '#model/errors.ts';

export interface Played {
  variant: Variant;
  truth: Truth;
  /** The run of teams that have done nothing yet: one for all of them, with the lines it leaves behind. */
  untouched(): Run;
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
    let run: Run | undefined;
    const untouched = () => {
      run ??= simulate(world, variant, [], variant.end);
      return run;
    };
    const played = { variant, truth: truthOf(world, variant), untouched };
    known.set(seed, played);
    return played;
  };
}
