// A search tree → a condition in SQL with parameters. Field names come from the dictionary, values are parameters.
import { type EventFieldName, eventField, type FieldType } from '#model/event/fields.ts';
import { formatIp, type Prefix } from '#model/ip.ts';
import type { Match, SearchNode } from '#model/search/ast.ts';
import { columnType, quoteColumn } from './columns.ts';
import type { Params } from './params.ts';
import { anyTextLike, indexedLetters } from './search-text.ts';

/** The condition of a tree over the table of events. */
export function compileSearch(node: SearchNode, params: Params): string {
  switch (node.kind) {
    case 'all':
      return '1';
    case 'and':
    case 'or':
      return `(${node.parts.map(part => compileSearch(part, params)).join(node.kind === 'and' ? ' AND ' : ' OR ')})`;
    case 'not':
      return `(NOT ${compileSearch(node.part, params)})`;
    case 'field':
      return compileField(node.field, node.match, params);
    case 'label': {
      const label = params.add(node.label, 'String');
      if (node.match.kind === 'present') return `mapContains(labels, ${label})`;
      return compileText(`labels[${label}]`, node.match, params);
    }
    case 'text':
      return anyTextLike(
        params.add(`%${likeEscaped(asciiLower(node.text))}%`, 'String'),
        [...node.text].length >= indexedLetters,
      );
    case 'address':
      return `(${compileAddress('`source.ip`', node.match, params)} OR ${compileAddress('`destination.ip`', node.match, params)})`;
  }
}

const likeEscaped = (text: string): string => text.replace(/[\\%_]/g, char => `\\${char}`);
const asciiLower = (text: string): string => text.replace(/[A-Z]+/g, letters => letters.toLowerCase());

function compileField(name: EventFieldName, match: Match, params: Params): string {
  const column = quoteColumn(name);
  const { type } = eventField(name)!;
  switch (type) {
    case 'ip':
      return compileAddress(column, match, params);
    case 'uuid':
      if (match.kind === 'equals') return `${column} = ${params.add(match.text, 'UUID')}`;
      return `${column} != toUUID('00000000-0000-0000-0000-000000000000')`;
    case 'keywords':
      if (match.kind === 'present') return `notEmpty(${column})`;
      // Not has(): on a LowCardinality array it misses the empty string.
      return `arrayExists(item -> ${compileText('item', match, params)}, ${column})`;
    case 'keyword':
    case 'text':
      return compileText(column, match, params);
    default:
      return compileNumber(column, type, match, params);
  }
}

function compileText(expression: string, match: Match, params: Params): string {
  if (match.kind === 'equals') return `${expression} = ${params.add(match.text, 'String')}`;
  if (match.kind === 'pattern')
    return `${expression} LIKE ${params.add(match.parts.map(likeEscaped).join('%'), 'String')}`;
  return `${expression} != ''`;
}

function compileAddress(column: string, match: Match, params: Params): string {
  if (match.kind === 'address') return `${column} = ${params.add(formatIp(match.bytes), 'IPv6')}`;
  if (match.kind === 'prefix') {
    const [first, last] = prefixEnds(match.prefix);
    return `${column} BETWEEN ${params.add(formatIp(first), 'IPv6')} AND ${params.add(formatIp(last), 'IPv6')}`;
  }
  return `${column} != toIPv6('::')`;
}

/** First and last address of a prefix. */
export function prefixEnds(prefix: Prefix): [Uint8Array, Uint8Array] {
  const first = Uint8Array.from(prefix.bytes);
  const last = Uint8Array.from(prefix.bytes);
  for (let bit = prefix.bits; bit < 128; bit++) {
    const mask = 0x80 >> (bit & 7);
    first[bit >> 3]! &= ~mask;
    last[bit >> 3]! |= mask;
  }
  return [first, last];
}

const largest: Partial<Record<FieldType, number>> = { u8: 0xff, u16: 0xffff, u32: 0xffffffff };

function compileNumber(column: string, type: FieldType, match: Match, params: Params): string {
  const value = (number: number): string => {
    if (type === 'time') return params.time(number);
    // The column's own type where it fits, for the index; wider where a comparison reaches outside it.
    if (Number.isInteger(number))
      return params.add(number, number <= (largest[type] ?? Infinity) ? columnType(type) : 'UInt64');
    return params.add(number, 'Float64');
  };
  switch (match.kind) {
    case 'number':
      if (type === 'f32') return `${column} = ${params.add(match.value, 'Float32')}`;
      if (type !== 'time' && (!Number.isInteger(match.value) || match.value > (largest[type] ?? Infinity)))
        return '0';
      return `${column} = ${value(match.value)}`;
    case 'compare':
      return `${column} ${match.operator} ${value(match.value)}`;
    case 'range':
      return `${column} BETWEEN ${value(match.from)} AND ${value(match.to)}`;
    default:
      return `${column} != ${type === 'time' ? params.time(0) : '0'}`;
  }
}
