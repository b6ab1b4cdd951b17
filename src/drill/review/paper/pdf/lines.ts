// Breaks text into lines: between words, and inside Japanese wherever its rules (JIS X 4051) allow.

/** May not begin a line. */
const closing = new Set(
  '、。，．・：；？！゛゜´｀¨＾ヽヾゝゞ々ー’”）〕］｝〉》」』】°′″℃％‰っッぁぃぅぇぉゃゅょゎァィゥェォャュョヮヵヶ,.:;?!)]}%…‥›»',
);
/** May not end a line. */
const opening = new Set('‘“（〔［｛〈《「『【([{‹«');
/** Paths, addresses and names may be broken behind these if they fill a line. */
const joint = new Set('/\\-_.@=&,;:');
const wide = (char: string): boolean => char.codePointAt(0)! >= 0x2e80;

/** How willingly a line breaks between two characters: 2 gladly, 1 if it must, 0 at the worst. */
function willing(before: string, after: string): 0 | 1 | 2 {
  if (before === ' ') return 2;
  if (opening.has(before) || closing.has(after) || after === ' ') return 0;
  if (wide(before) || wide(after)) return 2;
  return joint.has(before) ? 1 : 0;
}

/** Where words begin, as places among characters. */
function wordStarts(chars: readonly string[]): Set<number> {
  const starts = new Set<number>();
  const segmenter = new Intl.Segmenter('ja', { granularity: 'word' });
  let at = 0;
  for (const { segment } of segmenter.segment(chars.join(''))) {
    starts.add(at);
    at += [...segment].length;
  }
  return starts;
}

/**
 * Lines of a text, none wider than `width` by `measure`; what does not fit into `most` lines ends in `…`.
 * A single character wider than a line stands alone.
 */
export function linesOf(
  text: string,
  width: number,
  measure: (text: string) => number,
  most = Number.POSITIVE_INFINITY,
  /** Japanese words stay whole where they can. */
  whole = false,
): string[] {
  const chars = [...text.trim()];
  const starts = whole ? wordStarts(chars) : undefined;
  const widths = chars.map(measure);
  const lines: string[] = [];
  let start = 0;
  while (start < chars.length) {
    while (chars[start] === ' ') start++;
    let end = start;
    let sum = 0;
    while (end < chars.length && (sum + widths[end]! <= width || end === start || chars[end] === ' '))
      sum += widths[end++]!;
    if (end < chars.length) {
      const at = [2, 1].map(least => {
        for (let cut = end; cut > start; cut--)
          if (willing(chars[cut - 1]!, chars[cut]!) >= (starts && !starts.has(cut) ? 3 : least)) return cut;
        return 0;
      });
      // A glad break that leaves most of the line empty is worse than breaking a long name.
      const glad = at[0]! - start > (end - start) / 3 ? at[0]! : 0;
      end = glad || at[1] || end;
    }
    if (lines.length + 1 >= most && end < chars.length) {
      let kept = end;
      const room = width - measure('…');
      let used = chars.slice(start, kept).reduce((all, char) => all + measure(char), 0);
      while (kept > start && used > room) used -= widths[--kept]!;
      return [...lines, `${chars.slice(start, kept).join('').trimEnd()}…`];
    }
    lines.push(chars.slice(start, end).join('').trimEnd());
    start = end;
  }
  return lines;
}
