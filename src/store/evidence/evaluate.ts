// A question on one segment: the set of lines it holds for. Agrees with the search language's meaning on every line
// (`drill/view/match.ts` spells it out line by line; a test compares the two).
import { formatIp, parseIp, prefixContains } from '#model/ip.ts';
import type { Match } from '#model/search/ast.ts';
import { fitsPattern, foldAscii, holdsWord, type WordPattern, wordPattern } from '#model/search/words.ts';
import {
  addAll,
  addLine,
  allLines,
  keepIn,
  keepRange,
  type LineSet,
  listLines,
  noLines,
  takeAll,
} from './line-set.ts';
import { microseconds } from './lines.ts';
import type { EvidenceMask, EvidenceNode } from './port.ts';
import type { Segment } from './segment.ts';
import type { Column } from './segment-file.ts';
import { isPair } from './text-words.ts';
import type { Steps } from './turns.ts';

/** Lines of a segment that a tree holds for. The set is the caller's. */
export function* evaluate(segment: Segment, node: EvidenceNode): Steps<LineSet> {
  const { lines } = segment.head;
  switch (node.kind) {
    case 'all':
      return allLines(lines);
    case 'and': {
      const set = yield* evaluate(segment, node.parts[0]!);
      for (const part of node.parts.slice(1)) {
        if (set.every(word => word === 0)) break;
        if (part.kind === 'not') takeAll(set, yield* evaluate(segment, part.part));
        else keepIn(set, yield* evaluate(segment, part));
      }
      return set;
    }
    case 'or': {
      const set = yield* evaluate(segment, node.parts[0]!);
      for (const part of node.parts.slice(1)) addAll(set, yield* evaluate(segment, part));
      return set;
    }
    case 'not':
      return takeAll(allLines(lines), yield* evaluate(segment, node.part));
    case 'text':
      return yield* linesWithWords(segment, wordPattern([node.text]));
    case 'address':
      return eitherSide(segment, node.match);
    case 'field':
      return yield* linesOfField(segment, node);
    case 'label':
      return noLines(lines);
  }
}

function* linesOfField(
  segment: Segment,
  { field, match }: Extract<EvidenceNode, { kind: 'field' }>,
): Steps<LineSet> {
  switch (field) {
    case 'ip':
      return eitherSide(segment, match);
    case 'source.ip':
      return linesOfAddress(segment, 'sourceAddress', match);
    case 'destination.ip':
      return linesOfAddress(segment, 'destinationAddress', match);
    case 'text':
      return match.kind === 'present'
        ? withText(segment)
        : yield* linesWithWords(segment, wordPattern(textsOf(match)));
    default: {
      if (match.kind === 'present') return linesWithout(segment, field, segment.dictionary(field).find(''));
      const parts = textsOf(match).map(foldAscii);
      const dictionary = segment.dictionary(field);
      return dictionary.linesOf(
        parts.length === 1
          ? dictionary.find(parts[0]!)
          : dictionary.matching(longest(parts), value => fitsPattern(value, parts)),
      );
    }
  }
}

const textsOf = (match: Match): readonly string[] =>
  match.kind === 'pattern' ? match.parts : match.kind === 'equals' ? [match.text] : [''];

const longest = (pieces: readonly string[]): string =>
  pieces.reduce((best, piece) => (piece.length > best.length ? piece : best), '');

function withText(segment: Segment): LineSet {
  const empty = noLines(segment.head.lines);
  for (const line of segment.head.empty) addLine(empty, line);
  return takeAll(allLines(segment.head.lines), empty);
}

const linesWithout = (segment: Segment, column: Column, ordinals: readonly number[]): LineSet =>
  takeAll(allLines(segment.head.lines), segment.dictionary(column).linesOf(ordinals));

const eitherSide = (segment: Segment, match: Match): LineSet =>
  addAll(
    linesOfAddress(segment, 'sourceAddress', match),
    linesOfAddress(segment, 'destinationAddress', match),
  );

const noAddress = new Uint8Array(16);

function linesOfAddress(
  segment: Segment,
  column: 'sourceAddress' | 'destinationAddress',
  match: Match,
): LineSet {
  const dictionary = segment.dictionary(column);
  if (match.kind === 'address') {
    const text = formatIp(match.bytes);
    // Lines carry addresses in canonical text; those without one read as '::'.
    return dictionary.linesOf([...dictionary.find(text), ...(text === '::' ? dictionary.find('') : [])]);
  }
  const bytesOf = (text: string) => (text === '' ? noAddress : (parseIp(text) ?? noAddress));
  const fits =
    match.kind === 'prefix'
      ? (text: string) => prefixContains(match.prefix, bytesOf(text))
      : (text: string) => bytesOf(text).some(byte => byte !== 0);
  return dictionary.linesOf(dictionary.matching('', fits));
}

/** A run of letters and digits in a part of a pattern. */
interface Piece {
  text: string;
  part: number;
  at: number;
  /** Whether nothing of a word can come before it, after it. */
  startsWord: boolean;
  endsWord: boolean;
}

function piecesOf({ parts, openStart, openEnd }: WordPattern): Piece[] {
  return parts.flatMap((text, part) =>
    [...text.matchAll(/[0-9a-z\u0080-\uffff]+/g)].map(
      ({ 0: run, index: at }): Piece => ({
        text: run,
        part,
        at,
        startsWord: at > 0 || (part === 0 && !openStart),
        endsWord: at + run.length < text.length || (part === parts.length - 1 && !openEnd),
      }),
    ),
  );
}

/** Pairs of whole words that the dictionary of pairs knows. */
function pairsOf(parts: readonly string[], pieces: readonly Piece[]): string[] {
  const pairs: string[] = [];
  for (const [index, second] of pieces.entries()) {
    const first = pieces[index - 1];
    if (!first || first.part !== second.part || second.at !== first.at + first.text.length + 1) continue;
    if (!first.startsWord || !second.endsWord) continue;
    const pair = parts[second.part]!.slice(first.at, second.at + second.text.length);
    if (isPair(Buffer.from(pair), Buffer.byteLength(first.text))) pairs.push(pair);
  }
  return pairs;
}

/** Texts looked at in one step: some milliseconds. */
const textsAStep = 2_000;

/** Shorter pieces are in too many words to tell much. */
const tellingPiece = 3;

const fitsPiece =
  ({ text, startsWord, endsWord }: Piece) =>
  (word: string): boolean =>
    startsWord ? word.startsWith(text) : endsWord ? word.endsWith(text) : true;

/** By the dictionaries of words and of pairs; the texts themselves are looked at only where those do not tell everything. */
function* linesWithWords(segment: Segment, pattern: WordPattern): Steps<LineSet> {
  const { lines } = segment.head;
  const parts = pattern.parts.filter(part => part !== '');
  if (parts.length === 0) return allLines(lines);
  const only = parts.length === 1 ? parts[0] : undefined;
  const pieces = piecesOf(pattern);
  const whole = pieces.filter(piece => piece.startsWord && piece.endsWord);
  const words = segment.dictionary('words');
  const [first] = pieces;
  if (first && first.text === only)
    return words.linesOf(whole.length === 1 ? words.find(only) : words.matching(only, fitsPiece(first)));
  const pairs = segment.dictionary('pairs');
  const found = pairsOf(pattern.parts, pieces);
  if (whole.length === 2 && found[0] === only && only !== undefined) return pairs.linesOf(pairs.find(only));
  const sets = [
    ...found.map(pair => pairs.linesOf(pairs.find(pair))),
    ...whole.map(({ text }) => words.linesOf(words.find(text))),
  ];
  // Pieces of words are looked for among all words there are: only when nothing better is known.
  if (sets.length === 0) {
    const telling = pieces.filter(({ text }) => text.length >= tellingPiece);
    for (const piece of telling.length > 0 ? telling : pieces.slice(0, 1))
      sets.push(words.linesOf(words.matching(piece.text, fitsPiece(piece))));
  }
  const candidates = sets.length === 0 ? allLines(lines) : sets.reduce(keepIn);
  const set = noLines(lines);
  let looked = 0;
  // Letters and digits, and what is not ASCII, are told apart in bytes as in characters.
  const inBytes = { ...pattern, parts: pattern.parts.map(part => Buffer.from(part).toString('latin1')) };
  for (const { line, text } of segment.foldedTexts(listLines(candidates))) {
    if (holdsWord(text, inBytes)) addLine(set, line);
    if (++looked % textsAStep === 0) yield;
  }
  return set;
}

/** Lines of a segment that any of some masks takes away. */
export function maskedLines(segment: Segment, masks: readonly EvidenceMask[]): LineSet {
  const { lines, from, to } = segment.head;
  const masked = noLines(lines);
  for (const mask of masks) {
    const [begin, end] = [microseconds(mask.from), microseconds(mask.to)];
    if (end <= from || begin > to) continue;
    const exactly = (column: Column, value: string): LineSet => {
      const dictionary = segment.dictionary(column);
      return dictionary.linesOf(
        dictionary.find(value).filter(ordinal => dictionary.value(ordinal) === value),
      );
    };
    const { host, user, address, object, sources } = mask;
    const sets = [
      ...(host === undefined ? [] : [exactly('host', host)]),
      ...(user === undefined ? [] : [exactly('user', user)]),
      ...(address === undefined
        ? []
        : [addAll(exactly('sourceAddress', address), exactly('destinationAddress', address))]),
      ...(object === undefined ? [] : [exactly('object', object)]),
      ...(sources === undefined
        ? []
        : [sources.map(source => exactly('source', source)).reduce(addAll, noLines(lines))]),
    ];
    const set = sets.length === 0 ? allLines(lines) : sets.reduce(keepIn);
    addAll(masked, keepRange(set, segment.lineAt(begin), segment.lineAt(end)));
  }
  return masked;
}
