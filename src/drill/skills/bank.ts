// The item bank and the skills as the platform uses them, read once.
import { fileURLToPath } from 'node:url';
import type { Item } from '#model/drill/item.ts';
import type { Skill } from '#model/drill/skill.ts';
import { loadFrameworks, loadSkills } from './frameworks.ts';
import { loadItems } from './items/load.ts';

const content = fileURLToPath(new URL('../../../content', import.meta.url));
let items: ReadonlyMap<string, Item> | undefined;
let skills: readonly Skill[] | undefined;

/** Items by id. @throws HinomiError `CONTENT_INVALID`. */
export function itemBank(): ReadonlyMap<string, Item> {
  items ??= new Map(loadItems(`${content}/items`).map(({ item }) => [item.id, item]));
  return items;
}

/** @throws HinomiError `CONTENT_INVALID`. */
export function skillList(): readonly Skill[] {
  skills ??= loadSkills(`${content}/skills`, loadFrameworks(`${content}/skills`));
  return skills;
}
