// Agreement of markers and facts of a report, worked out on paper.
import { expect, test } from 'vitest';
import type { Mark } from '#model/drill/marks.ts';
import { agreementOf, ordinalAlpha, type Unit, weightedKappa } from './agreement.ts';
import { judgementOf, names, reportFacts, reportRubric } from './rubric.ts';

const pairs = (...list: [Mark, Mark][]): Unit[] =>
  list.map(
    ([a, b]) =>
      new Map([
        ['a', a],
        ['b', b],
      ]),
  );
const four = pairs([0, 0], [50, 50], [100, 100], [50, 100]);

test('kappa with linear weights', () => {
  // Seen 0.5/4; by chance of the margins (1,2,1)/4 and (1,1,2)/4: 0.4375. 1 − 0.125/0.4375.
  expect(weightedKappa(four)).toBeCloseTo(0.7142857, 6);
  expect(weightedKappa(pairs([0, 0], [50, 50]))).toBe(1);
  expect(weightedKappa(pairs([0, 100], [100, 0]))).toBeCloseTo(-1);
  // All the same: chance alone agrees.
  expect(weightedKappa(pairs([50, 50], [50, 50]))).toBeUndefined();
  expect(
    weightedKappa([
      new Map([
        ['a', 0],
        ['b', 0],
        ['c', 0],
      ]),
    ]),
  ).toBeUndefined();
});

test('alpha for ordered marks', () => {
  // Counts 2, 3, 3; squared ranks apart 6.25, 9 and 30.25: seen 18, by chance 600. 1 − 7·18/600.
  expect(ordinalAlpha(four)).toBeCloseTo(0.79, 10);
  // A unit one marker left out counts for nothing.
  expect(ordinalAlpha([...four, new Map([['a', 0]])])).toBeCloseTo(0.79, 10);
  expect(ordinalAlpha(pairs([50, 50], [50, 50]))).toBeUndefined();
});

test('agreement says how much there is to go by', () => {
  expect(agreementOf([])).toMatchObject({ units: 0, missing: { key: 'drill.score.agreement-none' } });
  expect(agreementOf(four)).toEqual({
    units: 4,
    percent: 75,
    missing: { key: 'drill.score.agreement-few', values: { least: 10 } },
  });
  const many = agreementOf([...four, ...four, ...four]);
  expect(many).toMatchObject({ units: 12, percent: 75 });
  expect(many.kappa).toBeCloseTo(0.7142857, 6);
  expect(many).not.toHaveProperty('missing');
  expect(agreementOf(pairs(...Array(10).fill([50, 50])))).toMatchObject({
    percent: 100,
    missing: { key: 'drill.score.agreement-same' },
  });
});

test('judgement is weighted; nothing while a criterion is open', () => {
  const rubric = reportRubric();
  expect(rubric.criteria.reduce((sum, one) => sum + one.weight, 0)).toBe(100);
  const sheet = (mark: (index: number) => Mark) =>
    Object.fromEntries(rubric.criteria.map((one, i) => [one.id, { mark: mark(i), comment: '' }]));
  expect(
    judgementOf(
      rubric,
      sheet(() => 50),
    ),
  ).toBe(50);
  expect(
    judgementOf(
      rubric,
      sheet(i => (i === 0 ? 100 : 0)),
    ),
  ).toBe(rubric.criteria[0]!.weight);
  expect(judgementOf(rubric, { clear: { mark: 100, comment: '' } })).toBeUndefined();
});

test('a line names a host or account however it is written, and not its neighbour', () => {
  expect(names('PC-0012(総務課 山田)', 'PC-0012')).toBe(true);
  expect(names('pc-0012.corp.example', 'PC-0012')).toBe(true);
  expect(names('PC-00123', 'PC-0012')).toBe(false);
  expect(names('CITY\\yamada', 'yamada')).toBe(true);
  expect(names('yamada@city.example', 'yamada')).toBe(true);
  expect(names('https://bad.example/x を閲覧', 'bad.example/x')).toBe(true);
});

test('facts of a report by hand', () => {
  const at = Date.UTC(2026, 3, 14, 0, 15);
  const facts = reportFacts(
    [
      { id: 'hosts', kind: 'hosts' },
      { id: 'accounts', kind: 'accounts' },
      { id: 'timeline', kind: 'timeline' },
      { id: 'summary', kind: 'text' },
      { id: 'damage', kind: 'files' },
    ],
    part =>
      ({
        hosts: ['PC-0001', 'PC-0002', 'PC-0009'],
        timeline: ['09:20 添付を開いた', '23:00 nothing'],
        summary: 'x',
      })[part],
    {
      hosts: ['PC-0001', 'PC-0002', 'SRV-1'],
      accounts: ['yamada'],
      indicators: [],
      files: [],
      route: [],
      timeline: [
        { step: 'open', at, techniques: [] },
        { step: 'look', at: at + 3_600_000, techniques: [] },
      ],
      entry: { vector: '', host: '', account: '', at },
    },
    () => undefined,
    540,
  );
  // Two of three right and one wrong: 4/6. Nothing named: 0. One of two steps in two lines: 2/4.
  expect(facts.map(one => [one.part, one.percent])).toEqual([
    ['hosts', 67],
    ['accounts', 0],
    ['timeline', 50],
  ]);
  expect(facts[0]!.because.map(one => one.good)).toEqual([true, true, false, false]);
});
