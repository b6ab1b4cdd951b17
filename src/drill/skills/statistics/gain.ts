// What was learnt: gain with its standard error, for a person and for a group. Never a rank.
import type { Estimate } from '#model/drill/sitting.ts';
import { estimate } from '../score.ts';

export interface Gain {
  gain: Estimate;
  /** Jacobson & Truax's reliable-change index: gain over its standard error. */
  index: number;
  verdict: 'improved' | 'declined' | 'no-reliable-change';
}

/**
 * A person's gain between two sittings on one scale. `linkSe`: standard error of the equating of the two forms.
 * Beyond ±1.96 standard errors the change is called reliable.
 */
export function reliableChange(before: Estimate, after: Estimate, linkSe = 0): Gain {
  const gain = estimate(after.value - before.value, Math.hypot(before.se, after.se, linkSe));
  return {
    gain,
    index: gain.se > 0 ? gain.value / gain.se : 0,
    verdict: gain.low > 0 ? 'improved' : gain.high < 0 ? 'declined' : 'no-reliable-change',
  };
}

export interface GroupGain {
  people: number;
  gain: Estimate;
  /** Gain in standard deviations of the first sitting, corrected for small groups (Hedges). */
  effect: number;
}

/** Fewer people than this say nothing about a group and much about persons. */
export const leastGroup = 5;

/** Mean gain of people who sat twice; undefined for groups under five. The interval uses Student's t. */
export function groupGain(
  pairs: readonly { before: number; after: number }[],
  linkSe = 0,
): GroupGain | undefined {
  const people = pairs.length;
  if (people < leastGroup) return undefined;
  const average = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / people;
  const gains = pairs.map(({ before, after }) => after - before);
  const mean = average(gains);
  const deviationOf = (values: readonly number[]) => {
    const centre = average(values);
    return Math.sqrt(values.reduce((sum, x) => sum + (x - centre) ** 2, 0) / (people - 1));
  };
  const se = Math.hypot(deviationOf(gains) / Math.sqrt(people), linkSe);
  const t = studentT975(people - 1);
  const before = deviationOf(pairs.map(pair => pair.before));
  return {
    people,
    gain: { value: mean, se, low: mean - t * se, high: mean + t * se },
    effect: before > 0 ? (mean / before) * (1 - 3 / (4 * (people - 1) - 1)) : 0,
  };
}

/** 97.5 % quantile of Student's t for 4 or more degrees of freedom (Abramowitz & Stegun 26.7.5). */
export function studentT975(degrees: number): number {
  const z = 1.959963984540054;
  const n = degrees;
  return (
    z +
    (z ** 3 + z) / (4 * n) +
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * n ** 2) +
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / (384 * n ** 3) +
    (79 * z ** 9 + 776 * z ** 7 + 1482 * z ** 5 - 1920 * z ** 3 - 945 * z) / (92_160 * n ** 4)
  );
}
