// The identifiers of other frameworks that our content may use, and the skills that map to them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Static, Type } from 'typebox';
import type { FrameworkIds } from '#model/drill/item.ts';
import { Skill } from '#model/drill/skill.ts';
import { type Fault, readYaml, refuse } from './read-yaml.ts';

const list = Type.Object(
  {
    /** Where the identifiers were looked up, and when. */
    source: Type.String({ minLength: 10 }),
    ids: Type.Record(Type.String(), Type.String({ minLength: 1 })),
  },
  { additionalProperties: false },
);
export const Frameworks = Type.Object(
  { nice: list, roles: list, secbok: list, attack: list, d3fend: list },
  { additionalProperties: false },
);
export type Frameworks = Static<typeof Frameworks>;

export const SkillFile = Type.Object(
  { skills: Type.Array(Skill, { minItems: 1, maxItems: 200 }) },
  { additionalProperties: false },
);

/** Reads `frameworks.yaml` of a folder. @throws HinomiError `CONTENT_INVALID`. */
export function loadFrameworks(folder: string): Frameworks {
  const { value, faults } = readYaml(
    'frameworks.yaml',
    readFileSync(join(folder, 'frameworks.yaml'), 'utf8'),
    Frameworks,
  );
  return value ?? refuse(faults);
}

/** What a mapping names that is not in the lists. */
export function unknownIds(maps: FrameworkIds, frameworks: Frameworks): string[] {
  const missing = (ids: readonly string[] | undefined, known: Readonly<Record<string, string>>) =>
    (ids ?? []).filter(id => !Object.hasOwn(known, id));
  return [
    ...missing(maps.nice, frameworks.nice.ids),
    ...missing(maps.secbok, frameworks.secbok.ids),
    ...missing(maps.attack, frameworks.attack.ids),
    ...missing(maps.d3fend, frameworks.d3fend.ids),
  ];
}

/**
 * Reads `skills.yaml` of a folder and checks its mappings.
 * @throws HinomiError `CONTENT_INVALID` naming file, line and field.
 */
export function loadSkills(folder: string, frameworks: Frameworks): Skill[] {
  const file = 'skills.yaml';
  const { value, faults, lineOf } = readYaml(file, readFileSync(join(folder, file), 'utf8'), SkillFile);
  if (!value) return refuse(faults);
  const found: Fault[] = [];
  const seen = new Set<string>();
  value.skills.forEach((skill, index) => {
    const fault = (text: string) =>
      found.push({
        place: { file, line: lineOf(['skills', index]), field: `skills[${index}:${skill.id}]` },
        text,
      });
    if (seen.has(skill.id)) fault('has an id that is taken');
    seen.add(skill.id);
    if (skill.cannotBelow > skill.canFrom) fault('says "cannot yet" above where it says "can"');
    const unknown = unknownIds(skill.maps, frameworks);
    unknown.push(...skill.roles.filter(role => !Object.hasOwn(frameworks.roles.ids, role)));
    if (unknown.length > 0)
      fault(`maps to identifiers that frameworks.yaml does not list: ${unknown.join(', ')}`);
  });
  return found.length > 0 ? refuse(found) : value.skills;
}
