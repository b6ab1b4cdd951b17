// The order a person sees: the same for the same person and sitting, another for the neighbour.
import type { Item } from '#model/drill/item.ts';
import { stream } from '../../world/random.ts';

/** A uniformly random order of 0..count-1 (Fisher–Yates). */
export function permutation(count: number, ...keys: readonly (string | number)[]): number[] {
  const random = stream(...keys);
  const order = Array.from({ length: count }, (_, index) => index);
  for (let last = count - 1; last > 0; last--) {
    const other = random.int(last + 1);
    [order[last], order[other]] = [order[other]!, order[last]!];
  }
  return order;
}

/** Options or steps of an item in the order shown, by their number in the content file; empty for typed answers. */
export function shownOrder(item: Item, seed: number): number[] {
  if (item.kind === 'short') return [];
  const count = item.kind === 'order' ? item.steps.length : item.options.length;
  const order = permutation(count, seed, item.id, 'options');
  // Steps that happen to come out in the right order would give the answer away.
  const sorted = item.kind === 'order' && order.every((step, index) => step === index);
  return sorted ? [...order.slice(1), order[0]!] : order;
}
