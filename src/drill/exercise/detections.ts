// What detection tools report in their own log lines, with the severity the line itself states. Nothing else is known
// here: not what an attack is, so that a false alarm and a true one of the same words look the same.

import type { DetectionSeverity, DetectionView } from '#model/drill/api.ts';
import type { KeptLine } from '#model/drill/case.ts';

/** Sources whose lines are read, with the question that finds their reports. */
export const detectors = [
  { source: 'suricata', q: 'code:alert' },
  { source: 'windows-defender', q: 'code:"defender:1116"' },
] as const;

/** Suricata: priority of the rule's class, 1 is the highest. */
const ofSuricata: Readonly<Record<number, DetectionSeverity>> = { 1: 'high', 2: 'medium', 3: 'low' };
/** Microsoft Defender: `Severity ID`. */
const ofDefender: Readonly<Record<string, DetectionSeverity>> = {
  1: 'low',
  2: 'medium',
  4: 'high',
  5: 'critical',
};

const text = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, 500) : '';
const inside = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;

/** A report as its line states it. What the line does not state, or not as its tool writes it, stays `unstated`. */
export function detectionOf(line: KeptLine): DetectionView {
  let record: unknown;
  try {
    record = JSON.parse(line.text);
  } catch {
    record = undefined;
  }
  const alert = inside(record, 'alert');
  const data = inside(inside(record, 'Event'), 'EventData');
  const defender = line.source === 'windows-defender';
  const stated = text(defender ? inside(data, 'Severity Name') : inside(alert, 'severity'));
  const severity = defender
    ? ofDefender[text(inside(data, 'Severity ID'))]
    : ofSuricata[Number(inside(alert, 'severity'))];
  return {
    line,
    severity: severity ?? 'unstated',
    stated: stated && `${defender ? 'Severity Name' : 'alert.severity'}: ${stated}`,
    name:
      text(defender ? inside(data, 'Threat Name') : inside(alert, 'signature')) || line.object.slice(0, 500),
    category: text(defender ? inside(data, 'Category Name') : inside(alert, 'category')),
  };
}
