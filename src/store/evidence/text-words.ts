// The words of a line, and which two of them stand so close that they are looked for together: `cmd.exe`, `PC-0042`.
import { fold, spread } from './hash.ts';

/** Bytes that make words: ASCII letters and digits, and everything that is not ASCII (see `holdsWord`). */
export const wordByte = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 0x80 || /[0-9A-Za-z]/.test(String.fromCharCode(byte)) ? 1 : 0,
);
/** What joins two words to a pair. */
const joins = new Set('.-_\\/@:$'.split('').map(sign => sign.charCodeAt(0)));
export const joinByte = Uint8Array.from({ length: 256 }, (_, byte) => (joins.has(byte) ? 1 : 0));
const letter = Uint8Array.from({ length: 256 }, (_, byte) =>
  wordByte[byte] && !(byte >= 0x30 && byte <= 0x39) ? 1 : 0,
);

/** Whether a word has letters only. One of a pair must: pairs of numbers are times and identifiers, each line has its own. */
export function isLetters(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (letter[bytes[at]!] === 0) return false;
  return true;
}

type Take = (hash: number, start: number, end: number) => void;

/** Longest word that pairs with another; powers of the hash's prime reach so far. */
export const longestPaired = 64;
const powers = new Int32Array(longestPaired + 1);
powers[0] = 1;
for (let power = 1; power < powers.length; power++) powers[power] = Math.imul(powers[power - 1]!, 0x01000193);

/** Tells the words and pairs of folded bytes, each with the hash `hashOf` gives them. */
export function eachWord(bytes: Uint8Array, length: number, word: Take, pair: Take): void {
  let before = -1;
  let beforeEnd = -1;
  let beforeRaw = 0;
  let beforeLetters = false;
  for (let at = 0; at < length; ) {
    if (wordByte[bytes[at]!] === 0) {
      at++;
      continue;
    }
    const start = at;
    let letters = 1;
    let raw = 0;
    while (at < length) {
      const byte = bytes[at]!;
      if (wordByte[byte] === 0) break;
      letters &= letter[byte]!;
      raw = (Math.imul(raw, 0x01000193) + byte + 1) | 0;
      at++;
    }
    word(spread(raw), start, at);
    if (
      before >= 0 &&
      start - beforeEnd === 1 &&
      (beforeLetters || letters === 1) &&
      joinByte[bytes[beforeEnd]!] === 1 &&
      at - start <= longestPaired &&
      beforeEnd - before <= longestPaired
    ) {
      const joined = (Math.imul(beforeRaw, 0x01000193) + bytes[beforeEnd]! + 1) | 0;
      pair(spread((Math.imul(joined, powers[at - start]!) + raw) | 0), before, at);
    }
    before = start;
    beforeEnd = at;
    beforeRaw = raw;
    beforeLetters = letters === 1;
  }
}

/** Copies bytes with ASCII letters in lower case. */
export function foldInto(into: Uint8Array, bytes: Uint8Array, start: number, end: number): void {
  for (let from = start, to = 0; from < end; from++, to++) into[to] = fold[bytes[from]!]!;
}

/** Whether two words with a sign between them are kept as a pair, as {@link eachWord} decides. */
export function isPair(bytes: Uint8Array, firstEnd: number): boolean {
  return (
    joinByte[bytes[firstEnd]!] === 1 &&
    firstEnd <= longestPaired &&
    bytes.length - firstEnd - 1 <= longestPaired &&
    (isLetters(bytes, 0, firstEnd) || isLetters(bytes, firstEnd + 1, bytes.length))
  );
}
