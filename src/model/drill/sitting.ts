// A test taken by one person: which form, in which order it was shown, what was answered, what it scored.
import { type Static, Type } from 'typebox';

/** What a person gave for an item: chosen options or the order by their numbers in the content file, or text. */
export const ItemAnswer = Type.Union([
  Type.Array(Type.Integer({ minimum: 0, maximum: 15 }), { maxItems: 16 }),
  Type.String({ maxLength: 200 }),
]);
export type ItemAnswer = Static<typeof ItemAnswer>;

export const AnsweredItem = Type.Object(
  {
    item: Type.String({ maxLength: 48 }),
    answer: ItemAnswer,
    /** Unix ms of the last change. */
    at: Type.Integer(),
    /** Time the item was on the screen. */
    seconds: Type.Number({ minimum: 0, maximum: 86_400 }),
  },
  { additionalProperties: false },
);
export type AnsweredItem = Static<typeof AnsweredItem>;

/** An estimate never stands without its standard error and interval. */
export const Estimate = Type.Object(
  { value: Type.Number(), se: Type.Number({ minimum: 0 }), low: Type.Number(), high: Type.Number() },
  { additionalProperties: false, description: 'Value, standard error and 95 % interval.' },
);
export type Estimate = Static<typeof Estimate>;

export const SittingScore = Type.Object(
  {
    right: Type.Integer({ minimum: 0 }),
    items: Type.Integer({ minimum: 1 }),
    /** Right answers of 100, with the error a test of this length has. */
    percent: Estimate,
    /** Ability in logits on the bank's scale, once the items are calibrated. */
    ability: Type.Optional(Estimate),
    byDomain: Type.Array(
      Type.Object(
        { domain: Type.String(), right: Type.Integer(), items: Type.Integer() },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
);
export type SittingScore = Static<typeof SittingScore>;

export const Sitting = Type.Object(
  {
    id: Type.String({ maxLength: 64 }),
    /** Account id; names are kept elsewhere, sealed. Empty once the person was removed. */
    person: Type.String({ maxLength: 64 }),
    organisation: Type.String({ maxLength: 64 }),
    exercise: Type.String({ maxLength: 64 }),
    form: Type.Enum(['A', 'B']),
    purpose: Type.Enum(['before', 'after', 'practice']),
    language: Type.Enum(['ja', 'en']),
    /** Items in the order shown; the seed gives the order of their options. */
    items: Type.Array(Type.String({ maxLength: 48 }), { minItems: 1, maxItems: 100 }),
    seed: Type.Integer(),
    /** Hash of the items' content, so that a later correction of an item is known not to be what was asked. */
    content: Type.String({ maxLength: 64 }),
    started: Type.Integer(),
    finished: Type.Optional(Type.Integer()),
    /** The phase ended before it was handed in: what was answered by then counts. */
    closed: Type.Optional(Type.Literal(true)),
    answers: Type.Array(AnsweredItem, { maxItems: 100 }),
    score: Type.Optional(SittingScore),
  },
  { additionalProperties: false, title: 'Skill-test sitting' },
);
export type Sitting = Static<typeof Sitting>;

/** As the store keeps a sitting: what a person answered is sealed. */
export const SealedSitting = Type.Object(
  {
    id: Type.String({ maxLength: 160 }),
    exercise: Type.String({ maxLength: 64 }),
    person: Type.String({ maxLength: 64 }),
    purpose: Type.Enum(['before', 'after', 'practice']),
    started: Type.Integer(),
    finished: Type.Optional(Type.Integer()),
    closed: Type.Optional(Type.Literal(true)),
    sealed: Type.String({ maxLength: 200_000 }),
  },
  { additionalProperties: false, title: 'Sealed skill-test sitting' },
);
export type SealedSitting = Static<typeof SealedSitting>;
