// The first of many texts that holds a value, for many values: the texts are read once, not once a value.

/** So many letters in a row are looked up together. */
const run = 5;
const bits = 18;

/** Number of the last `run` letters when one more is read; each takes six bits of thirty, so older ones fall out. */
const next = (key: number, letter: number): number => ((key << 6) ^ letter) & 0x3fff_ffff;
const place = (key: number): number => Math.imul(key, 0x9e37_79b1) >>> (32 - bits);

/**
 * Gives the index of the first text that contains a value, -1 when none does, as `findIndex(text => text.includes(value))`.
 * For each five letters the first text with them is remembered: before the latest of these no text can hold the value.
 */
export function firstLines(texts: readonly string[]): (value: string) => number {
  // 0 = no text; else its index + 1. Letters that share a place only make a search begin earlier.
  const first = new Uint32Array(2 ** bits);
  texts.forEach((text, i) => {
    let key = 0;
    for (let at = 0; at < text.length; at++) {
      key = next(key, text.charCodeAt(at));
      if (at < run - 1) continue;
      const here = place(key);
      if (first[here] === 0) first[here] = i + 1;
    }
  });
  return value => {
    let from = 0;
    let key = 0;
    for (let at = 0; at < value.length; at++) {
      key = next(key, value.charCodeAt(at));
      if (at < run - 1) continue;
      const one = first[place(key)]!;
      if (one === 0) return -1;
      from = Math.max(from, one - 1);
    }
    for (let i = from; i < texts.length; i++) if (texts[i]!.includes(value)) return i;
    return -1;
  };
}
