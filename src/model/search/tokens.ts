// Cuts a search line into words, quoted texts, parentheses and the colon or comparison between field and value.
import { parsePrefix } from '../ip.ts';
import type { Span } from './ast.ts';
import { SearchError } from './errors.ts';

export interface Token extends Span {
  kind: 'word' | 'quoted' | '(' | ')' | ':' | '-' | '>' | '>=' | '<' | '<=';
  /** Words as written; quoted text without quotes and with `\"` and `\\` undone. */
  text: string;
  /** Whether white space (or nothing) comes before it. */
  spaced: boolean;
}

/** Longest search line, UTF-16 units. */
export const longestSearch = 4_000;

/** White space as a person types it, the ideographic space included. */
const space = /[\s\u3000]/;
const wordEnd = /[\s\u3000()"]/;

/** @throws SearchError for an unclosed quote or a line over {@link longestSearch}. */
export function tokenize(line: string): Token[] {
  if (line.length > longestSearch)
    throw new SearchError(
      'SEARCH_TOO_LONG',
      `the search is longer than ${longestSearch} characters`,
      { start: longestSearch, end: line.length },
      'Shorten it, or use SQL.',
    );
  const tokens: Token[] = [];
  let at = 0;
  let spaced = true;
  /** Whether the next word is a value: it follows a colon or comparison and keeps its own colons. */
  let value = false;
  const push = (kind: Token['kind'], end: number, text = line.slice(at, end)) => {
    tokens.push({ kind, text, start: at, end, spaced });
    at = end;
    spaced = false;
  };
  while (at < line.length) {
    const char = line[at]!;
    if (space.test(char)) {
      at++;
      spaced = true;
      value = false;
    } else if (char === '(' || char === ')') {
      push(char, at + 1);
      value = false;
    } else if (char === '"') {
      const [text, end] = quoted(line, at);
      push('quoted', end, text);
      value = false;
    } else if (char === '-' && !value && spacedOrOpen(spaced, tokens)) push('-', at + 1);
    else if (char === ':' && !spaced && tokens.at(-1)?.kind === 'word' && !value) {
      push(':', at + 1);
      value = true;
    } else if ((char === '>' || char === '<') && !spaced && (value || tokens.at(-1)?.kind === 'word')) {
      push(line[at + 1] === '=' ? `${char}=` : char, at + (line[at + 1] === '=' ? 2 : 1));
      value = true;
    } else {
      let end = at + 1;
      while (end < line.length && !wordEnd.test(line[end]!)) end++;
      // A value keeps its colons, and so does a bare IPv6 address; elsewhere they end a field's name.
      if (!value && !isAddress(line.slice(at, end))) end = nameEnd(line, at, end);
      push('word', end);
      if (value) value = false;
    }
  }
  return tokens;
}

const isAddress = (text: string): boolean =>
  text.length <= 49 && text.includes(':') && parsePrefix(text) !== undefined;

function nameEnd(line: string, start: number, end: number): number {
  for (let at = start + 1; at < end; at++) if (/[:<>]/.test(line[at]!)) return at;
  return end;
}

const spacedOrOpen = (spaced: boolean, tokens: readonly Token[]): boolean =>
  spaced || tokens.at(-1)?.kind === '(' || tokens.at(-1)?.kind === '-';

function quoted(line: string, start: number): [string, number] {
  let text = '';
  for (let at = start + 1; at < line.length; at++) {
    const char = line[at]!;
    if (char === '"') return [text, at + 1];
    if (char === '\\' && (line[at + 1] === '"' || line[at + 1] === '\\' || line[at + 1] === '*'))
      text += line[++at];
    else text += char;
  }
  throw new SearchError(
    'SEARCH_UNCLOSED_QUOTE',
    'a quote is not closed',
    { start, end: line.length },
    'Add the closing ".',
  );
}
