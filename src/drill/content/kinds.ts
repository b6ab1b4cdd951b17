// The kinds of YAML files in content/: where each lies and the schema that checks it. The schema files that editors
// use and `hinomi drill check` come from this table.
import { type TSchema, Type } from 'typebox';
import { ItemFile } from '#model/drill/item.ts';
import { Rubric } from '#model/drill/marks.ts';
import { Programme, ReportTemplate } from '#model/drill/programme.ts';
import { CellRoles } from '../exercise/content.ts';
import { HintFile } from '../exercise/hints.ts';
import { Scenario } from '../run/scenario.ts';
import { Frameworks, SkillFile } from '../skills/frameworks.ts';
import { InternetLists, PeopleNames } from '../world/profile/lists.ts';
import { OrganisationProfile } from '../world/profile/schema.ts';

export interface ContentKind {
  /** Name of its schema: `content/schemas/<id>.schema.json`. */
  id: string;
  /** Folder under the content folder. */
  folder: string;
  /** The one file of this kind; absent: every YAML file of the folder. */
  file?: string;
  schema: TSchema;
}

// A profile says only what differs from its base, so a single file may lack nearly everything.
const closed = { additionalProperties: false } as const;
const { id, name, summary, domain } = OrganisationProfile.properties;
const partial = Type.Partial(OrganisationProfile).properties;
const base = Type.Optional(
  Type.String({
    pattern: '^[a-z-]+$',
    description: 'File in organisations/base that gives what this one does not say.',
  }),
);

export const contentKinds: readonly ContentKind[] = [
  {
    id: 'organisation',
    folder: 'organisations',
    schema: Type.Object(
      { ...partial, base, id, name, summary, domain },
      { ...closed, title: 'Organisation profile' },
    ),
  },
  {
    id: 'organisation-base',
    folder: 'organisations/base',
    schema: Type.Object(partial, { ...closed, title: 'What organisations have in common' }),
  },
  { id: 'scenario', folder: 'scenarios', schema: Scenario },
  { id: 'programme', folder: 'programmes', schema: Programme },
  { id: 'report', folder: 'programmes/reports', schema: ReportTemplate },
  { id: 'white-cell', folder: 'injects', schema: CellRoles },
  { id: 'hints', folder: 'hints', schema: HintFile },
  { id: 'items', folder: 'items', schema: ItemFile },
  { id: 'rubric', folder: 'rubrics', schema: Rubric },
  { id: 'skills', folder: 'skills', file: 'skills.yaml', schema: SkillFile },
  { id: 'frameworks', folder: 'skills', file: 'frameworks.yaml', schema: Frameworks },
  { id: 'names-people', folder: 'names', file: 'people.yaml', schema: PeopleNames },
  { id: 'names-internet', folder: 'names', file: 'internet.yaml', schema: InternetLists },
];

/** Kind of a file by the folders it lies in, wherever the content folder is; undefined when it is none. */
export function kindOf(path: string): ContentKind | undefined {
  const parts = path.split(/[\\/]/);
  const name = parts.pop()!;
  if (!name.endsWith('.yaml')) return undefined;
  return contentKinds.find(
    ({ folder, file }) =>
      (file === undefined || file === name) && folder === parts.slice(-folder.split('/').length).join('/'),
  );
}

/** JSON Schema (draft 7) of a kind, as editors read it. */
export const jsonSchema = ({ id, schema }: ContentKind): string =>
  `${JSON.stringify({ $schema: 'http://json-schema.org/draft-07/schema#', title: id, ...schema }, undefined, 1)}\n`;
