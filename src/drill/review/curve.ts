// How loss and cost grew over a run: the simulation asked at several moments.
import type { Point } from '#model/drill/review.ts';
import type { ActionTaken, Run } from '../run/run.ts';
import { simulate, totalLoss } from '../run/simulate.ts';
import type { Variant } from '../run/variant.ts';
import type { World } from '../world/entities.ts';

/** Evenly spaced moments looked at, besides those where something happened. */
const grid = 24;
/** Moments looked at in all. */
const most = 60;

export interface Curves {
  loss: Point[];
  cost: Point[];
}

/** Points hold until the next one. `run`: the same log played to `until`. */
export function curvesOf(
  world: World,
  variant: Variant,
  log: readonly ActionTaken[],
  run: Run,
  until: number,
): Curves {
  const even = Array.from(
    { length: grid + 1 },
    (_, i) => variant.start + ((until - variant.start) * i) / grid,
  );
  // Just after it happened: the run includes what is at its end.
  const events = [...run.losses.map(one => one.at), ...run.actions.map(one => one.effectiveAt)];
  const moments = [...new Set([...even, ...events.slice(0, most - even.length)])]
    .filter(at => at >= variant.start && at <= until)
    .sort((a, b) => a - b);
  const curves: Curves = { loss: [], cost: [] };
  for (const at of moments) {
    const then = at === until ? run : simulate(world, variant, log, at);
    put(curves.loss, at, totalLoss(then));
    put(curves.cost, at, then.businessCost);
  }
  return curves;
}

/** Only where it changes, and at the ends. */
function put(curve: Point[], at: number, points: number): void {
  const [before, last] = [curve.at(-2), curve.at(-1)];
  if (before && last && before.points === points && last.points === points) curve.pop();
  curve.push({ at, points });
}
