// What could stand at the cursor of the search bar: field names, and values from closed vocabularies.
import { type EventFieldName, eventField, eventFields } from '../event/fields.ts';
import { rsitTypes } from '../vocab/rsit.ts';
import { trafficClasses } from '../vocab/traffic-class.ts';

export interface Completion {
  /** Text that replaces the range. */
  insert: string;
  start: number;
  end: number;
  /** The field it is, or whose value it is. */
  field: EventFieldName;
  kind: 'field' | 'value';
}

/** Values that are known beforehand; the console adds those seen in the store. */
const vocabulary: Partial<Record<EventFieldName, readonly string[]>> = {
  'hinomi.class': trafficClasses,
  'rsit.type': rsitTypes,
  'event.outcome': ['success', 'failure', 'unknown'],
  'observer.type': ['telescope', 'honeypot', 'ids', 'log', 'feed'],
  'hinomi.vantage': ['darknet', 'victim', 'honeypot', 'lan', 'unknown'],
  'network.transport': ['tcp', 'udp', 'icmp', 'ipv6-icmp'],
  'event.category': ['network', 'authentication', 'web', 'intrusion_detection', 'file', 'process'],
};

/** Completions for the word before the cursor, best first, at most `limit`. Never throws. */
export function completeSearch(line: string, cursor: number, limit = 12): Completion[] {
  const end = Math.max(0, Math.min(cursor, line.length));
  let start = end;
  while (start > 0 && !/[\s\u3000()"]/.test(line[start - 1]!)) start--;
  if (line[start] === '-') start++;
  const word = line.slice(start, end);
  const colon = word.indexOf(':');
  if (colon < 0) return fieldCompletions(word.toLowerCase(), start, end, limit);
  const field = eventField(word.slice(0, colon));
  const values = field && vocabulary[field.name as EventFieldName];
  if (!values) return [];
  const typed = word.slice(colon + 1).toLowerCase();
  return values
    .filter(value => value.startsWith(typed))
    .slice(0, limit)
    .map(value => ({
      insert: value,
      start: start + colon + 1,
      end,
      field: field.name as EventFieldName,
      kind: 'value',
    }));
}

function fieldCompletions(typed: string, start: number, end: number, limit: number): Completion[] {
  const rank = (name: string): number => {
    if (name.startsWith(typed)) return 0;
    if (name.split('.').some(part => part.startsWith(typed))) return 1;
    return name.includes(typed) ? 2 : 3;
  };
  return eventFields
    .filter(field => field.type !== 'labels' && rank(field.name) < 3)
    .sort((a, b) => rank(a.name) - rank(b.name))
    .slice(0, limit)
    .map(field => ({ insert: `${field.name}:`, start, end, field: field.name, kind: 'field' }));
}
