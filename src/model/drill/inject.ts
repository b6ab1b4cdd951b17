// Injects: what exercise staff bring into the exercise, when, what they expect for it and how it is marked.
import { type Static, type TSchema, type TUnsafe, Type } from 'typebox';
import { Localized } from '../localized.ts';

const closed = { additionalProperties: false } as const;
const Id = Type.String({ pattern: '^[a-z][a-z0-9-]{0,59}$' });

/** Whom trainees talk to inside the story. */
export const worldRoles = [
  'boss',
  'vendor',
  'user',
  'press',
  'csirt',
  'police',
  'provider',
  'monitoring',
  'system',
] as const;
export const WorldRole = Type.Enum([...worldRoles]);
export type WorldRole = Static<typeof WorldRole>;

export const worldChannels = ['mail', 'chat', 'phone', 'alert'] as const;
export const WorldChannel = Type.Enum([...worldChannels]);
export type WorldChannel = Static<typeof WorldChannel>;

export const stepStatuses = ['under-way', 'done', 'failed'] as const;
export type StepStatus = (typeof stepStatuses)[number];
export const actionStatuses = [
  'waiting-for-approval',
  'under-way',
  'done',
  'no-effect',
  'refused',
  'failed',
] as const;
export type ActionStatus = (typeof actionStatuses)[number];

const simple = [
  Type.Object({ step: Id, status: Type.Optional(Type.Enum([...stepStatuses])) }, closed),
  Type.Object({ action: Id, status: Type.Optional(Type.Enum([...actionStatuses])) }, closed),
  Type.Object({ noActionFor: Type.Number({ minimum: 1, description: 'simulated minutes' }) }, closed),
  Type.Object({ minutes: Type.Number({ minimum: 0, description: 'simulated, since the start' }) }, closed),
  Type.Object({ injectSubmitted: Id }, closed),
  Type.Object({ injectOverdue: Id }, closed),
  Type.Object({ messageAnswered: Id }, { ...closed, description: 'the team answered an inject’s message' }),
  Type.Object({ loss: Type.Number({ minimum: 0, description: 'points lost at least' }) }, closed),
  Type.Object({ milestone: Id }, closed),
  Type.Object({ phase: Id }, closed),
];
const joined = (of: TSchema[]): TSchema[] => {
  const list = Type.Array(Type.Union(of), { minItems: 1, maxItems: 10 });
  return [
    ...of,
    Type.Object({ all: list }, closed),
    Type.Object({ any: list }, closed),
    Type.Object({ not: Type.Union(of) }, closed),
  ];
};
/** A question about how a team's exercise stands; `all`, `any` and `not` nest twice. */
export const Condition: TUnsafe<Condition> = Type.Unsafe<Condition>(Type.Union(joined(joined(simple))));
export type Condition =
  | { step: string; status?: StepStatus }
  | { action: string; status?: ActionStatus }
  | { noActionFor: number }
  | { minutes: number }
  | { injectSubmitted: string }
  | { injectOverdue: string }
  | { messageAnswered: string }
  | { loss: number }
  | { milestone: string }
  | { phase: string }
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition };

export const InjectTrigger = Type.Union([
  Type.Object({ kind: Type.Literal('hand') }, closed),
  Type.Object(
    { kind: Type.Literal('clock'), minutes: Type.Number({ minimum: 0, maximum: 100_000 }) },
    { ...closed, description: 'So many simulated minutes after the start' },
  ),
  Type.Object({ kind: Type.Literal('condition'), when: Condition }, closed),
]);
export type InjectTrigger =
  | { kind: 'hand' }
  | { kind: 'clock'; minutes: number }
  | { kind: 'condition'; when: Condition };

const fields = {
  title: Localized,
  from: Type.Object({ role: WorldRole, person: Type.Optional(Localized) }, closed),
  channel: WorldChannel,
  text: Localized,
  trigger: InjectTrigger,
  /** Absent: nothing is expected; it is news. */
  expectation: Type.Optional(
    Type.Object(
      {
        text: Localized,
        answer: Type.Enum(['text', 'action']),
        minutes: Type.Number({ minimum: 1, maximum: 10_000, description: 'simulated minutes to answer' }),
      },
      closed,
    ),
  ),
  rubric: Type.Array(
    Type.Object({ id: Id, text: Localized, weight: Type.Number({ minimum: 0, maximum: 100 }) }, closed),
    { maxItems: 10 },
  ),
};

/** As content files carry it. */
export const InjectDefinition = Type.Object({ id: Id, ...fields }, { ...closed, title: 'Inject' });
type Of<T> = Omit<T, 'trigger'> & { trigger: InjectTrigger };
export type InjectDefinition = Of<Static<typeof InjectDefinition>>;

/** What an instructor may set. */
export const injectFields = {
  ...fields,
  state: Type.Enum(['draft', 'scheduled']),
  /** Ids of teams; empty = all. */
  teams: Type.Array(Type.String({ maxLength: 64 }), { maxItems: 1000 }),
};

/** As an exercise keeps it: one line of its master scenario events list. */
export const Inject = Type.Object(
  {
    id: Type.String({ maxLength: 160 }),
    exercise: Type.String({ maxLength: 64 }),
    /** Short name conditions go by. */
    name: Id,
    origin: Type.Enum(['programme', 'scenario', 'staff']),
    ...injectFields,
    created: Type.Integer(),
    updated: Type.Integer(),
  },
  { ...closed, title: 'Inject of an exercise' },
);
export type Inject = Of<Static<typeof Inject>>;

/** How an inject stands with one team. */
export const injectStates = ['draft', 'scheduled', 'pending', 'submitted', 'graded'] as const;
export type InjectState = (typeof injectStates)[number];
