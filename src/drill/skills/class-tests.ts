// What the tests of a class say: about each person with the error a test of this length has, about the class, about items.
import type { Item } from '#model/drill/item.ts';
import type { TestsView } from '#model/drill/review.ts';
import type { Estimate, Sitting } from '#model/drill/sitting.ts';
import { marks, scoreSitting } from './score.ts';
import { counts, itemsOfSitting } from './sitting.ts';
import { itemStatistics, type Responses, reliability } from './statistics/classical.ts';
import { type CohortItem, flagItems } from './statistics/flags.ts';
import { type Gain, type GroupGain, groupGain, reliableChange } from './statistics/gain.ts';
import { calibrate, raschFrom } from './statistics/rasch.ts';

type Bank = ReadonlyMap<string, Item>;

/**
 * Standard error of the forms' equality, percent points: authors' guesses of an item's difficulty miss by some ten points,
 * 19 items of each form of 25 are not in the other: 10 · √38 / 25. Holds until items are calibrated.
 */
export const formsSe = 2.5;

/** Percent of a sitting with its error; what was not answered is wrong. */
export const percentOf = (sitting: Sitting, bank: Bank): Estimate =>
  scoreSitting(itemsOfSitting(sitting, bank), sitting.answers).percent;

/** A person's gain in percent points; undefined until both tests are over. */
export function gainOf(
  before: Sitting | undefined,
  after: Sitting | undefined,
  bank: Bank,
): Gain | undefined {
  if (!counts(before) || !counts(after)) return undefined;
  return reliableChange(
    percentOf(before, bank),
    percentOf(after, bank),
    before.form === after.form ? 0 : formsSe,
  );
}

/** The class's mean gain; undefined under five people. Neighbours had the forms the other way round: no form is favoured. */
export function classGain(sittings: readonly Sitting[], bank: Bank): GroupGain | undefined {
  const done = sittings.filter(one => counts(one) && one.person !== '');
  const pairs = done.flatMap(before => {
    const after = done.find(one => one.person === before.person && one.purpose === 'after');
    return before.purpose === 'before' && after
      ? [{ before: percentOf(before, bank).value, after: percentOf(after, bank).value }]
      : [];
  });
  return groupGain(pairs);
}

/** Right and wrong of tests that are over; an item of the other form is not given. */
export function responsesOf(sittings: readonly Sitting[], bank: Bank): Responses {
  const done = sittings.filter(counts);
  const items = [...new Set(done.flatMap(one => one.items))].filter(id => bank.has(id)).sort();
  const place = new Map(items.map((id, index) => [id, index]));
  return {
    items,
    rows: done.map(sitting => {
      const row = Array<0 | 1 | null>(items.length).fill(null);
      const own = itemsOfSitting(sitting, bank);
      marks(own, sitting.answers).forEach((right, index) => {
        row[place.get(own[index]!.id)!] = right ? 1 : 0;
      });
      return row;
    }),
  };
}

const median = (values: readonly number[]): number | undefined => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted.length === 0 ? undefined : sorted[sorted.length >> 1];
};

function cohort(sittings: readonly Sitting[], bank: Bank): CohortItem[] {
  const done = sittings.filter(counts);
  return itemStatistics(responsesOf(done, bank)).map(entry => {
    const item = bank.get(entry.item)!;
    const times = done.flatMap(({ answers }) =>
      answers.filter(one => one.item === item.id && marks([item], [one])[0]).map(one => one.seconds),
    );
    const rightSeconds = median(times.filter(seconds => seconds > 0));
    return { ...entry, ...(rightSeconds === undefined ? {} : { rightSeconds }) };
  });
}

/** Statistics of the items of an exercise. `all`: sittings of every exercise, for drift, leaks and calibration. */
export function itemFigures(
  here: readonly Sitting[],
  all: readonly Sitting[],
  bank: Bank,
): Pick<TestsView, 'items' | 'reliability' | 'rasch'> {
  const now = cohort(here, bank);
  const first = Math.min(...here.map(one => one.started));
  const earlier = all.filter(one => one.exercise !== here[0]?.exercise && one.started < first);
  const flags = flagItems(now, cohort(earlier, bank));
  const done = all.filter(counts);
  const scale =
    done.length >= raschFrom
      ? new Map(calibrate(responsesOf(done, bank)).items.map(one => [one.item, one]))
      : undefined;
  return {
    items: now.map(({ rightSeconds: _seconds, ...entry }) => {
      const item = bank.get(entry.item)!;
      const rasch = scale?.get(item.id);
      return {
        ...entry,
        domain: item.domain,
        stem: item.stem,
        ...(rasch ? { rasch: { difficulty: rasch.difficulty, se: rasch.se } } : {}),
        flags: flags.filter(one => one.item === item.id).map(one => one.flag),
      };
    }),
    reliability: (['A', 'B'] as const).flatMap(form => {
      const own = here.filter(one => one.form === form && counts(one));
      if (own.length === 0) return [];
      const { omegaMissing: _missing, ...figures } = reliability(responsesOf(own, bank));
      return [{ form, ...figures }];
    }),
    rasch: { people: done.length, needed: raschFrom },
  };
}
