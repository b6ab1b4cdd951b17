// The search language evaluated in memory, for the few lines that are a team's own. It agrees with the store on every line.
import { parseIp, prefixContains } from '#model/ip.ts';
import type { Match } from '#model/search/ast.ts';
import { fitsPattern, foldAscii, holdsWord, wordPattern } from '#model/search/words.ts';
import type { EvidenceMask, EvidenceNode, EvidenceRow } from '#store/evidence/port.ts';

export type RowTest = (row: EvidenceRow) => boolean;

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
  return row => holdsWord(foldedText(row), pattern);
}

/** Lines of the last minute, and those of a run, are searched again and again: folding takes ten times as long as looking. */
const foldedTexts = new WeakMap<EvidenceRow, string>();

function foldedText(row: EvidenceRow): string {
  const known = foldedTexts.get(row);
  if (known !== undefined) return known;
  const folded = foldAscii(row.text);
  foldedTexts.set(row, folded);
  return folded;
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

/** Whether any of some masks takes a row away. */
export function maskTest(masks: readonly EvidenceMask[]): RowTest {
  return row => masks.some(mask => isMasked(mask, row));
}

const isMasked = (mask: EvidenceMask, row: EvidenceRow): boolean =>
  row.at >= mask.from &&
  row.at < mask.to &&
  (mask.host === undefined || row.host === mask.host) &&
  (mask.user === undefined || row.user === mask.user) &&
  (mask.address === undefined ||
    row.sourceAddress === mask.address ||
    row.destinationAddress === mask.address) &&
  (mask.object === undefined || row.object === mask.object) &&
  (mask.sources === undefined || mask.sources.includes(row.source));
