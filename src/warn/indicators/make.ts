// What is said of an indicator becomes its record, and a second word on it is merged with the first. Pure.
import { HinomiError } from '#model/errors.ts';
import type { Message } from '#model/record/finding.ts';
import type { Indicator, IndicatorType } from '#model/record/indicator.ts';
import { day } from '#model/time.ts';
import type { Tlp } from '#model/vocab/tlp.ts';
import { hashId } from '#store/records/hash-id.ts';
import type { AllowList } from './allow-list.ts';
import { normaliseIndicator } from './normalise.ts';

/** What a person, rule or feed says of a new indicator. */
export interface NewIndicator {
  type?: IndicatorType;
  /** As written, also defanged. */
  value: string;
  subdomains?: boolean;
  action?: Indicator['action'];
  confidence: number;
  reason: Message;
  days: number;
  labels?: string[];
  tlp?: Tlp;
  findings?: string[];
  events?: string[];
  exercise?: string;
  /** `candidate` waits for a decision; default `active`. */
  status?: 'candidate' | 'active';
}

const union = (a: readonly string[], b: readonly string[] | undefined, limit: number): string[] =>
  [...new Set([...a, ...(b ?? [])])].slice(-limit);

/** The id of an indicator: the same type and value (in the same exercise) are the same indicator. */
const indicatorId = (type: IndicatorType, value: string, exercise: string): string =>
  hashId('indicator', type, value, exercise);

/** @throws HinomiError `INDICATOR_VALUE`, `ALLOW_LISTED`. */
export function makeIndicator(input: NewIndicator, by: string, allow: AllowList, now: number): Indicator {
  const { type, value } = normaliseIndicator(input.value, input.type);
  if (input.action !== 'passthru') allow.check({ type, value });
  const exercise = input.exercise ?? '';
  return {
    id: indicatorId(type, value, exercise),
    type,
    value,
    status: input.status ?? 'active',
    subdomains: (type === 'domain' || type === 'nameserver') && (input.subdomains ?? type === 'domain'),
    action: input.action ?? 'warn',
    confidence: input.confidence,
    tlp: input.tlp ?? 'green',
    labels: (input.labels ?? []).slice(0, 20),
    reason: input.reason,
    decidedBy: by,
    validFrom: now,
    validUntil: now + input.days * day,
    findings: (input.findings ?? []).slice(-100),
    events: (input.events ?? []).slice(-20),
    sightings: 0,
    firstSeen: now,
    lastSeen: now,
    exercise,
    created: now,
    updated: now,
  };
}

/**
 * A second word on a known indicator: belief and time only grow; a person's "no" is not overruled by a rule.
 * @throws HinomiError `INDICATOR_DECIDED`.
 */
export function mergeIndicator(known: Indicator, fresh: Indicator, by: string): Indicator {
  const person = by.startsWith('account:');
  if (!person && (known.status === 'false-positive' || known.status === 'withdrawn'))
    throw new HinomiError('INDICATOR_DECIDED', `${known.value} was judged ${known.status} by a person`, {
      status: 409,
      remedy: 'A person can list it again.',
    });
  const live = known.status === 'active' && known.validUntil > fresh.validFrom;
  const status = live ? known.status : fresh.status;
  const renewed = known.status === 'candidate' && fresh.status === 'candidate';
  return {
    ...fresh,
    status,
    subdomains: person ? fresh.subdomains : known.subdomains || fresh.subdomains,
    action: person || !live ? fresh.action : known.action,
    confidence: person ? fresh.confidence : Math.max(known.confidence, fresh.confidence),
    labels: union(known.labels, fresh.labels, 20),
    decidedBy: (live && !person) || renewed ? known.decidedBy : by,
    reason: live && !person ? known.reason : fresh.reason,
    tlp: person ? fresh.tlp : known.tlp,
    validFrom: live ? known.validFrom : fresh.validFrom,
    validUntil: person ? fresh.validUntil : Math.max(known.validUntil, fresh.validUntil),
    findings: union(known.findings, fresh.findings, 100),
    events: union(known.events, fresh.events, 20),
    sightings: known.sightings,
    firstSeen: known.firstSeen,
    created: known.created,
  };
}
