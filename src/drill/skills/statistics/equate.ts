// Puts two calibrations on one scale by the items they have in common, and finds anchors that no longer hold.
import { HinomiError } from '#model/errors.ts';

/** A difficulty with its standard error, logits. */
export interface Difficulty {
  item: string;
  difficulty: number;
  se: number;
}

/** `reference = slope * new + shift`. */
export interface Link {
  method: 'rasch' | 'mean-sigma';
  slope: number;
  shift: number;
  /** Standard error of the shift: how far the choice of anchors moves the scale. */
  se: number;
  anchors: string[];
  /** Anchors left out because their difficulty moved against the others. */
  drifted: string[];
}

const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;
const deviation = (values: readonly number[]) => {
  const centre = mean(values);
  return Math.sqrt(values.reduce((sum, x) => sum + (x - centre) ** 2, 0) / (values.length - 1));
};
const median = (values: readonly number[]) => {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
};

/** A robust z beyond this is drift (the usual limit), if it is also beyond half a logit. */
const driftZ = 2.7;
const driftLogits = 0.5;
const leastAnchors = 3;

/**
 * Links a new calibration to a reference. `rasch` shifts only (both have slope 1 by the model); `mean-sigma` also scales.
 * Drifting anchors are dropped one by one, the worst first, while at least three remain.
 * @throws HinomiError `TOO_FEW_ANCHORS` with fewer than three common items.
 */
export function linkScales(
  reference: readonly Difficulty[],
  fresh: readonly Difficulty[],
  method: Link['method'] = 'rasch',
): Link {
  const known = new Map(reference.map(entry => [entry.item, entry]));
  let common = fresh.flatMap(entry => {
    const old = known.get(entry.item);
    return old ? [{ item: entry.item, old: old.difficulty, now: entry.difficulty }] : [];
  });
  if (common.length < leastAnchors)
    throw new HinomiError('TOO_FEW_ANCHORS', `Only ${common.length} items are common to both calibrations.`, {
      remedy: 'Give both groups at least three anchors, better a fifth of the form.',
      status: 422,
    });
  const drifted: string[] = [];
  while (common.length > leastAnchors) {
    const differences = common.map(({ old, now }) => old - now);
    const centre = median(differences);
    const scale = 1.4826 * median(differences.map(x => Math.abs(x - centre)));
    const far = differences.map(x => Math.abs(x - centre));
    const worst = far.indexOf(Math.max(...far));
    if (far[worst]! < driftLogits || far[worst]! <= driftZ * scale) break;
    drifted.push(common[worst]!.item);
    common = common.filter((_, index) => index !== worst);
  }
  const old = common.map(entry => entry.old);
  const now = common.map(entry => entry.now);
  const slope = method === 'rasch' || deviation(now) < 1e-9 ? 1 : deviation(old) / deviation(now);
  const shift = mean(old) - slope * mean(now);
  const residuals = common.map(entry => entry.old - slope * entry.now);
  return {
    method,
    slope,
    shift,
    se: deviation(residuals) / Math.sqrt(common.length),
    anchors: common.map(({ item }) => item),
    drifted,
  };
}

/** A difficulty or ability of the new scale on the reference scale. */
export const onReference = (link: Link, value: number): number => link.slope * value + link.shift;
