// Scenarios tried on a world: four robot teams play each; is it solvable, are the scores apart, is there a short cut?
import type { Facets } from '../evidence/source.ts';
import { bestPlay, leastHarm } from '../run/best-play.ts';
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
  /** Best play: its loss and cost, and the least harm (loss and cost) found, which no robot should stay below. */
  best: { loss: number; cost: number; harm: number };
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

/** How far a dry run is: everyday life first, then each robot of each variant, then a look without the attack. */
export interface TryProgress {
  stage: 'everyday' | 'robot' | 'check';
  /** The robot that plays. */
  robot?: string;
  /** Variant × robot: over, and all. */
  done: number;
  of: number;
  /** Share of the whole work, by the time its parts took when they were measured. */
  share: number;
}
type Tell = (progress: TryProgress) => void;

/** Time the parts of a dry run take, as measured; only what they are to each other counts. */
const everydayWeight = 60;
const robotWeights: Readonly<Record<string, number>> = { none: 2, novice: 8, good: 11, best: 16 };
const checkWeight = 1;
const robotWeight = (id: string): number => robotWeights[id] ?? 10;

/** Tells progress of many variants from that of their parts. */
function teller(variants: number, tell: Tell) {
  const all = robots.reduce((sum, one) => sum + robotWeight(one.id), checkWeight);
  const whole = everydayWeight + variants * all;
  const of = variants * robots.length;
  let before = 0;
  let done = 0;
  const part = (weight: number, stage: TryProgress['stage'], robot?: string) => ({
    at: (share: number) =>
      tell({
        stage,
        ...(robot === undefined ? {} : { robot }),
        done,
        of,
        share: Math.min(1, (before + weight * share) / whole),
      }),
    end: () => {
      before += weight;
      if (stage === 'robot') done++;
    },
  });
  return {
    everyday: () => part(everydayWeight, 'everyday'),
    robot: (id: string) => part(robotWeight(id), 'robot', id),
    check: () => part(checkWeight, 'check'),
  };
}
type Teller = ReturnType<typeof teller>;

interface Prepared {
  reader: Reader;
  variants: readonly Variant[];
  idle: readonly Run[];
  examiners: readonly Examiner[];
  life: ReturnType<typeof everydayLines>;
}

/** Everyday life is lived once for all scenarios, and shown to those who judge the variants. */
function prepare(
  world: World,
  scenarios: readonly Scenario[],
  seed: number,
  progress: (share: number) => void = () => {},
): Prepared {
  const reader = makeReader(world);
  const variants = scenarios.map(scenario => makeVariant(world, scenario, seed));
  const idle = variants.map(variant => simulate(world, variant, [], variant.end));
  const examiners = variants.map((variant, i) =>
    examine(world, variant, truthOf(world, variant), idle[i]!, reader),
  );
  const from = Math.min(...variants.map(variant => variant.start));
  const to = Math.max(...variants.map(variant => variant.end));
  const see = (text: string, facets: Facets) => {
    for (const examiner of examiners) examiner.see(text, facets);
  };
  const life = everydayLines(world, reader, from, to, see, progress);
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
export function tryScenarios(
  world: World,
  scenarios: readonly Scenario[],
  seed: number,
  tell: Tell = () => {},
): Tried[] {
  const told = teller(scenarios.length, tell);
  const begin = told.everyday();
  const { reader, variants, idle, examiners, life } = prepare(world, scenarios, seed, begin.at);
  begin.end();
  return variants.map((variant, i) => {
    const lines = life.lines.filter(line => line.at >= variant.start && line.at <= variant.end);
    return tryVariant(world, variant, reader, { lines, share: life.share }, idle[i]!, examiners[i]!, told);
  });
}

function tryVariant(
  world: World,
  variant: Variant,
  reader: Reader,
  { lines, share }: { lines: readonly Line[]; share: number },
  doNothing: Run,
  examiner: Examiner,
  told: Teller,
): Tried {
  const truth = truthOf(world, variant);
  const best = simulate(world, variant, bestPlay(world, variant), variant.end);
  let solvable = 0;
  const teams = robots.map(knowledge => {
    const part = told.robot(knowledge.id);
    part.at(0);
    const played = playRobot(world, variant, knowledge, reader, lines, part.at);
    part.end();
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
  const check = told.check();
  check.at(0);
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
  check.end();
  return {
    scenario: variant.scenario.id,
    robots: teams,
    best: { loss: totalLoss(best), cost: best.businessCost, harm: leastHarm(world, variant) },
    monotone: steps.every(step => step > 0),
    separation: Math.round(10 * Math.min(...steps)) / 10,
    solvable,
    shortCuts: [...blind.entities.values()].map(one => one.value).filter(value => real.has(value)),
    admission,
    everyday: { lines: lines.length, share },
  };
}
