// Scores a sitting: right answers with the error a test of this length has, by domain, and ability once calibrated.
import type { Item } from '#model/drill/item.ts';
import type { AnsweredItem, Estimate, SittingScore } from '#model/drill/sitting.ts';
import { isRight } from './items/answer.ts';
import { abilityOf } from './statistics/ability.ts';

/** 97.5 % quantile of the normal distribution. */
export const z975 = 1.959963984540054;

/** An estimate with its 95 % interval. */
export const estimate = (value: number, se: number): Estimate => ({
  value,
  se,
  low: value - z975 * se,
  high: value + z975 * se,
});

/**
 * Share of `hits` in `of` with Wilson's interval, which holds for few trials and at 0 and 1 too; `scale` 100 gives percent.
 * The standard error is taken at the interval's centre, so that it is never 0.
 */
export function shareOf(hits: number, of: number, scale = 1): Estimate {
  const p = hits / of;
  const zz = z975 * z975;
  const centre = (p + zz / (2 * of)) / (1 + zz / of);
  const half = (z975 / (1 + zz / of)) * Math.sqrt((p * (1 - p)) / of + zz / (4 * of * of));
  return {
    value: scale * p,
    se: (scale * half) / z975,
    low: scale * Math.max(0, centre - half),
    high: scale * Math.min(1, centre + half),
  };
}

/** Right or wrong for each item of a form; an item without an answer is wrong. */
export function marks(items: readonly Item[], answers: readonly AnsweredItem[]): boolean[] {
  const given = new Map(answers.map(answer => [answer.item, answer.answer]));
  return items.map(item => {
    const answer = given.get(item.id);
    return answer !== undefined && isRight(item, answer);
  });
}

/** Scores answers to a form. `difficulties`: calibrated items in logits; ability is given when all items have one. */
export function scoreSitting(
  items: readonly Item[],
  answers: readonly AnsweredItem[],
  difficulties?: ReadonlyMap<string, number>,
): SittingScore {
  const right = marks(items, answers);
  const domains = new Map<string, { right: number; items: number }>();
  items.forEach((item, index) => {
    const entry = domains.get(item.domain) ?? { right: 0, items: 0 };
    entry.items++;
    if (right[index]) entry.right++;
    domains.set(item.domain, entry);
  });
  const known = items.map(item => difficulties?.get(item.id));
  const calibrated = known.every(value => value !== undefined);
  return {
    right: right.filter(Boolean).length,
    items: items.length,
    percent: shareOf(right.filter(Boolean).length, items.length, 100),
    ...(difficulties && calibrated ? { ability: abilityOf(known as number[], right) } : {}),
    byDomain: [...domains].map(([domain, entry]) => ({ domain, ...entry })),
  };
}
