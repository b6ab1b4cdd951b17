// What the lists hold of an indicator, and the ordered log of changes that every list is derived from.
import { HinomiError } from '#model/errors.ts';
import type { Message } from '#model/record/finding.ts';
import type { Indicator } from '#model/record/indicator.ts';

/** The part of an active indicator that protection needs: the rule, and what the blocked person is told. */
export interface ListEntry {
  id: string;
  type: Indicator['type'];
  value: string;
  subdomains: boolean;
  action: Indicator['action'];
  confidence: number;
  tlp: Indicator['tlp'];
  labels: string[];
  reason: Message;
  decidedBy: string;
  /** Up to 20 findings it rests on: the evidence summary of the warning page. */
  findings: string[];
  sightings: number;
  validFrom: number;
  validUntil: number;
}

/** One step of the list. `sequence` grows by one; `add` replaces an entry of the same type and value. */
export interface ListChange {
  sequence: number;
  at: number;
  change: 'add' | 'remove';
  entry: ListEntry;
}

/** Identity of an entry on the list: one per type and value. */
export const entryKey = (entry: Pick<ListEntry, 'type' | 'value'>): string => `${entry.type} ${entry.value}`;

/** The list entry of an indicator: the way out. @throws HinomiError `EXERCISE_RECORD`: drills never reach the lists. */
export function listEntry(indicator: Indicator): ListEntry {
  if (indicator.exercise !== '')
    throw new HinomiError(
      'EXERCISE_RECORD',
      `${indicator.value} belongs to an exercise and must not leave it`,
      { status: 403 },
    );
  const { id, type, value, subdomains, action, confidence, tlp, labels, reason, decidedBy } = indicator;
  const { sightings, validFrom, validUntil } = indicator;
  const findings = indicator.findings.slice(0, 20);
  return {
    id,
    type,
    value,
    subdomains,
    action,
    confidence,
    tlp,
    labels,
    reason,
    decidedBy,
    findings,
    sightings,
    validFrom,
    validUntil,
  };
}
