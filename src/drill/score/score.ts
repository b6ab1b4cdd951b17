// The score of a team: its case against what happened, its course against doing nothing and best play. Pure.
import type { Case } from '#model/drill/case.ts';
import type { ActionTaken, Run, Truth } from '../run/run.ts';
import type { Variant } from '../run/variant.ts';
import { type Because, because, type Part } from './because.ts';
import { conduct, timesOf } from './conduct.ts';
import { findings } from './findings.ts';
import { happened } from './happened.ts';
import { clamp } from './measures.ts';
import type { ProofOf } from './proof.ts';
import { story } from './story.ts';
import { type CriterionId, weights } from './weights.ts';

export interface Criterion {
  id: CriterionId;
  /** Points got and points to get; nothing to get where the incident has no such thing. */
  points: number;
  of: number;
  because: readonly Because[];
}

export interface Score {
  criteria: readonly Criterion[];
  /** 0 to 100, of what could be got. */
  total: number;
  times: CourseTimes;
}

/** Simulated times; absent = never. */
export interface CourseTimes {
  detected?: number;
  contained?: number;
  /** Where the attack ends when nobody acts. */
  end: number;
  best: { detected?: number; contained?: number };
}

export interface Scored {
  variant: Variant;
  truth: Truth;
  /** The team's run, the run of nobody acting, the run of best play; all to the same time. */
  run: Run;
  doNothing: Run;
  best: Run;
  case: Case;
  /** The team's actions. */
  log: readonly ActionTaken[];
  proofOf: ProofOf;
  /** Promises of the team and answers it owed, kept or not; none in a run of robots. */
  words?: readonly Word[];
  /** What hints took of a criterion, percent. */
  hints?: ReadonlyMap<CriterionId, number>;
}

export interface Word {
  kind: 'promise' | 'answer';
  what: string;
  kept: boolean;
  /** Id of the promise or inject. */
  ref: string;
}

const round = (value: number): number => Math.round(value * 100) / 100;

export function scoreTeam(scored: Scored): Score {
  const real = happened(scored.run, scored.truth);
  const parts: Record<CriterionId, Part> = {
    ...findings(scored, real),
    ...story(scored, real),
    ...conduct(scored, real),
    word: word(scored.words ?? []),
  };
  const criteria = Object.entries(weights).map(([name, weight]): Criterion => {
    const id = name as CriterionId;
    const part = parts[id];
    if (!part) return { id, points: 0, of: 0, because: [] };
    // A hint's price is taken of what was reached with it.
    const percent = scored.hints?.get(id) ?? 0;
    const paid = percent > 0 ? [because('drill.score.hint', { percent }, { good: false })] : [];
    return {
      id,
      points: round(weight * clamp(part.share) * (1 - percent / 100)),
      of: weight,
      because: [...part.because, ...paid],
    };
  });
  return { criteria, total: totalOf(criteria), times: timesOf(scored, real) };
}

/** Points got of 100 that could be got. */
export function totalOf(criteria: readonly Pick<Criterion, 'points' | 'of'>[]): number {
  const sum = (pick: (one: Pick<Criterion, 'points' | 'of'>) => number) =>
    criteria.reduce((total, one) => total + pick(one), 0);
  const of = sum(one => one.of);
  return of === 0 ? 0 : Math.round((1000 * sum(one => one.points)) / of) / 10;
}

/** Promises kept and answers given in time. */
function word(words: readonly Word[]): Part {
  if (words.length === 0) return undefined;
  return {
    share: words.filter(one => one.kept).length / words.length,
    because: words.map(({ kind, what, kept, ref }) =>
      because(
        kind === 'promise'
          ? kept
            ? 'drill.score.promise-kept'
            : 'drill.score.promise-broken'
          : kept
            ? 'drill.score.answer-given'
            : 'drill.score.answer-late',
        { what },
        { good: kept, evidence: [ref] },
      ),
    ),
  };
}
