// What exercise control reads from the content folders: programmes, report templates, hints, the roles of the white cell.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Static, type TSchema, Type } from 'typebox';
import { WorldChannel, WorldRole } from '#model/drill/inject.ts';
import { Programme, ReportTemplate } from '#model/drill/programme.ts';
import { HinomiError } from '#model/errors.ts';
import { Localized } from '#model/localized.ts';
import { filesOf, folderOf, productContent, shownFile } from '../content/folders.ts';
import { readYaml, refuse } from '../skills/read-yaml.ts';
import { HintFile } from './hints.ts';
import { milestones } from './milestones.ts';

const closed = { additionalProperties: false } as const;

/** Somebody the white cell plays: what they know, how they speak, what they may answer. */
export const CellRole = Type.Object(
  {
    role: WorldRole,
    title: Localized,
    channels: Type.Array(WorldChannel, { minItems: 1 }),
    /** Facts and manners, a line each. */
    factSheet: Type.Array(Localized, { maxItems: 20 }),
    suggestions: Type.Array(
      Type.Object(
        {
          id: Type.String({ pattern: '^[a-z][a-z0-9-]*$' }),
          /** Offered first when one of these words is in what the team wrote. */
          when: Type.Array(Type.String({ minLength: 1, maxLength: 40 }), { maxItems: 20 }),
          text: Localized,
          /** Makes a promise due after so many simulated minutes. */
          promise: Type.Optional(Type.Integer({ minimum: 1, maximum: 1440 })),
        },
        closed,
      ),
      { maxItems: 20 },
    ),
  },
  { ...closed, title: 'White-cell role' },
);
export type CellRole = Static<typeof CellRole>;
export const CellRoles = Type.Object({ roles: Type.Array(CellRole, { minItems: 1, maxItems: 12 }) }, closed);

export interface ExerciseContent {
  programmes: ReadonlyMap<string, Programme>;
  reports: ReadonlyMap<string, ReportTemplate>;
  /** By scenario id; `general` for all others. */
  hints: ReadonlyMap<string, HintFile>;
  roles: readonly CellRole[];
}

function readOne<S extends TSchema>(folder: string, name: string, schema: S): Static<S> {
  const read = readYaml(shownFile(folder, name), readFileSync(join(folder, name), 'utf8'), schema);
  if (read.value === undefined) refuse(read.faults);
  return read.value;
}

/** Every YAML file of a kind by its id, which is its name. */
function readAll<S extends TSchema>(kind: string, schema: S): Map<string, Static<S>> {
  return new Map(
    filesOf(kind).map(({ folder, name }) => {
      const value = readOne(folder, `${kind}/${name}`, schema);
      const { id } = value as { id: string };
      if (`${id}.yaml` !== name)
        refuse([
          {
            place: { file: shownFile(folder, `${kind}/${name}`), field: 'id' },
            text: 'differs from the name of the file',
          },
        ]);
      return [id, value];
    }),
  );
}

let known: ExerciseContent | undefined;

/**
 * The content of exercise control, read once.
 * @throws HinomiError `CONTENT_INVALID` with file, line and field.
 */
export function exerciseContent(): ExerciseContent {
  known ??= readContent();
  return known;
}

/** Reads and checks the content of the folders: ids of phases, reports and objectives must exist. */
function readContent(): ExerciseContent {
  const whiteCell = 'injects/white-cell.yaml';
  const content: ExerciseContent = {
    programmes: readAll('programmes', Programme) as Map<string, Programme>,
    reports: readAll('programmes/reports', ReportTemplate),
    hints: readAll('hints', HintFile),
    roles: readOne(folderOf(whiteCell) ?? productContent, whiteCell, CellRoles).roles,
  };
  const wrong = (file: string, text: string): never => {
    const name = `${file}.yaml`;
    return refuse([{ place: { file: shownFile(folderOf(name) ?? productContent, name) }, text }]);
  };
  for (const programme of content.programmes.values()) {
    const file = `programmes/${programme.id}`;
    if (!content.reports.has(programme.report))
      wrong(file, `there is no report template ${programme.report}`);
    const ids = programme.phases.map(phase => phase.id);
    if (new Set(ids).size < ids.length) wrong(file, 'two phases have the same id');
    const shares = programme.phases.reduce((sum, phase) => sum + (phase.share ?? 0), 0);
    if (shares > 1.001) wrong(file, 'the shares of the phases are more than the whole window');
    for (const phase of programme.phases)
      if ((phase.kind === 'skill-test') !== (phase.test !== undefined))
        wrong(file, `phase ${phase.id}: a skill test says which, and nothing else does`);
  }
  const objectives = new Set(milestones.map(one => one.id));
  for (const hints of content.hints.values())
    for (const { id } of hints.objectives)
      if (!objectives.has(id)) wrong(`hints/${hints.id}`, `there is no milestone ${id}`);
  return content;
}

/** @throws HinomiError `DRILL_PROGRAMME_UNKNOWN`. */
export function programmeOf(id: string): Programme {
  const found = exerciseContent().programmes.get(id);
  if (found) return found;
  throw new HinomiError('DRILL_PROGRAMME_UNKNOWN', `there is no programme ${id}`, {
    place: { field: 'body/programme' },
    remedy: 'Choose one of the list of programmes.',
    status: 400,
  });
}

/** Hints of an objective for a scenario. */
export function hintsFor(scenario: string): HintFile['objectives'] {
  const { hints } = exerciseContent();
  const own = hints.get(scenario)?.objectives ?? [];
  const general = hints.get('general')?.objectives ?? [];
  return [...own, ...general.filter(one => !own.some(other => other.id === one.id))];
}

/** Suggested replies for what a team wrote to a role: those whose words are in it first. */
export function suggestionsFor(role: string, text: string): CellRole['suggestions'] {
  const all = exerciseContent().roles.find(one => one.role === role)?.suggestions ?? [];
  const said = text.toLowerCase();
  const fits = (one: CellRole['suggestions'][number]) =>
    one.when.some(word => said.includes(word.toLowerCase()));
  return [...all.filter(fits), ...all.filter(one => !fits(one))];
}
