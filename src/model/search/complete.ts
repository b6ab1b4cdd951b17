// What could stand at the cursor of the search bar: field names, and values from closed vocabularies.
import type { EventFieldName } from '../event/fields.ts';
import { eventDictionary, type SearchDictionary } from './dictionary.ts';

export interface Completion<Name extends string = EventFieldName> {
  /** Text that replaces the range. */
  insert: string;
  start: number;
  end: number;
  /** The field it is, or whose value it is. */
  field: Name;
  kind: 'field' | 'value';
}

/** Completions for the word before the cursor, best first, at most `limit`. Never throws. */
export function completeSearch(line: string, cursor: number, limit?: number): Completion[];
export function completeSearch<Name extends string>(
  line: string,
  cursor: number,
  limit: number,
  dictionary: SearchDictionary<Name>,
): Completion<Name>[];
export function completeSearch(
  line: string,
  cursor: number,
  limit = 12,
  dictionary: SearchDictionary<string> = eventDictionary,
): Completion<string>[] {
  const end = Math.max(0, Math.min(cursor, line.length));
  let start = end;
  while (start > 0 && !/[\s\u3000()"]/.test(line[start - 1]!)) start--;
  if (line[start] === '-') start++;
  const word = line.slice(start, end);
  const colon = word.indexOf(':');
  if (colon < 0) return fieldCompletions(dictionary, word.toLowerCase(), start, end, limit);
  const field = dictionary.find(word.slice(0, colon));
  const values = field && dictionary.vocabulary[field.name];
  if (!values) return [];
  const typed = word.slice(colon + 1).toLowerCase();
  return values
    .filter(value => value.startsWith(typed))
    .slice(0, limit)
    .map(value => ({
      insert: value,
      start: start + colon + 1,
      end,
      field: field.name,
      kind: 'value',
    }));
}

function fieldCompletions(
  { fields }: SearchDictionary<string>,
  typed: string,
  start: number,
  end: number,
  limit: number,
): Completion<string>[] {
  const rank = (name: string): number => {
    if (name.startsWith(typed)) return 0;
    if (name.split('.').some(part => part.startsWith(typed))) return 1;
    return name.includes(typed) ? 2 : 3;
  };
  return fields
    .filter(field => rank(field.name) < 3)
    .sort((a, b) => rank(a.name) - rank(b.name))
    .slice(0, limit)
    .map(field => ({ insert: `${field.name}:`, start, end, field: field.name, kind: 'field' }));
}
