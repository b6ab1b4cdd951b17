import { describe, expect, it } from 'vitest';
import { stream } from '../../world/random.ts';
import { estimate, shareOf } from '../score.ts';
import { abilityOf, rasch } from './ability.ts';
import { itemStatistics, type Responses, reliability } from './classical.ts';
import { linkScales, onReference } from './equate.ts';
import { type CohortItem, flagItems } from './flags.ts';
import { groupGain, reliableChange, studentT975 } from './gain.ts';
import { omegaOf } from './omega.ts';
import { calibrate } from './rasch.ts';

/** Answers drawn from the Rasch model. */
const simulate = (seed: number, abilities: number[], difficulties: number[]): Responses['rows'] =>
  abilities.map((ability, person) => {
    const random = stream(seed, 'person', person);
    return difficulties.map(b => (random.chance(rasch(ability, b)) ? 1 : 0));
  });
const normals = (seed: number, count: number, mean: number, spread: number): number[] => {
  const random = stream(seed, 'abilities');
  return Array.from({ length: count }, () => mean + spread * random.normal());
};
const names = (count: number, from = 0) => Array.from({ length: count }, (_, index) => `i${index + from}`);
const rms = (values: number[]) => Math.sqrt(values.reduce((sum, x) => sum + x * x, 0) / values.length);
const centred = (values: number[]) => {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  return values.map(x => x - mean);
};

// A perfect scale of four items and five people: every figure can be worked out on paper.
const scale: Responses = {
  items: ['a', 'b', 'c', 'd'],
  rows: [
    [1, 1, 1, 1],
    [1, 1, 1, 0],
    [1, 1, 0, 0],
    [1, 0, 0, 0],
    [0, 0, 0, 0],
  ],
};

describe('classical statistics', () => {
  it('gives difficulty and corrected point-biserial as worked out on paper', () => {
    const [a] = itemStatistics(scale);
    expect(a).toMatchObject({ people: 5, difficulty: 0.8 });
    // cov 0.24, var 0.16 and 1.36: 0.24 / sqrt(0.2176)
    expect(a!.pointBiserial).toBeCloseTo(0.5145, 4);
  });

  it('gives KR-20 0.8 and a standard error of 0.632 for the perfect scale', () => {
    const found = reliability(scale);
    // 4/3 · (1 − 0.8/2); √2 · √0.2
    expect(found.kr20).toBeCloseTo(0.8, 10);
    expect(found.omegaMissing).toBe('too few people');
    expect(found.standardError).toBeCloseTo(0.632456, 5);
  });

  it('recovers omega of a known factor exactly', () => {
    const loadings = [0.8, 0.6, 0.5, 0.4];
    const covariance = loadings.map((a, i) => loadings.map((b, j) => (i === j ? 1 : a * b)));
    // 2.3² / (2.3² + 0.36 + 0.64 + 0.75 + 0.84)
    const found = omegaOf(covariance);
    expect('omega' in found && found.omega).toBeCloseTo(5.29 / 7.88, 6);
  });

  it('says why omega is missing', () => {
    expect(
      omegaOf(
        [
          [0.2, 0],
          [0, 0.2],
        ].map(row => [...row]),
      ),
    ).toEqual({ missing: 'fewer than three items' });
    expect(omegaOf([1, 2, 3].map((_, i) => [0, 0, 0].map((__, j) => (i === j && i < 2 ? 0.2 : 0))))).toEqual({
      missing: 'an item that all got right, or none',
    });
  });

  it('does not fall over nobody', () => {
    expect(reliability({ items: ['a', 'b'], rows: [] }).omegaMissing).toBe('the scores do not vary');
    expect(itemStatistics({ items: ['a'], rows: [] })[0]!.people).toBe(0);
  });
});

describe('ability', () => {
  it('follows the closed form for items of equal difficulty: p = (r + ½) / (n + 1)', () => {
    const all = abilityOf([0, 0, 0, 0, 0], [true, true, true, true, true]);
    expect(all.value).toBeCloseTo(Math.log(5.5 / 0.5), 6);
    expect(all.se).toBeCloseTo(1 / Math.sqrt(5 * (5.5 / 6) * (0.5 / 6)), 5);
    expect(abilityOf([1, 1, 1, 1], [true, true, false, false]).value).toBeCloseTo(1, 6);
  });
});

describe('Rasch calibration', () => {
  // LSAT section 6 (Bock & Lieberman 1970): 1,000 people by response pattern. Marginal maximum likelihood of the Rasch model
  // is published for it: discrimination 0.755, log-likelihood −2466.938 (ltm's rasch()), difficulties × discrimination.
  const patterns =
    '00000 3 00001 6 00010 2 00011 11 00100 1 00101 1 00110 3 00111 4 01000 1 01001 8 01011 16 01101 3 01110 2 01111 15 ' +
    '10000 10 10001 29 10010 14 10011 81 10100 3 10101 28 10110 15 10111 80 11000 16 11001 56 11010 21 11011 173 11100 11 ' +
    '11101 61 11110 28 11111 298';
  const words = patterns.split(' ');
  const rows: Responses['rows'] = words.flatMap((pattern, index) =>
    index % 2
      ? []
      : Array.from({ length: Number(words[index + 1]) }, () =>
          [...pattern].map(x => (x === '1' ? 1 : 0) as 0 | 1),
        ),
  );

  it('gives the published solution of LSAT section 6', () => {
    expect(rows.length).toBe(1000);
    const found = calibrate({ items: names(5), rows }, { priorDeviation: Number.POSITIVE_INFINITY });
    expect(found.logLikelihood).toBeCloseTo(-2466.938, 2);
    expect(found.spread).toBeCloseTo(0.755, 2);
    const published = [-3.6153, -1.3224, -0.3176, -1.7301, -2.7802].map(b => b * 0.7551);
    found.items.forEach(({ difficulty }, index) => {
      expect(difficulty).toBeCloseTo(published[index]!, 2);
    });
  });

  it('recovers 25 simulated difficulties of 400 people within 0.14 logits RMS, with honest standard errors', () => {
    const truth = Array.from({ length: 25 }, (_, index) => -2 + (4 * index) / 24);
    const found = calibrate({ items: names(25), rows: simulate(5, normals(5, 400, 0, 1), truth) });
    const errors = centred(found.items.map(({ difficulty }, index) => difficulty - truth[index]!));
    expect(rms(errors)).toBeLessThan(0.14);
    const z = rms(errors.map((error, index) => error / found.items[index]!.se));
    expect(z).toBeGreaterThan(0.6);
    expect(z).toBeLessThan(1.5);
    expect(found.spread).toBeGreaterThan(0.85);
    expect(found.spread).toBeLessThan(1.15);
  });

  it('ties two forms together in one calibration when people saw only one of them', () => {
    const truth = Array.from({ length: 14 }, (_, index) => -1.5 + (3 * index) / 13);
    const forms = [(i: number) => i < 10, (i: number) => i >= 4];
    const able = [normals(8, 250, 0, 1), normals(9, 250, 0.8, 1)];
    const mixed = forms.flatMap((has, form) =>
      simulate(11 + form, able[form]!, truth).map(row => row.map((x, i) => (has(i) ? x : null))),
    );
    const found = calibrate({ items: names(14), rows: mixed });
    const errors = centred(found.items.map(({ difficulty }, index) => difficulty - truth[index]!));
    expect(rms(errors)).toBeLessThan(0.25);
  });

  it('keeps an item that everybody got right finite, and refuses small groups', () => {
    const simulated = simulate(3, normals(3, 120, 0, 1), [-1, 0, 1]).map(row => [1 as const, ...row]);
    expect(calibrate({ items: names(4), rows: simulated }).items[0]!.difficulty).toBeGreaterThan(-12);
    expect(() => calibrate({ items: names(3), rows: [[1, 0, 1]] })).toThrow(/needs 100 people/);
  });
});

describe('equating', () => {
  const entries = (values: number[]) =>
    values.map((difficulty, index) => ({ item: `i${index}`, difficulty, se: 0.1 }));

  it('finds the shift between two groups from the anchors, and drops the one that drifted', () => {
    const old = [-1, -0.5, 0, 0.4, 0.9, 1.2];
    const noise = [0.02, -0.03, 0.01, 0.02, -0.01, -0.02];
    const now = old.map((b, index) => b - 0.7 + noise[index]!);
    now[3] = now[3]! - 1.5;
    const link = linkScales(entries(old), entries(now));
    expect(link.drifted).toEqual(['i3']);
    expect(link.shift).toBeCloseTo(0.7, 1);
    expect(onReference(link, -0.7)).toBeCloseTo(0, 1);
    expect(link.se).toBeLessThan(0.02);
  });

  it('mean-sigma undoes a change of unit: slope 2, shift 1', () => {
    const now = [-1, -0.2, 0.3, 1.1];
    const link = linkScales(entries(now.map(b => 2 * b + 1)), entries(now), 'mean-sigma');
    expect(link.slope).toBeCloseTo(2, 10);
    expect(link.shift).toBeCloseTo(1, 10);
    expect(link.se).toBeCloseTo(0, 10);
  });

  it('refuses to link on two items', () => {
    expect(() => linkScales(entries([0, 1]), entries([0, 1]))).toThrow(/Only 2 items/);
  });
});

describe('gain', () => {
  it('gives the reliable-change index of a known case', () => {
    // √(0.4² + 0.45² + 0.1²) = 0.61033; 1.5 / 0.61033 = 2.4577
    const found = reliableChange(estimate(0, 0.4), estimate(1.5, 0.45), 0.1);
    expect(found.gain.se).toBeCloseTo(0.61033, 4);
    expect(found.index).toBeCloseTo(2.4577, 3);
    expect(found.verdict).toBe('improved');
    expect(reliableChange(estimate(0, 0.4), estimate(1, 0.45)).verdict).toBe('no-reliable-change');
    expect(reliableChange(estimate(2, 0.4), estimate(0, 0.4)).verdict).toBe('declined');
  });

  it('gives the group gain with Student’s interval, and nothing for four people', () => {
    expect(studentT975(9)).toBeCloseTo(2.262157, 3);
    expect(studentT975(4)).toBeCloseTo(2.776445, 2);
    const pairs = [1, 2, 3, 4, 5].map(before => ({ before, after: before + (before % 2 ? 2 : 1) }));
    const found = groupGain(pairs)!;
    // Gains 2 1 2 1 2: mean 1.6, deviation √0.3, standard error √0.06.
    expect(found.gain.value).toBeCloseTo(1.6, 10);
    expect(found.gain.se).toBeCloseTo(Math.sqrt(0.06), 10);
    expect(found.effect).toBeCloseTo((1.6 / Math.sqrt(2.5)) * (1 - 3 / 15), 10);
    expect(groupGain(pairs.slice(1))).toBeUndefined();
  });

  it('gives Wilson’s interval of 20 in 25, and a standard error even for 25 in 25', () => {
    const share = shareOf(20, 25);
    expect(share.low).toBeCloseTo(0.6087, 4);
    expect(share.high).toBeCloseTo(0.9114, 4);
    expect(shareOf(25, 25).se).toBeGreaterThan(0.02);
  });
});

describe('flags', () => {
  const cohort = (shares: number[], seconds = 60): CohortItem[] =>
    shares.map((difficulty, index) => ({
      item: `i${index}`,
      people: 200,
      difficulty,
      difficultySe: 0,
      pointBiserial: 0.35,
      rightSeconds: seconds,
    }));
  const before = cohort([0.4, 0.5, 0.6, 0.45, 0.55, 0.5]);

  it('tells a leak from drift, and neither from a general gain', () => {
    const risen = cohort([0.55, 0.65, 0.73, 0.6, 0.69, 0.64]);
    expect(flagItems(risen, before)).toEqual([]);
    const leaked = [...risen];
    leaked[1] = { ...risen[1]!, difficulty: 0.93, rightSeconds: 15 };
    expect(flagItems(leaked, before)).toMatchObject([{ item: 'i1', flag: 'leak' }]);
    leaked[1] = { ...risen[1]!, difficulty: 0.3 };
    expect(flagItems(leaked, before)).toMatchObject([{ item: 'i1', flag: 'drift' }]);
  });

  it('flags useless and misleading items, and is silent about small groups', () => {
    const [first, second, third] = cohort([0.98, 0.5, 0.5]);
    const now = [first!, { ...second!, pointBiserial: -0.3 }, { ...third!, pointBiserial: 0.04 }];
    expect(flagItems(now).map(({ flag }) => flag)).toEqual(['too-easy', 'misleading', 'weak']);
    expect(flagItems(now.map(entry => ({ ...entry, people: 10 })))).toEqual([]);
  });
});
