// A person's ability in the Rasch model from right and wrong answers to items of known difficulty.
import type { Estimate } from '#model/drill/sitting.ts';

/** Probability of a right answer. */
export const rasch = (ability: number, difficulty: number): number =>
  1 / (1 + Math.exp(difficulty - ability));

/**
 * Warm's weighted likelihood estimate: finite for all and none right, and not drawn to the group's mean as a Bayesian
 * estimate is, which would shrink gains. The standard error is 1/√information. Logits.
 * @throws RangeError without items.
 */
export function abilityOf(difficulties: readonly number[], right: readonly boolean[]): Estimate {
  if (difficulties.length === 0) throw new RangeError('ability needs at least one item');
  const score = right.filter(Boolean).length;
  // Falls with ability everywhere: bisection cannot miss.
  const slope = (ability: number) => {
    let [expectedScore, information, skew] = [0, 0, 0];
    for (const difficulty of difficulties) {
      const p = rasch(ability, difficulty);
      expectedScore += p;
      information += p * (1 - p);
      skew += p * (1 - p) * (1 - 2 * p);
    }
    return { value: score - expectedScore + skew / (2 * information), information };
  };
  let [low, high] = [Math.min(...difficulties) - 12, Math.max(...difficulties) + 12];
  for (let round = 0; round < 80; round++) {
    const middle = (low + high) / 2;
    if (slope(middle).value > 0) low = middle;
    else high = middle;
  }
  const value = (low + high) / 2;
  const se = 1 / Math.sqrt(slope(value).information);
  return { value, se, low: value - 1.959963984540054 * se, high: value + 1.959963984540054 * se };
}
