// Marks of a report: what one marker gave a team, by criterion of the rubric.
import { type Static, Type } from 'typebox';
import { Localized } from '../localized.ts';

const closed = { additionalProperties: false } as const;
const Ref = Type.String({ minLength: 1, maxLength: 64 });

export const Mark = Type.Union([Type.Literal(0), Type.Literal(50), Type.Literal(100)]);
export type Mark = Static<typeof Mark>;
/** By criterion. */
export const MarkSheet = Type.Record(
  Type.String({ pattern: '^[a-z][a-z0-9-]{0,39}$' }),
  Type.Object({ mark: Mark, comment: Type.String({ maxLength: 2000 }) }, closed),
);
export type MarkSheet = Static<typeof MarkSheet>;

/** What one marker gave one team. Once handed in it does not change: agreement is that of independent marks. */
export const DrillMarks = Type.Object(
  {
    id: Type.String({ maxLength: 160 }),
    exercise: Ref,
    team: Ref,
    marker: Ref,
    marks: MarkSheet,
    submitted: Type.Optional(Type.Integer()),
    updated: Type.Integer(),
  },
  { ...closed, title: 'Marks of a report' },
);
export type DrillMarks = Static<typeof DrillMarks>;

/** content/rubrics/<id>.yaml */
export const Rubric = Type.Object(
  {
    id: Type.String({ pattern: '^[a-z][a-z0-9-]{0,39}$' }),
    criteria: Type.Array(
      Type.Object(
        {
          id: Type.String({ pattern: '^[a-z][a-z0-9-]{0,39}$' }),
          weight: Type.Number({ minimum: 1, maximum: 100 }),
          title: Localized,
          help: Localized,
          levels: Type.Object({ 0: Localized, 50: Localized, 100: Localized }, closed),
        },
        closed,
      ),
      { minItems: 1, maxItems: 20 },
    ),
  },
  { ...closed, title: 'Rubric' },
);
export type Rubric = Static<typeof Rubric>;
