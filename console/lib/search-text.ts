// Conditions added to a search line by clicks.
import { withCondition } from '#model/search/format.ts';

/** Adds `field:value` (or its exclusion) to a search line, once; the opposite condition goes. */
export function addTerm(line: string, field: string, value: string, exclude = false): string {
  const term = withCondition('', field, value, exclude);
  const opposite = withCondition('', field, value, !exclude);
  const padded = ` ${line.trim()} `.replace(` ${opposite} `, ' ');
  return padded.includes(` ${term} `) ? padded.trim() : `${padded.trim()} ${term}`.trim();
}
