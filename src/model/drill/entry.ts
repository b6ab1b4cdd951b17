// The logs of an exercise: append-only entries. Everything else about how an exercise stands is a fold over them, so that
// rewinding, branching and review are the same log read differently.
import { type Static, Type } from 'typebox';
import { casePartNames } from './case.ts';
import { WorldChannel, WorldRole } from './inject.ts';

const Ref = Type.String({ maxLength: 200 });
const text = (maxLength: number) => Type.String({ maxLength });
const base = {
  id: Type.String({ maxLength: 100 }),
  /** The exercise's id, or a team's. */
  log: Type.String({ maxLength: 64 }),
  /** 1, 2, 3 … in a log. */
  sequence: Type.Integer({ minimum: 1 }),
  /** Simulated time. */
  at: Type.Number(),
  /** Time of day, Unix ms. */
  real: Type.Integer(),
  /** Account; empty = the platform. */
  by: Type.String({ maxLength: 64 }),
};
const kind = <K extends string>(name: K) => ({ ...base, kind: Type.Literal(name) });
const closed = { additionalProperties: false } as const;

export const clockDeeds = ['start', 'pause', 'resume', 'speed', 'jump', 'rewind', 'end'] as const;
export type ClockDeed = (typeof clockDeeds)[number];

/** Log of the exercise itself. */
export const ExerciseEntry = Type.Union([
  Type.Object(
    {
      ...kind('clock'),
      do: Type.Enum([...clockDeeds]),
      speed: Type.Optional(Type.Number({ minimum: 0.1, maximum: 120 })),
      to: Type.Optional(Type.Number()),
    },
    closed,
  ),
  Type.Object({ ...kind('phase'), phase: text(40) }, closed),
]);
export type ExerciseEntry = Static<typeof ExerciseEntry>;

export const actionValue = Type.Union([text(20_000), Type.Number(), Type.Boolean()]);
export const reportValue = Type.Union([
  text(20_000),
  Type.Array(Type.String({ minLength: 1, maxLength: 2000 }), { maxItems: 500 }),
]);
export type ReportValue = Static<typeof reportValue>;
export const hintLevels = ['orientation', 'step', 'solution'] as const;
export type HintLevel = (typeof hintLevels)[number];

/** Log of a team. */
export const TeamEntry = Type.Union([
  /** Something done to the organisation was asked for. */
  Type.Object(
    {
      ...kind('action'),
      number: Type.Integer({ minimum: 1 }),
      action: text(60),
      parameters: Type.Record(text(60), actionValue),
      reason: text(2000),
    },
    closed,
  ),
  Type.Object(
    { ...kind('approval'), number: Type.Integer(), approve: Type.Boolean(), why: text(2000) },
    closed,
  ),
  /** Mail, chat or call between the team and a role of the story. `out`: the team speaks. */
  Type.Object(
    {
      ...kind('message'),
      message: Ref,
      direction: Type.Enum(['in', 'out']),
      role: WorldRole,
      person: text(200),
      channel: WorldChannel,
      subject: text(300),
      text: text(20_000),
      answers: Type.Optional(Ref),
      inject: Type.Optional(Ref),
    },
    closed,
  ),
  Type.Object({ ...kind('read'), ids: Type.Array(Ref, { maxItems: 500 }) }, closed),
  Type.Object({ ...kind('claim'), message: Ref }, closed),
  Type.Object(
    {
      ...kind('promise'),
      promise: Ref,
      step: Type.Enum(['made', 'kept', 'broken']),
      /** Who promised. */
      side: Type.Optional(Type.Enum(['team', 'white-cell'])),
      to: Type.Optional(text(100)),
      text: Type.Optional(text(1000)),
      due: Type.Optional(Type.Number()),
      message: Type.Optional(Ref),
    },
    closed,
  ),
  Type.Object(
    {
      ...kind('case-put'),
      part: Type.Enum(casePartNames),
      item: Ref,
      fields: Type.Record(Type.String(), Type.Unknown()),
    },
    closed,
  ),
  Type.Object({ ...kind('case-drop'), part: Type.Enum(casePartNames), item: Ref }, closed),
  Type.Object({ ...kind('hint'), objective: text(60), level: Type.Enum([...hintLevels]) }, closed),
  /** Staff helped in their own words. */
  Type.Object({ ...kind('advice'), text: text(4000) }, closed),
  Type.Object(
    {
      ...kind('inject'),
      inject: text(160),
      step: Type.Enum(['fired', 'answered', 'submitted', 'graded']),
      text: Type.Optional(text(20_000)),
      marks: Type.Optional(
        Type.Record(text(60), Type.Union([Type.Literal(0), Type.Literal(50), Type.Literal(100)])),
      ),
      /** Countdown, simulated time; with `fired`. */
      due: Type.Optional(Type.Number()),
    },
    closed,
  ),
  Type.Object({ ...kind('report'), part: text(40), value: reportValue }, closed),
  Type.Object({ ...kind('report-submit') }, closed),
  Type.Object({ ...kind('talk'), text: text(4000) }, closed),
  Type.Object({ ...kind('milestone'), milestone: text(60) }, closed),
  /** Staff put a criterion of the score right; null takes that back. */
  Type.Object(
    {
      ...kind('correction'),
      criterion: text(40),
      points: Type.Union([Type.Number({ minimum: 0, maximum: 100 }), Type.Null()]),
      reason: text(1000),
    },
    closed,
  ),
  /** What members looked at, gathered over some seconds. */
  Type.Object(
    {
      ...kind('looked'),
      items: Type.Array(
        Type.Object(
          { by: text(64), what: text(20), text: text(500), at: Type.Number(), real: Type.Integer() },
          closed,
        ),
        { maxItems: 500 },
      ),
    },
    closed,
  ),
  Type.Object(
    {
      ...kind('search-saved'),
      search: Ref,
      name: text(100),
      q: text(4000),
      sources: Type.Array(text(60), { maxItems: 60 }),
    },
    closed,
  ),
  Type.Object({ ...kind('search-dropped'), search: Ref }, closed),
  /** Everything after this simulated moment did not happen. */
  Type.Object({ ...kind('rewind'), to: Type.Number() }, closed),
]);
export type TeamEntry = Static<typeof TeamEntry>;

type Bare<E> = E extends unknown ? Omit<E, keyof typeof base> : never;
/** An entry before it has its place in a log. */
export type NewTeamEntry = Bare<TeamEntry>;
export type NewExerciseEntry = Bare<ExerciseEntry>;

/** One stored entry of either kind. */
export const DrillEntry = Type.Union([...ExerciseEntry.anyOf, ...TeamEntry.anyOf]);
export type DrillEntry = ExerciseEntry | TeamEntry;
