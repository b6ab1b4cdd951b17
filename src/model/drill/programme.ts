// A programme as authors write it (content/programmes/<id>.yaml): the phases of an exercise and what everybody does in them.
import { type Static, Type } from 'typebox';
import { Localized } from '../localized.ts';
import { InjectDefinition } from './inject.ts';

const closed = { additionalProperties: false } as const;

export const phaseKinds = [
  'skill-test',
  'lecture',
  'briefing',
  'exercise',
  'report',
  'evaluation',
  'presentations',
  'critique',
] as const;

export const Phase = Type.Object(
  {
    id: Type.String({ pattern: '^[a-z][a-z0-9-]{0,39}$' }),
    kind: Type.Enum([...phaseKinds]),
    title: Localized,
    minutes: Type.Number({ minimum: 0.5, maximum: 1440, description: 'Planned length on the wall clock' }),
    clock: Type.Enum(['run', 'stop'], { description: 'Whether the simulated clock runs in it' }),
    share: Type.Optional(
      Type.Number({
        minimum: 0.01,
        maximum: 1,
        description: 'Part of the scenario’s window that passes in it; the speed follows from it',
      }),
    ),
    advance: Type.Enum(['hand', 'time'], { description: 'Who ends it: the instructor, or its length' }),
    test: Type.Optional(Type.Enum(['pre', 'post'])),
    roles: Type.Object(
      { trainee: Localized, instructor: Localized, whiteCell: Localized, evaluator: Localized },
      { ...closed, description: 'What each role does in it' },
    ),
    lecture: Type.Optional(Localized),
  },
  { ...closed, title: 'Phase' },
);
export type Phase = Static<typeof Phase>;

export const Programme = Type.Object(
  {
    id: Type.String({ pattern: '^[a-z][a-z0-9-]{0,39}$' }),
    title: Localized,
    summary: Localized,
    /** Id of the report template in content/programmes/reports. */
    report: Type.String({ pattern: '^[a-z][a-z0-9-]{0,39}$' }),
    /** One person alone, without staff: the platform answers and approves. */
    alone: Type.Boolean(),
    phases: Type.Array(Phase, { minItems: 1, maxItems: 40 }),
    /** Injects of the programme itself; those of the scenario come on top. */
    injects: Type.Array(InjectDefinition, { maxItems: 100 }),
  },
  { ...closed, title: 'Programme' },
);
export type Programme = Static<typeof Programme>;

export const reportPartKinds = [
  'text',
  'hosts',
  'accounts',
  'indicators',
  'files',
  'timeline',
  'choice',
] as const;
export const ReportPart = Type.Object(
  {
    id: Type.String({ pattern: '^[a-z][a-z0-9-]{0,39}$' }),
    title: Localized,
    help: Localized,
    required: Type.Boolean(),
    kind: Type.Enum([...reportPartKinds]),
    options: Type.Optional(
      Type.Array(Type.Object({ id: Type.String({ maxLength: 40 }), title: Localized }, closed), {
        minItems: 2,
        maxItems: 20,
      }),
    ),
    /** Characters for text, entries for lists. */
    limit: Type.Integer({ minimum: 1, maximum: 20_000 }),
  },
  { ...closed, title: 'Part of a report' },
);
export type ReportPart = Static<typeof ReportPart>;

export const ReportTemplate = Type.Object(
  {
    id: Type.String({ pattern: '^[a-z][a-z0-9-]{0,39}$' }),
    title: Localized,
    parts: Type.Array(ReportPart, { minItems: 1, maxItems: 30 }),
  },
  { ...closed, title: 'Report template' },
);
export type ReportTemplate = Static<typeof ReportTemplate>;
