// Which parts of a line the search asked for, to mark them. Pure.

import { formatIp } from '#model/ip.ts';
import type { SearchNode } from '#model/search/ast.ts';
import { SearchError } from '#model/search/errors.ts';
import { evidenceDictionary } from '#model/search/evidence.ts';
import { parseSearch } from '#model/search/parse.ts';

/** What is wrong with a search line; undefined when it can be asked. */
export function problemOf(q: string): SearchError | undefined {
  try {
    parseSearch(q, evidenceDictionary);
    return undefined;
  } catch (error) {
    if (error instanceof SearchError) return error;
    throw error;
  }
}

function collect(node: SearchNode<string>, words: Set<string>): void {
  if (node.kind === 'and' || node.kind === 'or') for (const part of node.parts) collect(part, words);
  else if (node.kind === 'text') words.add(node.text.toLowerCase());
  else if (node.kind === 'field' && node.match.kind === 'equals') words.add(node.match.text.toLowerCase());
  else if (node.kind === 'field' && node.match.kind === 'pattern')
    for (const part of node.match.parts) words.add(part.toLowerCase());
  else if ((node.kind === 'field' || node.kind === 'address') && node.match.kind === 'address')
    words.add(formatIp(node.match.bytes));
}

/** Words of a search, lower case, longest first; those it excludes are not among them. */
export function wordsOf(q: string): string[] {
  const words = new Set<string>();
  try {
    collect(parseSearch(q, evidenceDictionary), words);
  } catch {
    return [];
  }
  words.delete('');
  return [...words].sort((a, b) => b.length - a.length);
}

/** Cuts a text where the words stand: every second piece is one of them. */
export function split(text: string, words: readonly string[]): string[] {
  if (words.length === 0) return [text];
  const pattern = new RegExp(
    `(${words.map(word => word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')})`,
    'gi',
  );
  return text.split(pattern);
}
