// How far markers agree: plainly, and corrected for what chance alone would give.
import type { Mark } from '#model/drill/marks.ts';
import type { AgreementView } from '#model/drill/review.ts';

/** One thing marked, by marker. */
export type Unit = ReadonlyMap<string, Mark>;

const scale: readonly Mark[] = [0, 50, 100];
/** Fewer pairs than this say nothing beyond chance. */
const leastUnits = 10;

/** Percent of pairs of marks that are the same. */
function percentOf(units: readonly Unit[]): number | undefined {
  let [same, all] = [0, 0];
  for (const unit of units) {
    const marks = [...unit.values()];
    for (let i = 0; i < marks.length; i++)
      for (let j = i + 1; j < marks.length; j++) {
        all++;
        if (marks[i] === marks[j]) same++;
      }
  }
  return all === 0 ? undefined : (100 * same) / all;
}

/**
 * Cohen's kappa with linear weights (Cohen 1968) for the same two markers throughout: a half mark apart is half a
 * disagreement. Undefined when there are other than two markers, or chance alone would agree fully.
 */
export function weightedKappa(units: readonly Unit[]): number | undefined {
  const markers = [...new Set(units.flatMap(unit => [...unit.keys()]))].sort();
  if (markers.length !== 2 || units.some(unit => unit.size !== 2)) return undefined;
  const [a, b] = markers as [string, string];
  const apart = (x: Mark, y: Mark) => Math.abs(x - y) / 100;
  const share = (marker: string, mark: Mark) =>
    units.filter(unit => unit.get(marker) === mark).length / units.length;
  const seen = units.reduce((sum, unit) => sum + apart(unit.get(a)!, unit.get(b)!), 0) / units.length;
  let chance = 0;
  for (const x of scale) for (const y of scale) chance += share(a, x) * share(b, y) * apart(x, y);
  return chance < 1e-12 ? undefined : 1 - seen / chance;
}

/**
 * Krippendorff's alpha for ordered marks (2011), any number of markers, missing marks allowed. Undefined when all marks
 * are the same: there is nothing to agree about.
 */
export function ordinalAlpha(units: readonly Unit[]): number | undefined {
  const paired = units.map(unit => [...unit.values()]).filter(marks => marks.length > 1);
  const count = new Map<Mark, number>(scale.map(mark => [mark, 0] as const));
  for (const marks of paired) for (const mark of marks) count.set(mark, count.get(mark)! + 1);
  const total = paired.reduce((sum, marks) => sum + marks.length, 0);
  /** Ranks between two marks, squared. */
  const distance = (x: Mark, y: Mark): number => {
    const [low, high] = [Math.min(x, y), Math.max(x, y)];
    const between = scale.filter(mark => mark >= low && mark <= high);
    const ranks = between.reduce<number>((sum, mark) => sum + count.get(mark)!, 0);
    return (ranks - (count.get(x)! + count.get(y)!) / 2) ** 2;
  };
  let seen = 0;
  for (const marks of paired)
    for (let i = 0; i < marks.length; i++)
      for (let j = 0; j < marks.length; j++)
        if (i !== j) seen += distance(marks[i]!, marks[j]!) / (marks.length - 1);
  let chance = 0;
  for (const x of scale) for (const y of scale) chance += count.get(x)! * count.get(y)! * distance(x, y);
  if (total < 2 || chance === 0) return undefined;
  return 1 - ((total - 1) * seen) / chance;
}

/** Agreement of the marks given so far; chance-corrected figures from ten marks on. */
export function agreementOf(all: readonly Unit[]): AgreementView {
  const units = all.filter(unit => unit.size > 1);
  const percent = percentOf(units);
  if (percent === undefined) return { units: 0, missing: { key: 'drill.score.agreement-none', values: {} } };
  const few = units.length < leastUnits;
  const kappa = few ? undefined : weightedKappa(units);
  const alpha = few ? undefined : ordinalAlpha(units);
  return {
    units: units.length,
    percent,
    ...(kappa === undefined ? {} : { kappa }),
    ...(alpha === undefined ? {} : { alpha }),
    ...(few
      ? { missing: { key: 'drill.score.agreement-few', values: { least: leastUnits } } }
      : alpha === undefined
        ? { missing: { key: 'drill.score.agreement-same', values: {} } }
        : {}),
  };
}
