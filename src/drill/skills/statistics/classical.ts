// Classical test theory: difficulty, discrimination and reliability from the first class on.
import { omegaOf } from './omega.ts';

/** Answers of many people to the same items: 1 right, 0 wrong (or not answered), null not given to this person. */
export interface Responses {
  items: readonly string[];
  rows: readonly (readonly (0 | 1 | null)[])[];
}

export interface ItemStatistics {
  item: string;
  /** People who were given the item. */
  people: number;
  /** Share of right answers (the classical "difficulty": high is easy) and its standard error. */
  difficulty: number;
  difficultySe: number;
  /** Corrected point-biserial: correlation with the score on the other items. Absent when either does not vary. */
  pointBiserial?: number;
}

export interface Reliability {
  people: number;
  items: number;
  mean: number;
  deviation: number;
  /** Kuder–Richardson formula 20 (alpha of items scored 0 and 1). Absent when scores do not vary. */
  kr20?: number;
  /** McDonald's omega of one factor, or why it cannot be estimated (KR-20 stands in). */
  omega?: number;
  omegaMissing?: string;
  /** Standard error of measurement of a person's score, from omega where there is one. */
  standardError?: number;
}

const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;
const variance = (values: readonly number[]): number => {
  const centre = mean(values);
  return mean(values.map(x => (x - centre) ** 2));
};

/** Pearson's correlation; undefined when one of the two does not vary. */
export function correlation(xs: readonly number[], ys: readonly number[]): number | undefined {
  const [mx, my] = [mean(xs), mean(ys)];
  let [xy, xx, yy] = [0, 0, 0];
  xs.forEach((x, index) => {
    const y = ys[index]!;
    xy += (x - mx) * (y - my);
    xx += (x - mx) ** 2;
    yy += (y - my) ** 2;
  });
  return xx > 1e-12 && yy > 1e-12 ? xy / Math.sqrt(xx * yy) : undefined;
}

/** Statistics of each item over the people who were given it. */
export function itemStatistics({ items, rows }: Responses): ItemStatistics[] {
  return items.map((item, index) => {
    const given = rows.filter(row => row[index] !== null && row[index] !== undefined);
    const own = given.map(row => row[index] as number);
    // The rest score is a share, since people of different forms have different numbers of other items.
    const rest = given.map(row => {
      const others = row.filter((value, other) => other !== index && value !== null);
      return others.length === 0 ? 0 : mean(others as number[]);
    });
    const difficulty = own.length === 0 ? Number.NaN : mean(own);
    const pointBiserial = own.length < 3 ? undefined : correlation(own, rest);
    return {
      item,
      people: own.length,
      difficulty,
      difficultySe: own.length === 0 ? Number.NaN : Math.sqrt((difficulty * (1 - difficulty)) / own.length),
      ...(pointBiserial === undefined ? {} : { pointBiserial }),
    };
  });
}

/** Reliability of a form; rows with items not given are left out. */
export function reliability({ items, rows }: Responses): Reliability {
  const complete = rows.filter(
    row => row.length === items.length && row.every(x => x !== null),
  ) as number[][];
  const people = complete.length;
  const k = items.length;
  const scores = complete.map(row => row.reduce((sum, x) => sum + x, 0));
  const base = {
    people,
    items: k,
    mean: people === 0 ? Number.NaN : mean(scores),
    deviation: people === 0 ? Number.NaN : Math.sqrt(variance(scores)),
  };
  if (people < 2 || k < 2 || base.deviation === 0) return { ...base, omegaMissing: 'the scores do not vary' };
  const columns = items.map((_, index) => complete.map(row => row[index]!));
  const kr20 = (k / (k - 1)) * (1 - columns.reduce((sum, c) => sum + variance(c), 0) / variance(scores));
  const omega = people < Math.max(30, k + 1) ? { missing: 'too few people' } : omegaOf(covariances(columns));
  const best = 'omega' in omega ? omega.omega : kr20;
  return {
    ...base,
    kr20,
    ...('omega' in omega ? { omega: omega.omega } : { omegaMissing: omega.missing }),
    standardError: base.deviation * Math.sqrt(1 - Math.min(1, Math.max(0, best))),
  };
}

function covariances(columns: readonly (readonly number[])[]): number[][] {
  const centred = columns.map(column => {
    const centre = mean(column);
    return column.map(x => x - centre);
  });
  return centred.map(a => centred.map(b => a.reduce((sum, x, row) => sum + x * b[row]!, 0) / a.length));
}
