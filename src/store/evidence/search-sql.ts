// A search over evidence → a condition in SQL with parameters.
import { formatIp } from '#model/ip.ts';
import type { Match } from '#model/search/ast.ts';
import type { EvidenceFieldName } from '#model/search/evidence.ts';
import { foldAscii, type WordPattern, wholeWords, wordPattern } from '#model/search/words.ts';
import type { Params } from '../events/params.ts';
import { prefixEnds } from '../events/search-sql.ts';
import { microseconds } from './lines.ts';
import type { EvidenceMask, EvidenceNode, EvidenceScope } from './port.ts';

/**
 * Both must hold (absent: it does). `cheap` asks columns of few values and indexes, `dear` reads texts: only those of lines
 * that the cheap one lets through.
 */
interface Condition {
  cheap?: string;
  dear?: string;
}

/**
 * Everything a scope asks for, over the table of lines. What is read first is left to the store: with a PREWHERE of our own it
 * would read texts where its indexes of words have the answer, which takes forty times as long.
 */
export function scopeCondition(scope: EvidenceScope, params: Params, also: readonly string[] = []): string {
  const { cheap, dear } = allOf([
    { cheap: `world = ${params.add(scope.world, 'String')}` },
    { cheap: `at >= ${timeParam(scope.from, params)} AND at < ${timeParam(scope.to, params)}` },
    ...also.map(cheap => ({ cheap })),
    compileEvidence(scope.where, params),
    ...(scope.masks ? [{ cheap: notMasked(scope.masks) }] : []),
  ]);
  return `WHERE ${cheap}${dear === undefined ? '' : ` AND ${dear}`}`;
}

function allOf(parts: readonly Condition[]): Condition {
  const joined = (side: keyof Condition) => {
    const list = parts.flatMap(part => part[side] ?? []);
    return list.length > 1 ? `(${list.join(' AND ')})` : (list[0] ?? '');
  };
  return conditionOf(joined('cheap'), joined('dear'));
}

function anyOf(parts: readonly Condition[]): Condition {
  const whole = `(${parts.map(wholeOf).join(' OR ')})`;
  if (parts.every(part => part.dear === undefined)) return { cheap: whole };
  // A line that none of the cheap halves lets through holds none of the alternatives.
  if (parts.every(part => part.cheap !== undefined))
    return { cheap: `(${parts.map(part => part.cheap).join(' OR ')})`, dear: whole };
  return { dear: whole };
}

const conditionOf = (cheap: string, dear: string): Condition => ({
  ...(cheap === '' ? {} : { cheap }),
  ...(dear === '' ? {} : { dear }),
});

const wholeOf = ({ cheap, dear }: Condition): string =>
  cheap !== undefined && dear !== undefined ? `(${cheap} AND ${dear})` : (cheap ?? dear ?? '1');

const negated = (part: Condition): Condition => {
  const whole = `(NOT ${wholeOf(part)})`;
  return part.dear === undefined ? { cheap: whole } : { dear: whole };
};

/** What masks leave of a scope. */
export function notMasked({ list, mode }: NonNullable<EvidenceScope['masks']>): string {
  const masked = list.map(compileMask).join(' OR ') || '0';
  return mode === 'only' ? `(${masked})` : `(NOT (${masked}))`;
}

/** A tree over a table that has neither indexes nor texts; undefined when it holds for every line. */
export function compilePlain(node: EvidenceNode, params: Params): string | undefined {
  const whole = wholeOf(compileEvidence(node, params, true));
  return whole === '1' ? undefined : whole;
}

/** A time as the store's type; what lies outside its range is held at its ends. */
export function timeParam(at: number, params: Params): string {
  return `fromUnixTimestamp64Micro(${params.add(heldMicroseconds(at), 'Int64')}, 'UTC')`;
}

const heldMicroseconds = (at: number): number => microseconds(Math.max(0, Math.min(at, 8e12)));

/** A text in SQL. Lists may be longer than parameters can: those travel in the address of a request. */
export const literal = (text: string): string =>
  `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\0', '\\0')}'`;

/** Texts in SQL, for `IN`. */
export const textList = (texts: readonly string[]): string =>
  texts.length === 0 ? "('')" : `(${texts.map(literal).join(', ')})`;

/** Whether a mask takes a line away; columns of texts only for masks of objects. */
export function compileMask(mask: EvidenceMask): string {
  const time = (at: number) => `fromUnixTimestamp64Micro(${heldMicroseconds(at)}, 'UTC')`;
  const parts = [`at >= ${time(mask.from)}`, `at < ${time(mask.to)}`];
  if (mask.host !== undefined) parts.push(`host = ${literal(mask.host)}`);
  if (mask.user !== undefined) parts.push(`user = ${literal(mask.user)}`);
  if (mask.address !== undefined)
    parts.push(
      `(source_address = ${literal(mask.address)} OR destination_address = ${literal(mask.address)})`,
    );
  if (mask.object !== undefined) parts.push(`object = ${literal(mask.object)}`);
  if (mask.sources) parts.push(mask.sources.length === 0 ? '0' : `source IN ${textList(mask.sources)}`);
  return `(${parts.join(' AND ')})`;
}

/** `plain`: whole values are compared as they are. Below a NOT the store's indexes of values leave lines out that belong there. */
function compileEvidence(node: EvidenceNode, params: Params, plain = false): Condition {
  switch (node.kind) {
    case 'all':
      return {};
    case 'and':
      return allOf(node.parts.map(part => compileEvidence(part, params, plain)));
    case 'or':
      return anyOf(node.parts.map(part => compileEvidence(part, params, plain)));
    case 'not':
      return negated(compileEvidence(node.part, params, true));
    case 'text':
      return compileWords(wordPattern([node.text]), params);
    case 'address':
      return { cheap: eitherSide(node.match, params, plain) };
    case 'field':
      return compileField(node.field, node.match, params, plain);
    case 'label':
      return { cheap: '0' };
  }
}

function compileField(name: EvidenceFieldName, match: Match, params: Params, plain: boolean): Condition {
  switch (name) {
    case 'ip':
      return { cheap: eitherSide(match, params, plain) };
    case 'source.ip':
      return { cheap: compileAddress('source_address', match, params, plain) };
    case 'destination.ip':
      return { cheap: compileAddress('destination_address', match, params, plain) };
    case 'text':
      if (match.kind === 'present') return { dear: "text != ''" };
      return compileWords(wordPattern(textsOf(match)), params);
    default:
      return compileValue(name, match, params, plain);
  }
}

/** The parts of a text match. */
const textsOf = (match: Match): readonly string[] =>
  match.kind === 'pattern' ? match.parts : match.kind === 'equals' ? [match.text] : [''];

const eitherSide = (match: Match, params: Params, plain: boolean): string =>
  `(${compileAddress('source_address', match, params, plain)} OR ${compileAddress('destination_address', match, params, plain)})`;

function compileAddress(
  column: 'source_address' | 'destination_address',
  match: Match,
  params: Params,
  plain: boolean,
): string {
  const bytes = `toIPv6OrDefault(${column})`;
  if (match.kind === 'address') {
    const text = formatIp(match.bytes);
    // Lines carry addresses in canonical text, so the index of values finds them; no address is '::' in it.
    if (plain) return `${bytes} = toIPv6(${params.add(text, 'String')})`;
    return text === '::'
      ? `${bytes} = toIPv6('::')`
      : `hasAllTokens(${column}, ${params.add([text], 'Array(String)')})`;
  }
  if (match.kind === 'prefix') {
    const [first, last] = prefixEnds(match.prefix);
    return `${bytes} BETWEEN ${params.add(formatIp(first), 'IPv6')} AND ${params.add(formatIp(last), 'IPv6')}`;
  }
  return `${bytes} != toIPv6('::')`;
}

const likeEscaped = (text: string): string => text.replace(/[\\%_]/g, char => `\\${char}`);
const regexEscaped = (text: string): string =>
  text.replace(/[^0-9a-z\u0080-\uffff]/g, char => `\\x{${char.charCodeAt(0).toString(16)}}`);

const hasWords = (column: string, words: readonly string[], params: Params): string =>
  `hasAllTokens(${column}, ${params.add([...words], 'Array(String)')})`;

/** A whole value, without regard to ASCII case. */
function compileValue(
  column: 'source' | 'host' | 'user' | 'object' | 'code',
  match: Match,
  params: Params,
  plain: boolean,
): Condition {
  if (match.kind === 'present') return { cheap: `${column} != ''` };
  const parts = textsOf(match).map(foldAscii);
  const [only] = parts;
  const exact =
    parts.length === 1
      ? `lower(${column}) = ${params.add(only, 'String')}`
      : `lower(${column}) LIKE ${params.add(parts.map(likeEscaped).join('%'), 'String')}`;
  if (column === 'object') {
    const words = wholeWords(parts, true, true);
    return words.length === 0 ? { dear: exact } : { cheap: hasWords(column, words, params), dear: exact };
  }
  if (!plain && parts.length === 1 && only !== '') return { cheap: hasWords(column, parts, params) };
  return { cheap: exact };
}

/** Anything in ASCII that is no letter or digit; lines are in lower case here. */
const noWord = '[\\x00-\\x2f\\x3a-\\x60\\x7b-\\x7f]';

function compileWords(pattern: WordPattern, params: Params): Condition {
  const { parts, openStart, openEnd } = pattern;
  const words = wholeWords(parts, !openStart, !openEnd);
  const [only] = parts;
  if (parts.length === 1 && words.length === 1 && words[0] === only)
    return { cheap: hasWords('text', words, params) };
  const dear =
    openStart && openEnd
      ? `lower(text) LIKE ${params.add(`%${parts.map(likeEscaped).join('%')}%`, 'String')}`
      : `match(lower(text), ${params.add(
          `(?s)${openStart ? '' : `(?:^|${noWord})`}${parts.map(regexEscaped).join('.*')}${openEnd ? '' : `(?:$|${noWord})`}`,
          'String',
        )})`;
  if (words.length > 0) return { cheap: hasWords('text', words, params), dear };
  // No word stands whole, but a long enough piece of one is looked for among the words of the index instead of the lines.
  const piece = longestPiece(parts);
  return piece.length >= 4 ? { cheap: `text ILIKE ${params.add(`%${piece}%`, 'String')}`, dear } : { dear };
}

const longestPiece = (parts: readonly string[]): string =>
  parts
    .flatMap(part => part.match(/[0-9a-z]+/g) ?? [])
    .reduce((longest, piece) => (piece.length > longest.length ? piece : longest), '');
