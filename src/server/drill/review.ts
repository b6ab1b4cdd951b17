// A team's score and what it rests on, computed when asked for and kept while nothing changes.

import { actionsTaken } from '#drill/exercise/state.ts';
import type { Compared } from '#drill/review/compare.ts';
import { curvesFor, type Replayed } from '#drill/review/debrief.ts';
import type { ActionTaken, Run } from '#drill/run/run.ts';
import { simulate, totalLoss } from '#drill/run/simulate.ts';
import type { Because } from '#drill/score/because.ts';
import { explained } from '#drill/score/explain.ts';
import { hintsPaid } from '#drill/score/price.ts';
import { type ProofOf, proofsOf } from '#drill/score/proof.ts';
import { type Score, scoreTeam, totalOf, type Word } from '#drill/score/score.ts';
import { type CriterionId, groupOf } from '#drill/score/weights.ts';
import type { BecauseView, ScoreView } from '#model/drill/review.ts';
import type { Drill } from './drill.ts';
import type { Label } from './labels.ts';
import type { LiveExercise } from './live-exercise.ts';
import type { LiveTeam } from './live-team.ts';
import type { Played } from './variants.ts';

/** Runs a variant is measured against, up to a moment. */
export interface Measure {
  doNothing: Run;
  best: Run;
  bestLog: readonly ActionTaken[];
}

/** Everything the review of a team rests on. */
export interface Reviewed extends Measure {
  live: LiveExercise;
  team: LiveTeam;
  /** The moment everything is measured at. */
  until: number;
  run: Run;
  score: Score;
  proofOf: ProofOf;
}

const measures = new WeakMap<Played, { until: number; measure: Measure }>();
const reviewed = new WeakMap<LiveTeam, { key: string; review: Reviewed }>();

async function measureOf(drill: Drill, live: LiveExercise, team: LiveTeam, until: number): Promise<Measure> {
  const { played, world } = team;
  const known = measures.get(played);
  if (known?.until === until) return known.measure;
  const { variant } = played;
  const bestLog = await drill.bestPlays.of(live.record, variant.seed);
  const measure: Measure = {
    doNothing: simulate(world, variant, [], until),
    best: simulate(world, variant, bestLog, until),
    bestLog,
  };
  measures.set(played, { until, measure });
  return measure;
}

/** Promises of the team that are settled, and answers that were due. */
export function wordsOf(live: LiveExercise, { state }: LiveTeam, until: number): Word[] {
  const promises = [...state.promises.values()]
    .filter(one => one.side === 'team' && one.state !== 'open')
    .map((one): Word => ({ kind: 'promise', what: one.text, kept: one.state === 'kept', ref: one.id }));
  const answers = live.injects.flatMap((inject): Word[] => {
    const one = state.injects.get(inject.id);
    if (one?.due === undefined || (one.submittedAt === undefined && one.due > until)) return [];
    return [
      {
        kind: 'answer',
        what: inject.title[live.record.language],
        kept: one.submittedAt !== undefined && one.submittedAt <= one.due,
        ref: inject.id,
      },
    ];
  });
  return [...promises, ...answers];
}

/** The review of a team as it stands. */
export async function reviewOf(drill: Drill, live: LiveExercise, team: LiveTeam): Promise<Reviewed> {
  const until = live.now();
  const key = `${until} ${team.state.sequence}`;
  const known = reviewed.get(team);
  if (known?.key === key) return known.review;
  const { played, state, world } = team;
  const measure = await measureOf(drill, live, team, until);
  const run = simulate(world, played.variant, actionsTaken(state), until);
  const proofOf = proofsOf(world, run);
  const score = scoreTeam({
    ...played,
    ...measure,
    run,
    case: state.case,
    log: actionsTaken(state),
    proofOf,
    words: wordsOf(live, team, until),
    hints: hintsPaid(state),
  });
  const review = { live, team, until, run, score, proofOf, ...measure };
  reviewed.set(team, { key, review });
  return review;
}

/** A reason in words, with the line that shows it. */
export const becauseView = ({ team }: Pick<Reviewed, 'team'>, one: Because): BecauseView => ({
  key: one.key,
  values: { ...one.values },
  text: explained(one.key, one.values, team.played.variant.scenario),
  good: one.good ?? null,
  ...(one.proof ? { proof: one.proof } : {}),
  evidence: [...one.evidence],
});

const keyed = (key: string) => ({ key, values: {} });

/** The score with its reasons, staff's corrections applied and shown. */
export function scoreView(review: Reviewed, label: Label): ScoreView {
  const { live, team, score, run, doNothing, best } = review;
  const criteria = score.criteria.map(one => {
    const correction = team.state.corrections.get(one.id);
    return {
      id: one.id,
      title: keyed(`drill.score.title.${one.id}`),
      why: keyed(`drill.score.why.${one.id}`),
      group: groupOf[one.id],
      points: correction && one.of > 0 ? Math.min(correction.points, one.of) : one.points,
      of: one.of,
      computed: one.points,
      ...(correction ? { correction: { ...correction, label: label(correction.by) } } : {}),
      because: one.because.map(reason => becauseView(review, reason)),
    };
  });
  return {
    team: team.id,
    teamName: team.team.name,
    number: team.team.number,
    state: live.clock.state === 'ended' ? 'final' : 'provisional',
    total: totalOf(criteria),
    corrected: criteria.some(one => 'correction' in one),
    criteria,
    times: { began: team.played.truth.entry.at, ...score.times },
    loss: { team: totalLoss(run), nothing: totalLoss(doNothing), best: totalLoss(best) },
    cost: { team: run.businessCost, best: best.businessCost },
    remaining: { hosts: [...run.remaining.hosts], accounts: [...run.remaining.accounts] },
  };
}

/** What a debrief is made of. */
export const replayedOf = ({
  live,
  team,
  until,
  run,
  doNothing,
  best,
  bestLog,
  score,
  proofOf,
}: Reviewed): Replayed => ({
  world: team.world,
  variant: team.played.variant,
  until,
  run,
  doNothing,
  best,
  bestLog,
  taken: actionsTaken(team.state),
  state: team.state,
  log: team.log,
  injects: live.injects,
  score,
  proofOf,
});

/** What is compared of a team with others. */
export function comparedOf(review: Reviewed, label: Label): Compared {
  const { team, run, score, until } = review;
  const { state } = team;
  const view = scoreView(review, label);
  const needless = new Set(
    score.criteria
      .find(one => one.id === 'harm')!
      .because.flatMap(one => one.evidence.map(ref => Number(ref.replace('action:', '')))),
  );
  const replayed = replayedOf(review);
  return {
    team: team.id,
    teamName: team.team.name,
    number: team.team.number,
    criteria: view.criteria.map(one => ({ id: one.id as CriterionId, points: one.points, of: one.of })),
    began: team.played.truth.entry.at,
    detected: score.times.detected,
    contained: score.times.contained,
    loss: view.loss.team,
    cost: run.businessCost,
    taken: replayed.taken,
    right: new Set(
      run.actions.filter(one => one.status === 'done' && !needless.has(one.number)).map(one => one.number),
    ),
    searches: state.looked.filter(one => one.what === 'search').length,
    messages: state.messages.filter(one => one.direction === 'out' && one.at <= until).length,
    hints: state.hints.length,
    milestones: state.milestones,
    sources: new Set(state.case.evidence.flatMap(one => one.line?.source ?? [])),
    curve: curvesFor(replayed).team.loss,
  };
}
