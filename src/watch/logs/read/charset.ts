// Text of a line whose bytes are not UTF-8: Shift_JIS, EUC-JP or windows-1252, judged line by line so that reading it
// again later gives the same text.
import { isUtf8 } from 'node:buffer';

export type Charset = 'utf-8' | 'utf-16le' | 'utf-16be' | 'shift_jis' | 'euc-jp' | 'windows-1252';

const strict = {
  'euc-jp': new TextDecoder('euc-jp', { fatal: true }),
  shift_jis: new TextDecoder('shift_jis', { fatal: true }),
} as const;
const western = new TextDecoder('windows-1252');
const wide = {
  'utf-16le': new TextDecoder('utf-16le'),
  'utf-16be': new TextDecoder('utf-16be'),
} as const;

/** Text and character set of one line. Never fails: windows-1252 reads any bytes. */
export function decodeLine(bytes: Buffer): { text: string; charset: Charset } {
  if (isUtf8(bytes)) return { text: bytes.toString('utf8'), charset: 'utf-8' };
  let best = { text: western.decode(bytes), charset: 'windows-1252' as Charset };
  let bestScore = westernScore(best.text);
  for (const charset of ['euc-jp', 'shift_jis'] as const) {
    let text: string;
    try {
      text = strict[charset].decode(bytes);
    } catch {
      continue;
    }
    const score = japaneseScore(text);
    if (score > bestScore) [best, bestScore] = [{ text, charset }, score];
  }
  return best;
}

export const decodeWide = (bytes: Uint8Array, charset: 'utf-16le' | 'utf-16be'): string =>
  wide[charset].decode(bytes);

/** The character set a byte order mark names. */
export const charsetOfBom = (head: Uint8Array): 'utf-16le' | 'utf-16be' | 'utf-8' | undefined =>
  head[0] === 0xff && head[1] === 0xfe
    ? 'utf-16le'
    : head[0] === 0xfe && head[1] === 0xff
      ? 'utf-16be'
      : head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf
        ? 'utf-8'
        : undefined;

// Real Japanese text has kana; a wrong guess shows as half-width kana, rare ideographs or private characters.
function japaneseScore(text: string): number {
  let score = 0;
  for (let at = 0; at < text.length && at < 4_096; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x80) continue;
    if (code >= 0x3041 && code <= 0x30ff) score += 3;
    else if (code >= 0x3000 && code <= 0x3003) score += 2;
    else if (code >= 0x4e00 && code <= 0x9fff) score += 1.5;
    else if (code >= 0xff61 && code <= 0xff9f) score += 0.2;
    else if (code >= 0xff01 && code <= 0xff5e) score += 1;
    else if (code >= 0xe000 && code <= 0xf8ff) score -= 5;
  }
  return score;
}

// Western text: single accented letters among ASCII letters.
function westernScore(text: string): number {
  let score = 0;
  for (let at = 0; at < text.length && at < 4_096; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x80) continue;
    const alone = !(text.charCodeAt(at - 1) >= 0x80) && !(text.charCodeAt(at + 1) >= 0x80);
    if (code >= 0xc0 && code <= 0xff) score += alone ? 1.6 : 0.3;
    else if (code < 0xa0) score -= 1;
  }
  return score;
}
