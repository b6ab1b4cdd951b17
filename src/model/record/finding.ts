// A finding: what a detector asserts, with the evidence it rests on and what it could not see.
import { type Static, Type } from 'typebox';
import { RsitType } from '../vocab/rsit.ts';

/** Text for people: a key in content/messages/<language>/, filled with values. */
export const Message = Type.Object({
  id: Type.String({ maxLength: 128 }),
  values: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()])),
});
export type Message = Static<typeof Message>;

/** Who or what a finding is about. `value` is an address, prefix, name, URL or hash. */
export const Subject = Type.Object({
  role: Type.Enum(['victim', 'attacker', 'infrastructure']),
  type: Type.Enum(['ip', 'prefix', 'domain', 'url', 'hash', 'account']),
  value: Type.String({ maxLength: 2048 }),
});
export type Subject = Static<typeof Subject>;

export const Evidence = Type.Object({
  /** Up to 20 event ids to look at first. */
  events: Type.Array(Type.String(), { maxItems: 20 }),
  /** How many events (and packets they stand for) support it. */
  count: Type.Integer({ minimum: 0 }),
  packets: Type.Integer({ minimum: 0 }),
  /** Read-only SQL that finds all of them again. */
  query: Type.String(),
});
export type Evidence = Static<typeof Evidence>;

export const Finding = Type.Object(
  {
    /** Deterministic: the same detector, subject and start give the same id, so re-evaluation updates. */
    id: Type.String(),
    detector: Type.String(),
    rsit: RsitType,
    techniques: Type.Array(Type.String()),
    severity: Type.Integer({ minimum: 0, maximum: 100 }),
    confidence: Type.Integer({ minimum: 0, maximum: 100 }),
    title: Message,
    subjects: Type.Array(Subject, { minItems: 1, maxItems: 50 }),
    /** Unix ms; `end` moves while the activity goes on. */
    start: Type.Integer(),
    end: Type.Integer(),
    ongoing: Type.Boolean(),
    protocol: Type.Optional(Type.String()),
    rate: Type.Optional(
      Type.Object({
        peak: Type.Number(),
        mean: Type.Number(),
        unit: Type.Enum(['packets/s', 'bits/s', 'attempts/min']),
      }),
    ),
    evidence: Evidence,
    /** What this vantage point could not see. */
    unseen: Type.Array(Message),
    inputs: Type.Array(Type.String()),
    sensors: Type.Array(Type.String()),
    incident: Type.Optional(Type.String()),
    campaign: Type.Optional(Type.String()),
    exercise: Type.String(),
    created: Type.Integer(),
    updated: Type.Integer(),
  },
  { title: 'Finding' },
);
export type Finding = Static<typeof Finding>;
