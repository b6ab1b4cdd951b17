// Rasch calibration by marginal maximum likelihood: abilities are integrated out over a normal distribution whose spread is
// estimated too (Bock & Aitkin 1981), items carry a weak normal prior so that one answered by all stays finite.
import { HinomiError } from '#model/errors.ts';
import { rasch } from './ability.ts';
import type { Responses } from './classical.ts';

export interface Calibration {
  people: number;
  /** Difficulty in logits with its standard error; 0 is the mean ability of these people. */
  items: { item: string; difficulty: number; se: number; people: number }[];
  /** Standard deviation of ability. */
  spread: number;
  logLikelihood: number;
  rounds: number;
}

/** From so many people on are difficulties worth more than the classical shares. */
export const raschFrom = 100;
const points = 61;

/**
 * Calibrates items together; people may have been given different forms as long as anchors tie these.
 * @param options.priorDeviation Spread of the prior on difficulties, logits (default 3; Infinity for none).
 * @param options.leastPeople Default 100.
 * @throws HinomiError `TOO_FEW_PEOPLE`.
 */
export function calibrate(
  { items, rows }: Responses,
  options: { priorDeviation?: number; leastPeople?: number } = {},
): Calibration {
  const { priorDeviation = 3, leastPeople = raschFrom } = options;
  if (rows.length < leastPeople)
    throw new HinomiError(
      'TOO_FEW_PEOPLE',
      `Calibration needs ${leastPeople} people, there are ${rows.length}.`,
      {
        remedy: 'Use the classical statistics until more people have taken the test.',
        status: 422,
      },
    );
  const prior = 1 / priorDeviation ** 2;
  // In units of the spread; the spread scales them.
  const nodes = Array.from({ length: points }, (_, i) => -6 + (12 * i) / (points - 1));
  const density = nodes.map(x => Math.exp((-x * x) / 2));
  const total = density.reduce((sum, x) => sum + x, 0);
  const weights = density.map(x => x / total);
  const difficulties = items.map((_, index) => {
    const given = rows.map(row => row[index]).filter(x => x === 0 || x === 1);
    const p = (given.reduce<number>((sum, x) => sum + x, 0) + 0.5) / (given.length + 1);
    return Math.log((1 - p) / p);
  });
  let spread = 1;
  let logLikelihood = Number.NEGATIVE_INFINITY;
  let rounds = 0;
  let posteriors: number[][] = [];
  for (; rounds < 2000; rounds++) {
    const abilities = nodes.map(x => x * spread);
    const step = expectation(rows, difficulties, abilities, weights);
    posteriors = step.posteriors;
    // The people's spread, given what is expected of each.
    const second =
      posteriors.reduce((sum, own) => sum + own.reduce((s, w, q) => s + w * abilities[q]! ** 2, 0), 0) /
      rows.length;
    let change = Math.abs(Math.sqrt(second) - spread);
    items.forEach((_, index) => {
      const next = newton(index, rows, posteriors, abilities, difficulties[index]!, prior);
      change = Math.max(change, Math.abs(next - difficulties[index]!));
      difficulties[index] = next;
    });
    spread = Math.max(1e-3, Math.sqrt(second));
    logLikelihood = step.logLikelihood;
    if (change < 1e-7) break;
  }
  const errors = standardErrors(
    rows,
    difficulties,
    nodes.map(x => x * spread),
    weights,
    spread,
    prior,
  );
  return {
    people: rows.length,
    items: items.map((item, index) => ({
      item,
      difficulty: difficulties[index]!,
      se: errors[index]!,
      people: rows.filter(row => row[index] === 0 || row[index] === 1).length,
    })),
    spread,
    logLikelihood,
    rounds,
  };
}

/** Posterior of each person over the ability nodes. */
function expectation(
  rows: Responses['rows'],
  difficulties: readonly number[],
  abilities: readonly number[],
  weights: readonly number[],
): { posteriors: number[][]; logLikelihood: number } {
  const right = difficulties.map(b => abilities.map(a => Math.log(rasch(a, b))));
  const wrong = difficulties.map(b => abilities.map(a => Math.log(1 - rasch(a, b))));
  let logLikelihood = 0;
  const posteriors = rows.map(row => {
    const logs = weights.map(Math.log);
    row.forEach((x, item) => {
      if (x === null) return;
      const table = x === 1 ? right[item]! : wrong[item]!;
      for (let q = 0; q < logs.length; q++) logs[q]! += table[q]!;
    });
    const top = Math.max(...logs);
    const shares = logs.map(x => Math.exp(x - top));
    const sum = shares.reduce((a, b) => a + b, 0);
    logLikelihood += top + Math.log(sum);
    return shares.map(x => x / sum);
  });
  return { posteriors, logLikelihood };
}

/** The difficulty at which as many right answers are expected as were given, with the prior's pull. */
function newton(
  index: number,
  rows: Responses['rows'],
  posteriors: readonly (readonly number[])[],
  abilities: readonly number[],
  start: number,
  prior: number,
): number {
  const people = abilities.map(() => 0);
  let right = 0;
  rows.forEach((row, person) => {
    const x = row[index];
    if (x === null || x === undefined) return;
    right += x;
    posteriors[person]!.forEach((w, q) => {
      people[q]! += w;
    });
  });
  let b = start;
  for (let round = 0; round < 50; round++) {
    let gradient = -right - b * prior;
    let information = prior;
    people.forEach((n, q) => {
      const p = rasch(abilities[q]!, b);
      gradient += n * p;
      information += n * p * (1 - p);
    });
    if (information < 1e-12) return b;
    const step = Math.max(-1, Math.min(1, gradient / information));
    b += step;
    if (Math.abs(step) < 1e-10) break;
  }
  return b;
}

/** From the cross-products of each person's score vector, so that what is not known of abilities counts. */
function standardErrors(
  rows: Responses['rows'],
  difficulties: readonly number[],
  abilities: readonly number[],
  weights: readonly number[],
  spread: number,
  prior: number,
): number[] {
  const size = difficulties.length + 1;
  const { posteriors } = expectation(rows, difficulties, abilities, weights);
  const chances = difficulties.map(b => abilities.map(a => rasch(a, b)));
  const information = Array.from({ length: size }, () => Array<number>(size).fill(0));
  rows.forEach((row, person) => {
    const own = posteriors[person]!;
    const score = difficulties.map((_, item) => {
      const x = row[item];
      if (x === null || x === undefined) return 0;
      return own.reduce((sum, w, q) => sum + w * chances[item]![q]!, 0) - x;
    });
    const second = own.reduce((sum, w, q) => sum + w * abilities[q]! ** 2, 0);
    score.push((second - spread ** 2) / spread ** 3);
    for (let i = 0; i < size; i++)
      if (score[i] !== 0) for (let j = 0; j < size; j++) information[i]![j]! += score[i]! * score[j]!;
  });
  for (let i = 0; i < size - 1; i++) information[i]![i]! += prior;
  information[size - 1]![size - 1]! += 1e-9;
  return inverseDiagonal(information).slice(0, -1).map(Math.sqrt);
}

/** Diagonal of the inverse of a positive definite matrix (Gauss–Jordan with pivots). */
function inverseDiagonal(matrix: readonly (readonly number[])[]): number[] {
  const size = matrix.length;
  const work = matrix.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))]);
  for (let column = 0; column < size; column++) {
    let pivot = column;
    for (let row = column + 1; row < size; row++)
      if (Math.abs(work[row]![column]!) > Math.abs(work[pivot]![column]!)) pivot = row;
    [work[column], work[pivot]] = [work[pivot]!, work[column]!];
    const scale = work[column]![column]!;
    if (Math.abs(scale) < 1e-12) return Array<number>(size).fill(Number.POSITIVE_INFINITY);
    for (let j = 0; j < 2 * size; j++) work[column]![j]! /= scale;
    for (let row = 0; row < size; row++) {
      const factor = work[row]![column]!;
      if (row === column || factor === 0) continue;
      for (let j = 0; j < 2 * size; j++) work[row]![j]! -= factor * work[column]![j]!;
    }
  }
  return work.map((row, i) => row[size + i]!);
}
