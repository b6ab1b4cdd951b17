// When a line holds a word: without regard to ASCII case, and not as a part of a longer word. An end that is an ASCII letter
// or digit must be the end of a word in the line too; `*` opens it, and a sign or a letter of another script is no end of a
// word in the first place (Japanese writes none). Indexes of words find such words; substrings they would not.

/** What to look for: parts in this order with anything between them, in lower case. */
export interface WordPattern {
  parts: readonly string[];
  /** Whether a letter or digit may come right before the first part, right after the last. */
  openStart: boolean;
  openEnd: boolean;
}

/** ASCII letters in lower case; every other letter as it is. */
export const foldAscii = (text: string): string => {
  const folded = text.toLowerCase();
  // Beyond ASCII lower-casing may change letters, even their number.
  return /^[\0-\x7f]*$/.test(text) ? folded : text.replace(/[A-Z]+/g, letters => letters.toLowerCase());
};

const isWordCode = (code: number): boolean =>
  code >= 0x80 || (code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39);
const endsWord = (code: number): boolean => code < 0x80 && isWordCode(code);

/** The pattern of a text (`parts` of one) or of a text with stars (the parts between them). */
export function wordPattern(texts: readonly string[]): WordPattern {
  const parts = texts.map(foldAscii);
  const first = parts[0]!;
  const last = parts.at(-1)!;
  return {
    parts,
    openStart: first === '' || !endsWord(first.charCodeAt(0)),
    openEnd: last === '' || !endsWord(last.charCodeAt(last.length - 1)),
  };
}

/** Whether a line, already folded, holds the pattern. */
export function holdsWord(line: string, { parts, openStart, openEnd }: WordPattern): boolean {
  const last = parts.length - 1;
  const freeBefore = (at: number) => openStart || at === 0 || !isWordCode(line.charCodeAt(at - 1));
  const freeAfter = (at: number) => openEnd || at === line.length || !isWordCode(line.charCodeAt(at));
  // The earliest place of each part leaves most room for the next; only the last one has an end to mind.
  let from = 0;
  for (const [index, part] of parts.entries()) {
    let at = line.indexOf(part, from);
    while (at >= 0 && !((index > 0 || freeBefore(at)) && (index < last || freeAfter(at + part.length))))
      at = at < line.length ? line.indexOf(part, at + 1) : -1;
    if (at < 0) return false;
    from = at + part.length;
  }
  return true;
}

/** Whether a whole value fits parts with anything between them: `*` of a field's pattern. Linear in the value. */
export function fitsPattern(value: string, parts: readonly string[]): boolean {
  if (parts.length === 1) return value === parts[0];
  const first = parts[0]!;
  const last = parts.at(-1)!;
  if (value.length < first.length + last.length || !value.startsWith(first) || !value.endsWith(last))
    return false;
  let from = first.length;
  const end = value.length - last.length;
  for (let index = 1; index < parts.length - 1; index++) {
    const part = parts[index]!;
    const at = value.indexOf(part, from);
    if (at < 0 || at + part.length > end) return false;
    from = at + part.length;
  }
  return from <= end;
}
