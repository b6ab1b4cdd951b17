// Which criterion an objective of the hints is about: what a hint costs is taken there.
import { pricePaid } from '../exercise/hints.ts';
import type { TeamState } from '../exercise/state.ts';
import type { CriterionId } from './weights.ts';

/** Milestone → criterion and the share of it the milestone stands for. */
const objectives: Readonly<Record<string, readonly [CriterionId, number]>> = {
  noticed: ['detect', 1],
  victim: ['hosts', 0.3],
  scope: ['hosts', 0.7],
  channel: ['indicators', 1],
  entry: ['entry', 1],
  accounts: ['accounts', 1],
  damage: ['files', 1],
  contained: ['contain', 1],
};

/** Percent of each criterion that goes to hints; nothing for what was not solved. */
export function hintsPaid(state: TeamState): Map<CriterionId, number> {
  const paid = new Map<CriterionId, number>();
  for (const [objective, [criterion, share]] of Object.entries(objectives)) {
    const price = share * pricePaid(state, objective);
    if (price > 0) paid.set(criterion, Math.round((paid.get(criterion) ?? 0) + price));
  }
  return paid;
}
