// Scenarios tried over many seeds and organisations: how far apart the levels are, and how surely.
import type { Scenario } from '../run/scenario.ts';
import { makeWorld } from '../world/make-world.ts';
import { loadProfile } from '../world/profile/load-profile.ts';
import { robots } from './knowledge.ts';
import { isFit, type Tried, tryScenarios } from './try.ts';

export interface SeriesOptions {
  scenarios: readonly Scenario[];
  profiles: readonly string[];
  seeds: readonly number[];
  staff: number;
  /** Told after each world. */
  done?: (profile: string, seed: number, tried: readonly Tried[]) => void;
}

/** Every variant of a series, world by world. */
export function trySeries({ scenarios, profiles, seeds, staff, done }: SeriesOptions): Tried[] {
  const all: Tried[] = [];
  for (const seed of seeds)
    for (const profile of profiles) {
      const world = makeWorld({ profile: loadProfile(profile), staff, days: 2, seed });
      const tried = tryScenarios(world, scenarios, seed);
      done?.(profile, seed, tried);
      all.push(...tried);
    }
  return all;
}

export interface Levels {
  scenario: string;
  variants: number;
  levels: { id: string; mean: number; deviation: number; least: number; most: number }[];
  /** From each level to the next: mean difference, twice its pooled standard error, both tests passed. */
  steps: { difference: number; twiceError: number; apart: boolean }[];
  /** Share of variants in which every better team scores more. */
  monotone: number;
  /** Share of variants fit for people, and in which best play is unbeaten. */
  fit: number;
  unbeaten: number;
}

/** Neighbours this far apart, and farther than twice the error, are clearly separated. */
export const clearly = 8;

const mean = (list: readonly number[]): number =>
  list.reduce((sum, one) => sum + one, 0) / Math.max(1, list.length);
/** Of a sample: n − 1. */
const deviation = (list: readonly number[]): number => {
  const middle = mean(list);
  return Math.sqrt(list.reduce((sum, one) => sum + (one - middle) ** 2, 0) / Math.max(1, list.length - 1));
};
const round = (value: number): number => Math.round(10 * value) / 10;
const share = (list: readonly Tried[], good: (one: Tried) => boolean): number =>
  list.filter(good).length / Math.max(1, list.length);

/** Harm within this of best play is no better than it, points. */
const grain = 0.01;
/** No robot has less harm than the least there is, nor loses less than best play. */
export const unbeaten = ({ best, robots: teams }: Tried): boolean =>
  teams.every(({ loss, cost }) => loss + cost >= best.harm - grain && loss >= best.loss - grain);

/** The table of a series, scenario by scenario. */
export function levelsOf(tried: readonly Tried[]): Levels[] {
  return [...Map.groupBy(tried, one => one.scenario)].map(([scenario, list]) => {
    const scores = robots.map((_, i) => list.map(one => one.robots[i]!.score.total));
    const steps = scores.slice(1).map((better, i) => {
      const worse = scores[i]!;
      const difference = mean(better) - mean(worse);
      const twiceError = 2 * Math.sqrt((deviation(better) ** 2 + deviation(worse) ** 2) / list.length);
      return {
        difference: round(difference),
        twiceError: round(twiceError),
        apart: difference >= clearly && difference > twiceError,
      };
    });
    return {
      scenario,
      variants: list.length,
      levels: robots.map(({ id }, i) => ({
        id,
        mean: round(mean(scores[i]!)),
        deviation: round(deviation(scores[i]!)),
        least: Math.min(...scores[i]!),
        most: Math.max(...scores[i]!),
      })),
      steps,
      monotone: share(list, one => one.monotone),
      fit: share(list, isFit),
      unbeaten: share(list, unbeaten),
    };
  });
}
