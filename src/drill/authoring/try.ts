// A scenario tried: four robot teams play it; is it solvable, are the scores apart, is there a short cut?
import { bestPlay } from '../run/best-play.ts';
import type { Scenario } from '../run/scenario.ts';
import { simulate, totalLoss, truthOf } from '../run/simulate.ts';
import { makeVariant } from '../run/variant.ts';
import { proofsOf } from '../score/proof.ts';
import { type Score, scoreTeam } from '../score/score.ts';
import type { World } from '../world/entities.ts';
import { everydayLines, makeReader } from './desk.ts';
import { investigate } from './investigate.ts';
import { robots } from './knowledge.ts';
import { playRobot } from './play.ts';

export interface Tried {
  robots: { id: string; loss: number; cost: number; actions: number; score: Score }[];
  /** Each better team scores more. */
  monotone: boolean;
  /** Least distance between neighbours, points. */
  separation: number;
  /** Share of hosts, accounts and indicators that the best robot found. */
  solvable: number;
  /** Things of the attack the best robot names although the attack's lines and notices are taken away. */
  shortCuts: string[];
  /** Everyday lines read, and the share of the window's slices they come from. */
  everyday: { lines: number; share: number };
}

export function tryScenario(world: World, scenario: Scenario, seed: number): Tried {
  const variant = makeVariant(world, scenario, seed);
  const reader = makeReader(world);
  const { lines, share } = everydayLines(world, reader, variant.start, variant.end);
  const truth = truthOf(world, variant);
  const doNothing = simulate(world, variant, [], variant.end);
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
  return {
    robots: teams,
    monotone: steps.every(step => step > 0),
    separation: Math.round(10 * Math.min(...steps)) / 10,
    solvable,
    shortCuts: [...blind.entities.values()].map(one => one.value).filter(value => real.has(value)),
    everyday: { lines: lines.length, share },
  };
}
