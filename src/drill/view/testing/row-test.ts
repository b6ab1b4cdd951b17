// The search language spelt out line by line: what the store's sets must agree with.
import { parseIp, prefixContains } from '#model/ip.ts';
import type { Match } from '#model/search/ast.ts';
import { fitsPattern, foldAscii, holdsWord, wordPattern } from '#model/search/words.ts';
import type { EvidenceNode, EvidenceRow } from '#store/evidence/port.ts';

type RowTest = (row: EvidenceRow) => boolean;

/** A tree as a test on rows. */
export function rowTest(node: EvidenceNode): RowTest {
  switch (node.kind) {
    case 'all':
      return () => true;
    case 'and': {
      const parts = node.parts.map(rowTest);
      return row => parts.every(part => part(row));
    }
    case 'or': {
      const parts = node.parts.map(rowTest);
      return row => parts.some(part => part(row));
    }
    case 'not': {
      const part = rowTest(node.part);
      return row => !part(row);
    }
    case 'text':
      return wordTest([node.text]);
    case 'address':
      return eitherSide(node.match);
    case 'field':
      return fieldTest(node);
    case 'label':
      return () => false;
  }
}

function fieldTest({ field, match }: Extract<EvidenceNode, { kind: 'field' }>): RowTest {
  switch (field) {
    case 'ip':
      return eitherSide(match);
    case 'source.ip': {
      const test = addressTest(match);
      return row => test(row.sourceAddress);
    }
    case 'destination.ip': {
      const test = addressTest(match);
      return row => test(row.destinationAddress);
    }
    case 'text':
      if (match.kind === 'present') return row => row.text !== '';
      return wordTest(textsOf(match));
    default: {
      if (match.kind === 'present') return row => row[field] !== '';
      const parts = textsOf(match).map(foldAscii);
      return row => fitsPattern(foldAscii(row[field]), parts);
    }
  }
}

const textsOf = (match: Match): readonly string[] =>
  match.kind === 'pattern' ? match.parts : match.kind === 'equals' ? [match.text] : [''];

function wordTest(texts: readonly string[]): RowTest {
  const pattern = wordPattern(texts);
  return row => holdsWord(foldAscii(row.text), pattern);
}

function eitherSide(match: Match): RowTest {
  const test = addressTest(match);
  return row => test(row.sourceAddress) || test(row.destinationAddress);
}

const none = new Uint8Array(16);

function addressTest(match: Match): (text: string) => boolean {
  const bytesOf = (text: string) => (text === '' ? none : (parseIp(text) ?? none));
  if (match.kind === 'address') return text => Buffer.compare(bytesOf(text), match.bytes) === 0;
  if (match.kind === 'prefix') return text => prefixContains(match.prefix, bytesOf(text));
  return text => bytesOf(text).some(byte => byte !== 0);
}
