// What a form of the skill test is made of: how many items of each domain and level, and which domains hold the anchors.
import type { Item, ItemDomain, ItemLevel } from '#model/drill/item.ts';

export interface Blueprint {
  /** Items of each domain in a form. */
  domains: Readonly<Record<ItemDomain, number>>;
  /** Items of each level, at least and at most. */
  levels: Readonly<Record<ItemLevel, readonly [number, number]>>;
  /** Domains that give one anchor each: the same item in both forms. */
  anchors: readonly ItemDomain[];
}

/** 25 items: what LAN administrators meet most has most items; 6 anchors are 24 %. */
export const standardBlueprint: Blueprint = {
  domains: {
    'network-logs': 3,
    containment: 3,
    'windows-logs': 2,
    directory: 2,
    evidence: 2,
    reporting: 2,
    malware: 2,
    web: 2,
    mail: 2,
    network: 1,
    law: 1,
    ddos: 1,
    recovery: 1,
    ics: 1,
  },
  levels: { know: [4, 6], apply: [4, 7], analyse: [6, 9], judge: [5, 8] },
  anchors: ['network-logs', 'containment', 'windows-logs', 'directory', 'reporting', 'mail'],
};

/** Number of items of a form. */
export const lengthOf = ({ domains }: Blueprint): number =>
  Object.values(domains).reduce((sum, count) => sum + count, 0);

/** Items of one of the standard forms, as marked in the content files. */
export const formItems = (items: readonly Item[], form: 'A' | 'B'): Item[] =>
  items.filter(item => item.form === form || item.form === 'both');

/** How the forms marked in a bank miss the standard blueprint; empty when they fit, or when none is marked. */
export function blueprintFaults(items: readonly Item[], blueprint: Blueprint = standardBlueprint): string[] {
  if (items.every(item => item.form === 'bank')) return [];
  const faults: string[] = [];
  for (const form of ['A', 'B'] as const) {
    const chosen = formItems(items, form);
    for (const [domain, count] of Object.entries(blueprint.domains)) {
      const found = chosen.filter(item => item.domain === domain).length;
      if (found !== count) faults.push(`form ${form} has ${found} items of ${domain} instead of ${count}`);
    }
    for (const [level, [least, most]] of Object.entries(blueprint.levels)) {
      const found = chosen.filter(item => item.level === level).length;
      if (found < least || found > most)
        faults.push(`form ${form} has ${found} items of level ${level} instead of ${least} to ${most}`);
    }
  }
  const anchors = items.filter(item => item.form === 'both').length;
  if (anchors < 0.2 * lengthOf(blueprint)) faults.push(`only ${anchors} anchors stand in both forms`);
  return faults;
}
