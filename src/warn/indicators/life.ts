// The life of an indicator: which status may follow which, when it ends, how belief in it fades.
import { HinomiError } from '#model/errors.ts';
import type { Indicator, IndicatorStatus } from '#model/record/indicator.ts';
import { day } from '#model/time.ts';

const next: Record<IndicatorStatus, readonly IndicatorStatus[]> = {
  candidate: ['active', 'withdrawn', 'false-positive', 'expired'],
  active: ['expired', 'withdrawn', 'false-positive'],
  expired: ['active', 'false-positive', 'withdrawn'],
  withdrawn: ['active', 'false-positive'],
  'false-positive': ['active'],
};

/** @throws HinomiError `INDICATOR_STATUS` (409) when the step is not allowed. */
export function checkStep(from: IndicatorStatus, to: IndicatorStatus): void {
  if (from === to || next[from].includes(to)) return;
  throw new HinomiError('INDICATOR_STATUS', `an indicator that is ${from} cannot become ${to}`, {
    status: 409,
    place: { field: 'status' },
    remedy: `Allowed from here: ${next[from].join(', ')}.`,
  });
}

/** Days without a sighting after which half of the confidence is gone; names and hashes last longer than addresses. */
const halfLifeDays: Record<Indicator['type'], number> = {
  ipv4: 14,
  ipv6: 14,
  cidr: 30,
  url: 30,
  domain: 60,
  nameserver: 90,
  md5: 720,
  sha256: 720,
};

/** Confidence now: what was given, halved for each half-life since it was last seen. */
function agedConfidence(
  indicator: Pick<Indicator, 'type' | 'confidence' | 'lastSeen' | 'validFrom'>,
  now: number,
): number {
  const since = Math.max(indicator.lastSeen, indicator.validFrom);
  const age = Math.max(0, now - since) / day;
  return Math.round(indicator.confidence * 0.5 ** (age / halfLifeDays[indicator.type]));
}

/** Below this an entry is not worth blocking anyone for. */
const leastConfidence = 10;

/** Whether an active indicator has come to its end: by date, or because nothing was seen of it for long. */
export const isOver = (indicator: Indicator, now: number): boolean =>
  indicator.validUntil <= now ||
  agedConfidence(indicator, now) < Math.min(leastConfidence, indicator.confidence);

/** Whether an indicator belongs on the lists now. Records of an exercise never do. */
export const isListed = (indicator: Indicator, now: number): boolean =>
  indicator.status === 'active' && indicator.exercise === '' && indicator.validUntil > now;
