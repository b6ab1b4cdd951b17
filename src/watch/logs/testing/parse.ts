// Parses a text with one format, for tests of single formats.
import { type Draft, isSkip, type ParserContext, type Skip } from '../format.ts';
import { logFormat } from '../registry.ts';

/** Drafts and skips of all lines (headers left out). */
export function parseAll(
  id: string,
  text: string | object,
  context: Partial<ParserContext> = {},
): { drafts: Draft[]; skips: Skip[] } {
  const parser = logFormat(id)!.createParser({
    name: 'test.log',
    clock: () => Date.UTC(2024, 5, 1),
    ...context,
  });
  const drafts: Draft[] = [];
  const skips: Skip[] = [];
  for (const line of (typeof text === 'string' ? text : JSON.stringify(text)).split('\n')) {
    const result = parser.line(line);
    if (!isSkip(result)) drafts.push(...result);
    else if (result.kind !== 'header') skips.push(result);
  }
  return { drafts, skips };
}

/** The one event of a line. */
export const parseOne = (id: string, text: string | object, context?: Partial<ParserContext>): Draft => {
  const { drafts, skips } = parseAll(id, text, context);
  if (drafts.length !== 1) throw new Error(`${drafts.length} events, skipped: ${JSON.stringify(skips)}`);
  return drafts[0]!;
};
