// The language of the search bar → a tree:
//   source.ip:192.0.2.0/24 event.dataset:honeypot.ssh user.name:root* -hinomi.class:scan destination.port:>1024 "text"
// Conditions side by side must all hold; OR and parentheses as usual; NOT or - excludes; field:(a OR b) lists values;
// a..b is a range; labels.name reaches into labels. Words without a field are looked for in the event's text.

import type { SearchNode, Span } from './ast.ts';
import { eventDictionary, type SearchDictionary } from './dictionary.ts';
import { SearchError } from './errors.ts';
import { type Token, tokenize } from './tokens.ts';
import { readBare, readValue } from './value.ts';

/** Deepest nesting of parentheses and exclusions. */
export const deepestSearch = 32;

/**
 * Reads a search line over a dictionary of fields, that of events unless another is given. The empty line matches everything.
 * @throws SearchError with its place and what to do.
 */
export function parseSearch(line: string): SearchNode;
export function parseSearch<Name extends string>(
  line: string,
  dictionary: SearchDictionary<Name>,
): SearchNode<Name>;
export function parseSearch(
  line: string,
  dictionary: SearchDictionary<string> = eventDictionary,
): SearchNode<string> {
  const tokens = tokenize(line);
  if (tokens.length === 0) return { kind: 'all', span: { start: 0, end: line.length } };
  const parser = new Parser(tokens, line.length, dictionary);
  const tree = parser.alternatives(0);
  parser.expectEnd();
  return tree;
}

const isWord = (token: Token | undefined, word: string): boolean =>
  token?.kind === 'word' && token.text === word;

class Parser {
  readonly #tokens: readonly Token[];
  readonly #length: number;
  readonly #dictionary: SearchDictionary<string>;
  #at = 0;

  constructor(tokens: readonly Token[], length: number, dictionary: SearchDictionary<string>) {
    this.#tokens = tokens;
    this.#length = length;
    this.#dictionary = dictionary;
  }

  #peek(ahead = 0): Token | undefined {
    return this.#tokens[this.#at + ahead];
  }

  #end(): Span {
    return { start: this.#length, end: this.#length };
  }

  expectEnd(): void {
    const token = this.#peek();
    if (token) throw unexpected(token);
  }

  /** a OR b OR c */
  alternatives(depth: number, field?: Target): SearchNode<string> {
    const parts = [this.#conjunction(depth, field)];
    while (isWord(this.#peek(), 'OR')) {
      this.#at++;
      parts.push(this.#conjunction(depth, field));
    }
    return joined('or', parts);
  }

  /** a b AND c */
  #conjunction(depth: number, field?: Target): SearchNode<string> {
    const parts = [this.#exclusion(depth, field)];
    for (;;) {
      const token = this.#peek();
      if (!token || token.kind === ')' || isWord(token, 'OR')) return joined('and', parts);
      if (isWord(token, 'AND')) this.#at++;
      parts.push(this.#exclusion(depth, field));
    }
  }

  #exclusion(depth: number, field?: Target): SearchNode<string> {
    const token = this.#peek();
    if (token && (token.kind === '-' || isWord(token, 'NOT'))) {
      if (depth >= deepestSearch) throw tooDeep(token);
      this.#at++;
      const part = this.#exclusion(depth + 1, field);
      return { kind: 'not', part, span: { start: token.start, end: part.span.end } };
    }
    return this.#condition(depth, field);
  }

  #condition(depth: number, field?: Target): SearchNode<string> {
    const token = this.#peek();
    if (!token)
      throw new SearchError(
        'SEARCH_UNEXPECTED',
        'something is missing at the end',
        this.#end(),
        'Add a condition, or remove the last operator.',
      );
    if (token.kind === '(') return this.#group(depth, token, field);
    if (field) return this.#valueOf(field);
    const after = this.#peek(1);
    if (token.kind === 'word' && after && !after.spaced && /^(:|[<>]=?)$/.test(after.kind)) {
      const target = targetOf(token, this.#dictionary);
      this.#at += after.kind === ':' ? 2 : 1;
      const open = this.#peek();
      if (open?.kind === '(' && !open.spaced) {
        const node = this.#group(depth, open, target);
        return { ...node, span: { start: token.start, end: node.span.end } };
      }
      return this.#valueOf(target);
    }
    if (token.kind === 'word' || token.kind === 'quoted') {
      this.#at++;
      if (isOperator(token)) throw unexpected(token);
      if (token.text === '') throw emptyValue(token);
      return token.kind === 'word'
        ? this.#bareWord(token)
        : { kind: 'text', text: token.text, span: spanOf(token) };
    }
    throw unexpected(token);
  }

  #bareWord(token: Token): SearchNode<string> {
    const { idField, wordField } = this.#dictionary;
    const span = spanOf(token);
    const form = readBare(token.text, span, idField);
    if (form) return form;
    if (wordField !== undefined && token.text.includes('*'))
      return { kind: 'field', field: wordField, match: readValue('text', wordField, token), span };
    return { kind: 'text', text: token.text, span };
  }

  #group(depth: number, open: Token, field?: Target): SearchNode<string> {
    if (depth >= deepestSearch) throw tooDeep(open);
    this.#at++;
    const inner = this.alternatives(depth + 1, field);
    const close = this.#peek();
    if (close?.kind !== ')')
      throw new SearchError(
        'SEARCH_UNCLOSED_PARENTHESIS',
        'a parenthesis is not closed',
        spanOf(open),
        'Add the closing ).',
      );
    this.#at++;
    return { ...inner, span: { start: open.start, end: close.end } };
  }

  #valueOf(target: Target): SearchNode<string> {
    let token = this.#peek();
    let operator: Token | undefined;
    if (token && /^[<>]=?$/.test(token.kind)) {
      operator = token;
      this.#at++;
      token = this.#peek();
    }
    const previous = this.#tokens[this.#at - 1]!;
    const joins = previous.kind === ':' || operator !== undefined;
    if (
      !token ||
      (token.kind !== 'word' && token.kind !== 'quoted') ||
      (joins && token.spaced) ||
      (!joins && isOperator(token))
    )
      throw token && !joins ? unexpected(token) : emptyValue(previous);
    this.#at++;
    const span = { start: joins ? target.span.start : token.start, end: token.end };
    const match = readValue(target.type, target.name, token, operator);
    if (target.label !== undefined) return { kind: 'label', label: target.label, match, span };
    return { kind: 'field', field: target.name, match, span };
  }
}

interface Target {
  name: string;
  type: Parameters<typeof readValue>[0];
  label?: string;
  span: Span;
}

function targetOf(token: Token, dictionary: SearchDictionary<string>): Target {
  const span = spanOf(token);
  if (dictionary.labels && token.text.startsWith('labels.') && token.text.length > 7)
    return { name: token.text, type: 'text', label: token.text.slice(7), span };
  const known = dictionary.find(token.text);
  if (known) return { name: known.name, type: known.type, span };
  throw new SearchError(
    'SEARCH_UNKNOWN_FIELD',
    `there is no field ${token.text}`,
    span,
    'Pick a field from the completions; put text with a colon in quotes.',
  );
}

function joined(kind: 'and' | 'or', parts: SearchNode<string>[]): SearchNode<string> {
  if (parts.length === 1) return parts[0]!;
  return { kind, parts, span: { start: parts[0]!.span.start, end: parts.at(-1)!.span.end } };
}

const spanOf = ({ start, end }: Span): Span => ({ start, end });
const isOperator = (token: Token): boolean => token.kind === 'word' && /^(AND|OR|NOT)$/.test(token.text);

const unexpected = (token: Token) =>
  new SearchError(
    'SEARCH_UNEXPECTED',
    `${token.text} is not expected here`,
    spanOf(token),
    'Put it in quotes to look for it as text, or remove it.',
  );
const emptyValue = (token: Span) =>
  new SearchError(
    'SEARCH_EMPTY_VALUE',
    'a value is missing',
    spanOf(token),
    'Write the value right after the colon; field:* means "has any value".',
  );
const tooDeep = (token: Span) =>
  new SearchError('SEARCH_TOO_DEEP', `more than ${deepestSearch} levels`, spanOf(token), 'Write it flatter.');
