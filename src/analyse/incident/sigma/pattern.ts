// Sigma's wildcards: * any text, ? one character, a backslash before *, ? or a backslash takes its meaning away.

const any = Symbol('*');
const one = Symbol('?');
export type Token = string | typeof any | typeof one;
export const anyText: Token = any;

/** Splits a value as rules write it; text between wildcards stays together. */
export function tokens(value: string): Token[] {
  const found: Token[] = [];
  let text = '';
  const flush = () => {
    if (text) found.push(text);
    text = '';
  };
  for (let at = 0; at < value.length; at++) {
    const char = value[at]!;
    const next = value[at + 1];
    if (char === '\\' && (next === '\\' || next === '*' || next === '?')) {
      text += next;
      at++;
    } else if (char === '*' || char === '?') {
      flush();
      found.push(char === '*' ? any : one);
    } else text += char;
  }
  flush();
  return found;
}

/** The text itself, or undefined when there are wildcards in it. */
export const plainText = (parts: Token[]): string | undefined =>
  parts.every(part => typeof part === 'string') ? parts.join('') : undefined;

/** The longest text between wildcards, '' when there is none. */
export const longestText = (parts: readonly Token[]): string =>
  parts.reduce<string>(
    (longest, part) => (typeof part === 'string' && part.length > longest.length ? part : longest),
    '',
  );

type Segment = (string | typeof one)[];
const lengthOf = (segment: Segment) =>
  segment.reduce((sum, part) => sum + (typeof part === 'string' ? part.length : 1), 0);

function fits(segment: Segment, value: string, start: number): boolean {
  let at = start;
  for (const part of segment) {
    if (typeof part !== 'string') at++;
    else if (value.startsWith(part, at)) at += part.length;
    else return false;
  }
  return at <= value.length;
}

function find(segment: Segment, value: string, from: number, last: number): number {
  const [first] = segment;
  if (segment.length === 1 && typeof first === 'string') {
    const at = value.indexOf(first, from);
    return at > last ? -1 : at;
  }
  for (let at = from; at <= last; at++) if (fits(segment, value, at)) return at;
  return -1;
}

/** A test of a whole value. Never backtracks: each part between two * is taken at its first place. */
export function wildcard(parts: Token[]): (value: string) => boolean {
  const segments: Segment[] = [[]];
  for (const part of parts)
    if (part === any) segments.push([]);
    else segments.at(-1)!.push(part as string | typeof one);
  const head = segments[0]!;
  const tail = segments.at(-1)!;
  const headLength = lengthOf(head);
  if (segments.length === 1) return value => value.length === headLength && fits(head, value, 0);
  const middle = segments.slice(1, -1).filter(segment => segment.length > 0);
  const tailLength = lengthOf(tail);
  const [only] = middle;
  if (headLength === 0 && tailLength === 0 && middle.length === 1 && only!.length === 1) {
    const [text] = only!;
    if (typeof text === 'string') return value => value.includes(text);
  }
  return value => {
    const end = value.length - tailLength;
    if (end < headLength || !fits(head, value, 0) || !fits(tail, value, end)) return false;
    let at = headLength;
    for (const segment of middle) {
      const length = lengthOf(segment);
      const found = find(segment, value, at, end - length);
      if (found < 0) return false;
      at = found + length;
    }
    return true;
  };
}
