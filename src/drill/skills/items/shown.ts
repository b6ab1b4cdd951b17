// An item as a person taking the test may see it: no key, no reasons, no numbers of the content file (where the key often
// stands first). Choices go by their place on the screen; the sitting's seed leads back.
import type { Item } from '#model/drill/item.ts';
import type { ItemAnswer } from '#model/drill/sitting.ts';
import { shownOrder } from './shuffle.ts';

export interface ShownItem {
  id: string;
  kind: Item['kind'];
  stem: string;
  exhibit?: string;
  /** Options or steps in the order shown; empty for typed answers. */
  options: string[];
}

/** The view of an item for a sitting. */
export function shownItem(item: Item, language: 'ja' | 'en', seed: number): ShownItem {
  const texts =
    item.kind === 'short' ? [] : item.kind === 'order' ? item.steps : item.options.map(o => o.text);
  return {
    id: item.id,
    kind: item.kind,
    stem: item.stem[language],
    ...(item.exhibit === undefined ? {} : { exhibit: item.exhibit }),
    options: shownOrder(item, seed).map(number => texts[number]![language]),
  };
}

/**
 * Turns places on the screen into numbers of the content file, as sittings keep them. Places that were not shown are left
 * out; typed answers stay as they are.
 */
export function answerFromShown(item: Item, seed: number, given: ItemAnswer): ItemAnswer {
  if (typeof given === 'string') return given;
  const order = shownOrder(item, seed);
  return given.flatMap(place => order[place] ?? []);
}
