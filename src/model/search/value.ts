// The value after a field's colon, read as the field's type says.
import type { FieldType } from '../event/fields.ts';
import { isUuid } from '../ids.ts';
import { parseIp, parsePrefix } from '../ip.ts';
import { earliestTime, latestTime } from '../time.ts';
import type { Comparison, Match, SearchNode, Span } from './ast.ts';
import { SearchError } from './errors.ts';
import type { Token } from './tokens.ts';

/** @throws SearchError `SEARCH_BAD_VALUE` when the value does not fit the field. */
export function readValue(type: FieldType, name: string, token: Token, operator?: Token): Match {
  const bad = (wanted: string) =>
    new SearchError(
      'SEARCH_BAD_VALUE',
      `${name} takes ${wanted}, not ${token.text === '' ? 'an empty text' : token.text}`,
      { start: token.start, end: token.end },
      `Give ${wanted}.`,
    );
  const bare = token.kind === 'word';
  if (bare && !operator && token.text === '*') return { kind: 'present' };
  switch (type) {
    case 'ip': {
      if (operator) throw bad('an address or prefix');
      const bytes = parseIp(token.text);
      if (bytes) return { kind: 'address', bytes };
      const prefix = parsePrefix(token.text);
      if (!prefix) throw bad('an address or prefix such as 192.0.2.0/24');
      return { kind: 'prefix', prefix };
    }
    case 'uuid':
      if (operator || !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(token.text)) throw bad('a UUID');
      return { kind: 'equals', text: token.text.toLowerCase() };
    case 'time':
      return numeric(token.text, operator, readTime, () =>
        bad('a time such as 2026-11-23 or 2026-11-23T06:00:00Z'),
      );
    case 'u8':
    case 'u16':
    case 'u32':
    case 'u64':
    case 'f32':
      return numeric(token.text, operator, readNumber, () => bad('a number, >1024 or 1..1024'));
    default:
      if (operator) throw bad('text (comparisons are for numbers and times)');
      if (bare && token.text.includes('*')) return { kind: 'pattern', parts: token.text.split('*') };
      return { kind: 'equals', text: token.text };
  }
}

/** What a word without a field and without quotes says by its form: an address, a prefix or an event's id. */
export function readBare<Name extends string>(
  text: string,
  span: Span,
  idField?: Name,
): SearchNode<Name> | undefined {
  const bytes = parseIp(text);
  if (bytes) return { kind: 'address', match: { kind: 'address', bytes }, span };
  const prefix = text.includes('/') ? parsePrefix(text) : undefined;
  if (prefix) return { kind: 'address', match: { kind: 'prefix', prefix }, span };
  const id = text.toLowerCase();
  return idField !== undefined && isUuid(id)
    ? { kind: 'field', field: idField, match: { kind: 'equals', text: id }, span }
    : undefined;
}

function numeric(
  text: string,
  operator: Token | undefined,
  read: (text: string) => number | undefined,
  bad: () => SearchError,
): Match {
  const range = operator ? null : /^(.+?)\.\.(.+)$/.exec(text);
  if (range) {
    const from = read(range[1]!);
    const to = read(range[2]!);
    if (from === undefined || to === undefined) throw bad();
    return { kind: 'range', from, to };
  }
  const value = read(text);
  if (value === undefined) throw bad();
  return operator
    ? { kind: 'compare', operator: operator.kind as Comparison, value }
    : { kind: 'number', value };
}

/** Decimal or 0x hexadecimal, within what a double holds exactly. */
function readNumber(text: string): number | undefined {
  if (!/^(\d{1,16}(\.\d{1,9})?|0x[0-9a-fA-F]{1,13})$/.test(text)) return undefined;
  const value = Number(text);
  return value <= Number.MAX_SAFE_INTEGER ? value : undefined;
}

/** A date or time in ISO 8601, UTC unless it says otherwise. */
function readTime(text: string): number | undefined {
  const match = /^(\d{4}-\d{2}-\d{2})(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?)?(Z|[+-]\d{2}:\d{2})?$/.exec(text);
  if (!match) return undefined;
  const value = Date.parse(`${match[1]}${match[2] ?? 'T00:00'}${match[5] ?? 'Z'}`);
  return value >= earliestTime && value <= latestTime ? value : undefined;
}
