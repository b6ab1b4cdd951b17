// A search over evidence → a condition in SQL with parameters.
import { formatIp } from '#model/ip.ts';
import type { Match } from '#model/search/ast.ts';
import type { EvidenceFieldName } from '#model/search/evidence.ts';
import { foldAscii, type WordPattern, wholeWords, wordPattern } from '#model/search/words.ts';
import type { Params } from '../events/params.ts';
import { prefixEnds } from '../events/search-sql.ts';
import { microseconds } from './lines.ts';
import type { EvidenceMask, EvidenceNode, EvidenceScope } from './port.ts';

/** Everything a scope asks for, as one condition over the table of lines. */
export function scopeCondition(scope: EvidenceScope, params: Params): string {
  const parts = [
    `world = ${params.add(scope.world, 'String')}`,
    `at >= ${timeParam(scope.from, params)}`,
    `at < ${timeParam(scope.to, params)}`,
  ];
  if (scope.where.kind !== 'all') parts.push(compileEvidence(scope.where, params));
  if (scope.masks) {
    const masked = scope.masks.list.map(mask => compileMask(mask, params)).join(' OR ') || '0';
    parts.push(scope.masks.mode === 'only' ? `(${masked})` : `NOT (${masked})`);
  }
  return parts.join(' AND ');
}

/** A time as the store's type; what lies outside its range is held at its ends. */
export function timeParam(at: number, params: Params): string {
  const held = Math.max(0, Math.min(at, 8e12));
  return `fromUnixTimestamp64Micro(${params.add(microseconds(held), 'Int64')}, 'UTC')`;
}

function compileMask(mask: EvidenceMask, params: Params): string {
  const text = (value: string) => params.add(value, 'String');
  const parts = [`at >= ${timeParam(mask.from, params)}`, `at < ${timeParam(mask.to, params)}`];
  if (mask.host !== undefined) parts.push(`host = ${text(mask.host)}`);
  if (mask.user !== undefined) parts.push(`user = ${text(mask.user)}`);
  if (mask.address !== undefined) {
    const address = text(mask.address);
    parts.push(`(source_address = ${address} OR destination_address = ${address})`);
  }
  if (mask.object !== undefined) parts.push(`object = ${text(mask.object)}`);
  if (mask.sources) parts.push(`source IN ${params.add([...mask.sources], 'Array(String)')}`);
  return `(${parts.join(' AND ')})`;
}

function compileEvidence(node: EvidenceNode, params: Params): string {
  switch (node.kind) {
    case 'all':
      return '1';
    case 'and':
    case 'or':
      return `(${node.parts.map(part => compileEvidence(part, params)).join(node.kind === 'and' ? ' AND ' : ' OR ')})`;
    case 'not':
      return `(NOT ${compileEvidence(node.part, params)})`;
    case 'text':
      return compileWords(wordPattern([node.text]), params);
    case 'address':
      return eitherSide(node.match, params);
    case 'field':
      return compileField(node.field, node.match, params);
    case 'label':
      return '0';
  }
}

function compileField(name: EvidenceFieldName, match: Match, params: Params): string {
  switch (name) {
    case 'ip':
      return eitherSide(match, params);
    case 'source.ip':
      return compileAddress('source', match, params);
    case 'destination.ip':
      return compileAddress('destination', match, params);
    case 'text':
      if (match.kind === 'present') return "text != ''";
      return compileWords(wordPattern(textsOf(match)), params);
    default:
      return compileValue(name, match, params);
  }
}

/** The parts of a text match. */
const textsOf = (match: Match): readonly string[] =>
  match.kind === 'pattern' ? match.parts : match.kind === 'equals' ? [match.text] : [''];

const eitherSide = (match: Match, params: Params): string =>
  `(${compileAddress('source', match, params)} OR ${compileAddress('destination', match, params)})`;

function compileAddress(side: 'source' | 'destination', match: Match, params: Params): string {
  const column = `${side}_ip`;
  if (match.kind === 'address') return `${column} = ${params.add(formatIp(match.bytes), 'IPv6')}`;
  if (match.kind === 'prefix') {
    const [first, last] = prefixEnds(match.prefix);
    return `${column} BETWEEN ${params.add(formatIp(first), 'IPv6')} AND ${params.add(formatIp(last), 'IPv6')}`;
  }
  return `${column} != toIPv6('::')`;
}

const likeEscaped = (text: string): string => text.replace(/[\\%_]/g, char => `\\${char}`);
const regexEscaped = (text: string): string =>
  text.replace(/[^0-9a-z\u0080-\uffff]/g, char => `\\x{${char.charCodeAt(0).toString(16)}}`);

/** A whole value, without regard to ASCII case. */
function compileValue(
  column: 'source' | 'host' | 'user' | 'object' | 'code',
  match: Match,
  params: Params,
): string {
  if (match.kind === 'present') return `${column} != ''`;
  const parts = textsOf(match).map(foldAscii);
  const exact =
    parts.length === 1
      ? `lower(${column}) = ${params.add(parts[0], 'String')}`
      : `lower(${column}) LIKE ${params.add(parts.map(likeEscaped).join('%'), 'String')}`;
  const words = column === 'object' ? wholeWords(parts, parts[0] !== '', parts.at(-1) !== '') : [];
  return words.length === 0 ? exact : `(${hasWords('object', words, params)} AND ${exact})`;
}

const hasWords = (column: string, words: readonly string[], params: Params): string =>
  `hasAllTokens(${column}, ${params.add([...words], 'Array(String)')})`;

/** Anything in ASCII that is no letter or digit; lines are in lower case here. */
const noWord = '[\\x00-\\x2f\\x3a-\\x60\\x7b-\\x7f]';

function compileWords(pattern: WordPattern, params: Params): string {
  const { parts, openStart, openEnd } = pattern;
  const words = wholeWords(parts, !openStart, !openEnd);
  const [only] = parts;
  const oneWord = parts.length === 1 && words.length === 1 && words[0] === only;
  if (oneWord) return hasWords('text', words, params);
  const exact =
    openStart && openEnd
      ? `lower(text) LIKE ${params.add(`%${parts.map(likeEscaped).join('%')}%`, 'String')}`
      : `match(lower(text), ${params.add(
          `(?s)${openStart ? '' : `(?:^|${noWord})`}${parts.map(regexEscaped).join('.*')}${openEnd ? '' : `(?:$|${noWord})`}`,
          'String',
        )})`;
  return words.length === 0 ? exact : `(${hasWords('text', words, params)} AND ${exact})`;
}
