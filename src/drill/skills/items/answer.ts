// Whether an answer is right. All or nothing: the statistics of the test rest on right and wrong.
import { type Item, isKey } from '#model/drill/item.ts';
import type { ItemAnswer } from '#model/drill/sitting.ts';

/** Brings typed answers to one form: full-width and half-width, case and outer blanks do not matter. */
export const normalised = (text: string): string =>
  text.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, ' ').trim();

const number = /^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$|^[+-]?\d+(\.\d+)?$/;
const numeric = (text: string): number =>
  number.test(normalised(text)) ? Number(normalised(text).replaceAll(',', '')) : Number.NaN;

/** The right options of a choice item by their number in the content file. */
export const keysOf = (item: Extract<Item, { kind: 'single' | 'multiple' }>): number[] =>
  item.options.flatMap((option, index) => (isKey(option) ? [index] : []));

/** True when the answer is right in every part. An answer of the wrong shape is wrong. */
export function isRight(item: Item, answer: ItemAnswer): boolean {
  if (item.kind === 'short') {
    if (typeof answer !== 'string') return false;
    if (item.tolerance !== undefined)
      return Math.abs(numeric(answer) - numeric(item.accept[0]!)) <= item.tolerance;
    return item.accept.some(accepted => normalised(accepted) === normalised(answer));
  }
  if (typeof answer === 'string') return false;
  if (item.kind === 'order')
    return answer.length === item.steps.length && answer.every((step, index) => step === index);
  const keys = keysOf(item);
  const chosen = new Set(answer);
  return answer.length === chosen.size && chosen.size === keys.length && keys.every(key => chosen.has(key));
}
