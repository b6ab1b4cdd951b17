// Values of the report as text boxes hold them, and what the case offers for a part. Pure.
import type { ReportValue } from '#model/drill/entry.ts';
import type { ReportPart } from '#model/drill/programme.ts';
import { simStamp } from '../../shared/clock.ts';
import type { Case } from '../data.ts';

const isList = (kind: ReportPart['kind']): boolean => kind !== 'text' && kind !== 'choice';

/** Lists are one entry a line. */
export const asText = (value: ReportValue | undefined): string =>
  Array.isArray(value) ? value.join('\n') : (value ?? '');

/** What is sent for a part: lists without empty lines. */
export const asValue = (part: Pick<ReportPart, 'kind'>, text: string): ReportValue =>
  isList(part.kind)
    ? text
        .split('\n')
        .map(line => line.trim())
        .filter(Boolean)
    : text;

/** Why a text does not fit its part; undefined when it does. */
export function tooMuch(part: Pick<ReportPart, 'kind' | 'limit'>, text: string): boolean {
  const value = asValue(part, text);
  return part.kind !== 'choice' && value.length > part.limit;
}

/** Whether two texts mean the same for a part. */
export const sameValue = (part: Pick<ReportPart, 'kind'>, a: string, b: string): boolean =>
  JSON.stringify(asValue(part, a)) === JSON.stringify(asValue(part, b));

const bad: readonly string[] = ['compromised', 'malicious'];

/** Lines the case holds for a part of this kind. */
export function fromCase(kind: ReportPart['kind'], data: Case): string[] {
  const named = (...types: string[]) =>
    data.entities.filter(one => bad.includes(one.verdict) && types.includes(one.type)).map(one => one.value);
  switch (kind) {
    case 'hosts':
      return named('host');
    case 'accounts':
      return named('account');
    case 'indicators':
      return named('domain', 'ip', 'url', 'sha256', 'email', 'user-agent', 'registry', 'service', 'task');
    case 'files':
      return named('path');
    case 'timeline':
      return data.timeline
        .toSorted((a, b) => a.when - b.when)
        .map(one =>
          [simStamp(one.when), one.host ?? '', one.text.replaceAll(/\s+/g, ' ')].filter(Boolean).join(' '),
        );
    default:
      return [];
  }
}

/** A list with the lines it does not have yet. */
export function withLines(text: string, lines: readonly string[]): string {
  const have = text.split('\n').map(line => line.trim());
  const known = new Set(have.map(line => line.toLowerCase()));
  const fresh = lines.filter(line => !known.has(line.toLowerCase()));
  return [...have.filter(Boolean), ...new Set(fresh)].join('\n');
}
