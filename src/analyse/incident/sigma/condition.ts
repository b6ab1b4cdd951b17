// Conditions: names of detections joined by and, or, not, parentheses and "1 of x*" / "all of them".
import { type Node, Unsupported } from './ir.ts';

const maxDepth = 64;

/**
 * Parses a condition over named detections. `not` binds closest, then `and`, then `or`.
 * @throws Unsupported on an unknown name or a form it does not know
 */
export function parseCondition(text: string, detections: ReadonlyMap<string, Node>): Node {
  if (text.length > 10_000) throw new Unsupported('condition longer than 10,000 characters');
  const words = text.match(/[()|]|[^\s()|]+/g) ?? [];
  let at = 0;
  const is = (word: string) => words[at]?.toLowerCase() === word;

  const several = (quantity: string): Node => {
    at += 2;
    const pattern = words[at++] ?? '';
    const shape = new RegExp(
      `^${pattern
        .split('*')
        .map(part => part.replace(/[^\w]/g, '\\$&'))
        .join('.*')}$`,
    );
    const chosen = [...detections].filter(([name]) =>
      pattern.toLowerCase() === 'them' ? !name.startsWith('_') : shape.test(name),
    );
    if (chosen.length === 0) throw new Unsupported(`no detection is called ${pattern}`);
    const of = chosen.map(([, node]) => node);
    if (quantity === 'all') return { kind: 'and', of };
    if (quantity === '1' || quantity === 'any') return { kind: 'or', of };
    throw new Unsupported(`"${quantity} of" is not supported, only 1, any and all`);
  };

  const factor = (depth: number): Node => {
    if (depth > maxDepth) throw new Unsupported(`condition is nested deeper than ${maxDepth}`);
    if (is('not')) {
      at++;
      return { kind: 'not', of: factor(depth + 1) };
    }
    if (is('(')) {
      at++;
      const inner = either(depth + 1);
      if (!is(')')) throw new Unsupported('a parenthesis is not closed');
      at++;
      return inner;
    }
    const word = words[at];
    if (word === undefined) throw new Unsupported('the condition ends too early');
    if (words[at + 1]?.toLowerCase() === 'of') return several(word.toLowerCase());
    const named = detections.get(word);
    if (!named) throw new Unsupported(`there is no detection called ${word}`);
    at++;
    return named;
  };
  const chain = (word: 'and' | 'or', part: (depth: number) => Node, depth: number): Node => {
    const of = [part(depth)];
    while (is(word)) {
      at++;
      of.push(part(depth));
    }
    return of.length === 1 ? of[0]! : { kind: word, of };
  };
  const both = (depth: number): Node => chain('and', factor, depth);
  const either = (depth: number): Node => chain('or', both, depth);

  const tree = either(0);
  if (at < words.length)
    throw new Unsupported(
      is('|') ? 'aggregation after | is not supported' : `"${words[at]}" is not expected here`,
    );
  return tree;
}
