// An exercise and its teams as the store keeps them. What happened in them is in the logs (entry.ts).
import { type Static, Type } from 'typebox';
import { Programme, ReportTemplate } from './programme.ts';

const closed = { additionalProperties: false } as const;
const Ref = Type.String({ minLength: 1, maxLength: 64 });

/** What an account is inside an exercise, besides being in a team. */
export const crewRoles = ['instructor', 'assistant', 'white-cell', 'evaluator', 'observer'] as const;
export const CrewRole = Type.Enum([...crewRoles]);
export type CrewRole = Static<typeof CrewRole>;

export const exerciseStates = ['preparing', 'ready', 'running', 'paused', 'ended', 'failed'] as const;
export type ExerciseState = (typeof exerciseStates)[number];

export const ExerciseOptions = Type.Object(
  {
    /** Who approves what needs the boss: the white cell, or the platform after some minutes. */
    approval: Type.Enum(['auto', 'white-cell']),
    /** Each team gets a variant of its own (other names, route and times), or all the same. */
    ownVariants: Type.Boolean(),
    hints: Type.Boolean(),
  },
  { ...closed, title: 'Exercise options' },
);
export type ExerciseOptions = Static<typeof ExerciseOptions>;

export const Exercise = Type.Object(
  {
    id: Ref,
    name: Type.String({ minLength: 1, maxLength: 120 }),
    world: Ref,
    profile: Type.String({ maxLength: 40 }),
    staff: Type.Integer(),
    days: Type.Integer(),
    seed: Type.Integer(),
    scenario: Type.String({ maxLength: 60 }),
    /** As it was when the exercise was made: later edits of content change nothing here. */
    programme: Programme,
    report: ReportTemplate,
    language: Type.Enum(['ja', 'en']),
    options: ExerciseOptions,
    crew: Type.Array(Type.Object({ account: Ref, role: CrewRole }, closed), { maxItems: 200 }),
    /** Groups of the identity provider whose people join by themselves; `team` absent: the emptiest one. */
    groups: Type.Array(
      Type.Object({ group: Type.String({ minLength: 1, maxLength: 200 }), team: Type.Optional(Ref) }, closed),
      { maxItems: 100 },
    ),
    /** Told to a class so that people who have an account already can join. */
    joinCode: Type.String({ maxLength: 20 }),
    /** Window of the simulated clock. */
    simStart: Type.Number(),
    simEnd: Type.Number(),
    /** The exercise and moment it was branched from. */
    branch: Type.Optional(Type.Object({ exercise: Ref, at: Type.Number() }, closed)),
    /** Set when it has ended: what still runs is found by its absence. */
    ended: Type.Optional(Type.Integer()),
    /** When what it shows of people was put into their records. */
    recorded: Type.Optional(Type.Integer()),
    created: Type.Integer(),
    createdBy: Ref,
    updated: Type.Integer(),
  },
  { ...closed, title: 'Exercise' },
);
export type Exercise = Static<typeof Exercise>;

export const DrillTeam = Type.Object(
  {
    id: Ref,
    exercise: Ref,
    number: Type.Integer({ minimum: 1 }),
    name: Type.String({ minLength: 1, maxLength: 80 }),
    /** Accounts of its members. */
    members: Type.Array(Ref, { maxItems: 50 }),
    seats: Type.Integer({ minimum: 1, maximum: 50 }),
    /** Seed of its variant of the scenario. */
    variant: Type.Integer(),
    /** Log it goes on from: another team's, up to a sequence and a simulated moment. */
    base: Type.Optional(Type.Object({ log: Ref, sequence: Type.Integer(), at: Type.Number() }, closed)),
    created: Type.Integer(),
  },
  { ...closed, title: 'Team' },
);
export type DrillTeam = Static<typeof DrillTeam>;

/** A seat and who sits on it. Who that is, is sealed; the account's name says nothing. */
export const DrillSeat = Type.Object(
  {
    /** The account. */
    id: Ref,
    exercise: Ref,
    team: Ref,
    /** Sealed JSON {name, mail, organisation}; empty when nobody was named, or after deletion. */
    person: Type.String({ maxLength: 4000 }),
    entered: Type.Optional(Type.Integer()),
    /** The account was there before (from an identity provider): it outlives the seat. */
    joined: Type.Boolean(),
    /** SHA-256 of the one-time link's token; empty when used or withdrawn. */
    link: Type.String({ maxLength: 64 }),
    linkExpires: Type.Integer(),
    created: Type.Integer(),
  },
  { ...closed, title: 'Seat' },
);
export type DrillSeat = Static<typeof DrillSeat>;
