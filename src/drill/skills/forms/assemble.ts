// Two equal forms out of the bank: same blueprint, same anchors, difficulties as alike as they can be made.

import type { Item, ItemDomain, ItemLevel } from '#model/drill/item.ts';
import { HinomiError } from '#model/errors.ts';
import { type Random, stream } from '../../world/random.ts';
import { permutation } from '../items/shuffle.ts';
import { type Blueprint, standardBlueprint } from './blueprint.ts';

export interface Forms {
  anchors: string[];
  A: string[];
  B: string[];
  /** Mean difficulty in logits and its spread; the same scale for both. */
  difficulty: Record<'A' | 'B', { mean: number; deviation: number }>;
}

/** Difficulty in logits: calibrated where known, else from the author's expected share. Higher is harder. */
export type DifficultyOf = (item: Item) => number;
const expected: DifficultyOf = item => Math.log((1 - item.difficulty) / item.difficulty);

interface Slot {
  domain: ItemDomain;
  place: 'both' | 'A' | 'B';
  item: Item;
}

/**
 * Draws two forms by seed: random items for each cell of the blueprint, then exchanges that bring levels and
 * difficulties of the two together. The same bank, blueprint and seed give the same forms.
 * @throws HinomiError `FORM_IMPOSSIBLE` when a domain has too few items or the levels cannot be met.
 */
export function assembleForms(
  bank: readonly Item[],
  seed: number,
  options: { blueprint?: Blueprint; difficulty?: DifficultyOf; exchanges?: number } = {},
): Forms {
  const { blueprint = standardBlueprint, difficulty = expected, exchanges = 6000 } = options;
  const random = stream(seed, 'forms');
  const slots: Slot[] = [];
  const spare = new Map<ItemDomain, Item[]>();
  for (const [name, count] of Object.entries(blueprint.domains)) {
    const domain = name as ItemDomain;
    const own = bank.filter(item => item.domain === domain).sort((a, b) => (a.id < b.id ? -1 : 1));
    const order = permutation(own.length, seed, domain, 'forms').map(index => own[index]!);
    const anchored = blueprint.anchors.includes(domain);
    const places: Slot['place'][] = [
      ...(anchored ? (['both'] as const) : []),
      ...Array<'A'>(count - Number(anchored)).fill('A'),
      ...Array<'B'>(count - Number(anchored)).fill('B'),
    ];
    if (order.length < places.length)
      throw new HinomiError(
        'FORM_IMPOSSIBLE',
        `The bank has ${order.length} items of ${domain}, two forms need ${places.length}.`,
        { remedy: 'Write more items of this domain or change the blueprint.', status: 422 },
      );
    places.forEach((place, index) => {
      slots.push({ domain, place, item: order[index]! });
    });
    spare.set(domain, order.slice(places.length));
  }
  improve(slots, spare, random, exchanges, blueprint, difficulty);
  const form = (name: 'A' | 'B') =>
    slots.filter(({ place }) => place === name || place === 'both').map(s => s.item);
  if (levelMisses(form('A'), blueprint) + levelMisses(form('B'), blueprint) > 0)
    throw new HinomiError('FORM_IMPOSSIBLE', 'No two forms meet the levels of the blueprint.', {
      remedy: 'Write items of the levels that lack, or widen the blueprint.',
      status: 422,
    });
  return {
    anchors: slots.filter(({ place }) => place === 'both').map(({ item }) => item.id),
    A: form('A').map(item => item.id),
    B: form('B').map(item => item.id),
    difficulty: { A: spread(form('A').map(difficulty)), B: spread(form('B').map(difficulty)) },
  };
}

/** Tries random exchanges (with a spare item or between the forms) and keeps those that lower the cost. */
function improve(
  slots: Slot[],
  spare: Map<ItemDomain, Item[]>,
  random: Random,
  exchanges: number,
  blueprint: Blueprint,
  difficulty: DifficultyOf,
): void {
  let best = cost(slots, blueprint, difficulty);
  for (let round = 0; round < exchanges && best > 1e-3; round++) {
    const slot = random.pick(slots);
    const others = spare.get(slot.domain)!;
    const swaps = slots.filter(other => other.domain === slot.domain && other.place !== slot.place);
    const withSpare = others.length > 0 && (swaps.length === 0 || random.chance(0.7));
    if (!withSpare && swaps.length === 0) continue;
    const index = withSpare ? random.int(others.length) : 0;
    const other = withSpare ? undefined : random.pick(swaps);
    const before = slot.item;
    const incoming = other ? other.item : others[index]!;
    slot.item = incoming;
    if (other) other.item = before;
    else others[index] = before;
    const now = cost(slots, blueprint, difficulty);
    if (now <= best) best = now;
    else {
      slot.item = before;
      if (other) other.item = incoming;
      else others[index] = incoming;
    }
  }
}

const count = (items: readonly Item[], level: ItemLevel): number =>
  items.filter(item => item.level === level).length;

function levelMisses(items: readonly Item[], { levels }: Blueprint): number {
  let misses = 0;
  for (const [level, [least, most]] of Object.entries(levels)) {
    const found = count(items, level as ItemLevel);
    misses += Math.max(0, least - found, found - most);
  }
  return misses;
}

const spread = (values: readonly number[]): { mean: number; deviation: number } => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return {
    mean,
    deviation: Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length),
  };
};

/** Weighted: level limits first, then equal levels, equal mean and spread, anchors of the forms' mean difficulty. */
function cost(slots: readonly Slot[], blueprint: Blueprint, difficulty: DifficultyOf): number {
  const items = (place: Slot['place']) =>
    slots
      .filter(slot => slot.place === place || (place !== 'both' && slot.place === 'both'))
      .map(s => s.item);
  const [a, b, anchors] = [items('A'), items('B'), items('both')];
  const [da, db] = [spread(a.map(difficulty)), spread(b.map(difficulty))];
  let total = 10 * (levelMisses(a, blueprint) + levelMisses(b, blueprint));
  for (const level of Object.keys(blueprint.levels) as ItemLevel[])
    total += 0.3 * Math.max(0, Math.abs(count(a, level) - count(b, level)) - 1);
  total += 20 * Math.abs(da.mean - db.mean) + 10 * Math.abs(da.deviation - db.deviation);
  if (anchors.length > 0)
    total += Math.max(0, Math.abs(spread(anchors.map(difficulty)).mean - (da.mean + db.mean) / 2) - 0.1);
  return total;
}
