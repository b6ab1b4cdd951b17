// Cheap numbers from numbers: for ids drawn from a hash that is already there.

/** Scatters a 32-bit number over all of them, one to one (the finisher of MurmurHash3, public domain). */
export const scramble = (value: number): number => {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
};

/** So many 32-bit words in hexadecimal, all from one number. */
export function hexadecimal(words: number, from: number): string {
  let text = '';
  for (let i = 1; i <= words; i++)
    text += scramble(from + Math.imul(i, 0x9e3779b9))
      .toString(16)
      .padStart(8, '0');
  return text;
}
