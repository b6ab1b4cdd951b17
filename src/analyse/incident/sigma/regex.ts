// Rules' regular expressions as JavaScript's. What could run for ever on a hostile value is refused.
import { Unsupported } from './ir.ts';

/** Longer values are cut before a regular expression sees them. */
const maxInput = 16_384;

/** True when something repeated without end holds something repeated without end, as in (a+)+. */
export function nestsRepeats(source: string): boolean {
  const open: boolean[] = [false];
  for (let at = 0; at < source.length; at++) {
    const char = source[at];
    if (char === '\\') at++;
    else if (char === '[') {
      for (at++; at < source.length && source[at] !== ']'; at++) if (source[at] === '\\') at++;
    } else if (char === '(') open.push(false);
    else if (char === ')') {
      const inner = open.length > 1 ? open.pop()! : false;
      const repeated = /^(?:[*+]|\{\d+,\})/.test(source.slice(at + 1, at + 12));
      if (inner && repeated) return true;
      if (inner) open[open.length - 1] = true;
    } else if (char === '*' || char === '+' || (char === '{' && /^\{\d+,\}/.test(source.slice(at, at + 12))))
      open[open.length - 1] = true;
  }
  return false;
}

/** @throws Unsupported when JavaScript has no such expression or it may not end. */
export function regexTest(source: string, flags: string, path: (string | number)[]) {
  let body = source;
  let wanted = flags;
  const inline = /^\(\?([ims]+)\)/.exec(body);
  if (inline) {
    body = body.slice(inline[0].length);
    wanted += inline[1];
  }
  if (body.length > 4096) throw new Unsupported('regular expression longer than 4,096 characters', path);
  if (nestsRepeats(body))
    throw new Unsupported(`regular expression repeats a repeat, which may never end: ${source}`, path);
  try {
    const compiled = new RegExp(body, [...new Set(wanted)].join(''));
    return (value: string) => compiled.test(value.length > maxInput ? value.slice(0, maxInput) : value);
  } catch (error) {
    throw new Unsupported(`regular expression does not compile: ${(error as Error).message}`, path);
  }
}
