// Best play: what a team that knew everything would do, from the moment somebody could have noticed. The lower bound loss
// is measured against.
import { actions } from '../actions/actions.ts';
import type { World } from '../world/entities.ts';
import { castText } from './cast.ts';
import type { ActionTaken } from './run.ts';
import { simulate } from './simulate.ts';
import { minutes } from './state.ts';
import type { Variant } from './variant.ts';

/** How long the boss thinks about a well-founded request. */
const approval = minutes(3);

/** The scenario's best play as a log of actions for this variant. */
export function bestPlay(world: World, variant: Variant): ActionTaken[] {
  const { steps } = simulate(world, variant, [], variant.end);
  return variant.scenario.bestPlay
    .flatMap(play => {
      const after = play.after === 'start' ? variant.start : steps.find(step => step.step === play.after)?.at;
      if (after === undefined) return [];
      const at = after + minutes(play.minutes);
      const parameters = Object.fromEntries(
        Object.entries(play.with).map(([name, value]) => [
          name,
          typeof value === 'string' && value.startsWith('$')
            ? (castText(variant.cast, value) ?? value)
            : value,
        ]),
      );
      return [{ action: play.action, parameters, at }];
    })
    .sort((a, b) => a.at - b.at)
    .map((one, i) => ({
      number: i + 1,
      ...one,
      by: '',
      ...(actions.get(one.action)?.approval === 'none' ? {} : { approvedAt: one.at + approval }),
    }));
}
