// Graded hints: which direction to look, the next step, the solution. Their price is taken only when the objective is
// solved, so a hint never costs a team what it does not have.
import { type Static, Type } from 'typebox';
import { type HintLevel, hintLevels } from '#model/drill/entry.ts';
import { Localized } from '#model/localized.ts';
import type { Truth } from '../run/run.ts';
import type { TeamState } from './state.ts';

const closed = { additionalProperties: false } as const;

/** content/hints/<id>.yaml: `general`, or a scenario's own in place of it. */
export const HintFile = Type.Object(
  {
    id: Type.String({ pattern: '^[a-z][a-z0-9-]*$' }),
    objectives: Type.Array(
      Type.Object(
        {
          id: Type.String({ pattern: '^[a-z][a-z0-9-]*$' }),
          orientation: Localized,
          step: Localized,
          solution: Localized,
        },
        closed,
      ),
      { minItems: 1, maxItems: 40 },
    ),
  },
  { ...closed, title: 'Hints' },
);
export type HintFile = Static<typeof HintFile>;

/** Part of an objective's points a level takes, percent: looking the right way is free, the answer is worth nothing. */
export const hintPrice: Record<HintLevel, number> = { orientation: 0, step: 30, solution: 100 };

/** Percent of an objective that is lost to hints; 0 while it is not solved. */
export function pricePaid(state: TeamState, objective: string): number {
  const solvedAt = state.milestones.get(objective);
  if (solvedAt === undefined) return 0;
  const taken = state.hints.filter(hint => hint.objective === objective && hint.at <= solvedAt);
  return Math.max(0, ...taken.map(hint => hintPrice[hint.level]));
}

/** A level may be taken when those before it were. */
export function mayTake(state: TeamState, objective: string, level: HintLevel): boolean {
  const before = hintLevels.slice(0, hintLevels.indexOf(level));
  return before.every(one => state.hints.some(hint => hint.objective === objective && hint.level === one));
}

/** Words a hint may name, from the variant's ground truth. */
export function hintValues(truth: Truth): Record<string, string> {
  const list = (values: readonly string[]) => values.slice(0, 8).join(', ');
  const network = truth.indicators.filter(one => ['domain', 'ip', 'url'].includes(one.type));
  return {
    host: truth.entry.host,
    account: truth.entry.account,
    hosts: list(truth.hosts),
    accounts: list(truth.accounts),
    indicator: network[0]?.value ?? '',
    indicators: list(network.map(one => one.value)),
    files: list(truth.files.map(file => file.replace(/^.*[\\/]/, ''))),
  };
}
