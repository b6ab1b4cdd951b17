// Scenarios tried on a world: four robot teams play each; is it solvable, are the scores apart, is there a short cut?
import { bestPlay } from '../run/best-play.ts';
import type { Run } from '../run/run.ts';
import type { Scenario } from '../run/scenario.ts';
import { simulate, totalLoss, truthOf } from '../run/simulate.ts';
import { makeVariant, type Variant } from '../run/variant.ts';
import { proofsOf } from '../score/proof.ts';
import { type Score, scoreTeam } from '../score/score.ts';
import type { World } from '../world/entities.ts';
import { type Admission, type Examiner, examine } from './admission.ts';
import { everydayLines, type Line, makeReader, type Reader } from './desk.ts';
import { investigate } from './investigate.ts';
import { robots } from './knowledge.ts';
import { playRobot } from './play.ts';

export interface Tried {
  scenario: string;
  robots: { id: string; loss: number; cost: number; actions: number; score: Score }[];
  /** Harm (loss and cost) of best play, which no robot should stay below. */
  best: { loss: number; cost: number };
  /** Each better team scores more. */
  monotone: boolean;
  /** Least distance between neighbours, points. */
  separation: number;
  /** Share of hosts, accounts and indicators that the best robot found. */
  solvable: number;
  /** Things of the attack the best robot names although the attack's lines and notices are taken away. */
  shortCuts: string[];
  admission: Admission;
  /** Everyday lines read, and the share of the window's slices they come from. */
  everyday: { lines: number; share: number };
}

/** Found by the best robot, of all there was to find; below this a variant is not fit for people. */
const leastSolvable = 0.4;

/** A variant people may play: seen in the logs, without short cut, found by a good investigation, scores that rise. */
export const isFit = ({ monotone, shortCuts, solvable, admission }: Tried): boolean =>
  monotone &&
  shortCuts.length === 0 &&
  solvable >= leastSolvable &&
  admission.unproved.length + admission.everyday.length + admission.markers.length === 0;

interface Prepared {
  reader: Reader;
  variants: readonly Variant[];
  idle: readonly Run[];
  examiners: readonly Examiner[];
  life: ReturnType<typeof everydayLines>;
}

/** Everyday life is lived once for all scenarios, and shown to those who judge the variants. */
function prepare(world: World, scenarios: readonly Scenario[], seed: number): Prepared {
  const reader = makeReader(world);
  const variants = scenarios.map(scenario => makeVariant(world, scenario, seed));
  const idle = variants.map(variant => simulate(world, variant, [], variant.end));
  const examiners = variants.map((variant, i) =>
    examine(world, variant, truthOf(world, variant), idle[i]!, reader),
  );
  const from = Math.min(...variants.map(variant => variant.start));
  const to = Math.max(...variants.map(variant => variant.end));
  const life = everydayLines(world, reader, from, to, (text, facets) => {
    for (const examiner of examiners) examiner.see(text, facets);
  });
  return { reader, variants, idle, examiners, life };
}

/** Judges variants without playing them. */
export const admit = (world: World, scenarios: readonly Scenario[], seed: number) => {
  const { variants, examiners } = prepare(world, scenarios, seed);
  return variants.map((variant, i) => ({
    scenario: variant.scenario.id,
    admission: examiners[i]!.judge(),
  }));
};

/** Plays scenarios of one seed on one world. */
export function tryScenarios(world: World, scenarios: readonly Scenario[], seed: number): Tried[] {
  const { reader, variants, idle, examiners, life } = prepare(world, scenarios, seed);
  return variants.map((variant, i) => {
    const lines = life.lines.filter(line => line.at >= variant.start && line.at <= variant.end);
    return tryVariant(world, variant, reader, { lines, share: life.share }, idle[i]!, examiners[i]!);
  });
}

function tryVariant(
  world: World,
  variant: Variant,
  reader: Reader,
  { lines, share }: { lines: readonly Line[]; share: number },
  doNothing: Run,
  examiner: Examiner,
): Tried {
  const truth = truthOf(world, variant);
  const best = simulate(world, variant, bestPlay(world, variant), variant.end);
  let solvable = 0;
  const teams = robots.map(knowledge => {
    const played = playRobot(world, variant, knowledge, reader, lines);
    const proofOf = proofsOf(world, played.run);
    const score = scoreTeam({ variant, truth, doNothing, best, ...played, proofOf });
    if (knowledge.id === 'best') {
      const counted = score.criteria.filter(one => /^(hosts|accounts|indicators)$/.test(one.id));
      const because = counted.flatMap(one => one.because);
      const right = because.filter(one => one.key === 'drill.score.found').length;
      const all = right + because.filter(one => one.key === 'drill.score.missed').length;
      solvable = all === 0 ? 0 : right / all;
    }
    const { run, log } = played;
    return { id: knowledge.id, loss: totalLoss(run), cost: run.businessCost, actions: log.length, score };
  });
  const steps = teams.slice(1).map((team, i) => team.score.total - teams[i]!.score.total);
  // False leads stay: they are everyday life, not the attack.
  const without = doNothing.events.filter(event => event.cause.startsWith('oddity:'));
  const blind = investigate(
    world,
    { lines: [...lines, ...reader.of(without)], utterances: [] },
    robots.at(-1)!,
    (variant.end - variant.start) / 3_600_000,
  );
  const real = new Set([...truth.hosts, ...truth.accounts, ...truth.indicators.map(one => one.value)]);
  const admission = examiner.judge();
  return {
    scenario: variant.scenario.id,
    robots: teams,
    best: { loss: totalLoss(best), cost: best.businessCost },
    monotone: steps.every(step => step > 0),
    separation: Math.round(10 * Math.min(...steps)) / 10,
    solvable,
    shortCuts: [...blind.entities.values()].map(one => one.value).filter(value => real.has(value)),
    admission,
    everyday: { lines: lines.length, share },
  };
}
