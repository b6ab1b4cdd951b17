// Skills as seen in behaviour: what a run says, what is concluded from it, and the record over the years.
import { type Static, Type } from 'typebox';
import { Localized } from '../localized.ts';
import { FrameworkIds } from './item.ts';
import { Estimate } from './sitting.ts';

const base = {
  id: Type.String({ maxLength: 80, description: 'Unique within the run.' }),
  /** Simulated time, ms. */
  at: Type.Integer(),
  /** Account that did it; '' when the team as a whole did. */
  by: Type.String({ maxLength: 64 }),
  /** Ids of log lines, actions, messages or report parts that show it. */
  evidence: Type.Array(Type.String({ maxLength: 200 }), { maxItems: 200 }),
};
const fact = <P extends Record<string, Type.TSchema>>(properties: P) =>
  Type.Object({ ...base, ...properties }, { additionalProperties: false });

export const responseKinds = ['contain', 'preserve', 'eradicate', 'recover', 'inform', 'harden'] as const;

/**
 * One thing a team did or did not do that mattered, as the scoring sees it. `limit` fields carry the scenario's own
 * measure of "in time", so that a slow scenario does not make slow people look good.
 */
export const BehaviourFact = Type.Union([
  /** An attack step was noticed: first search, note or action on it after its first visible trace. */
  fact({
    kind: Type.Literal('detected'),
    step: Type.String(),
    afterMs: Type.Integer(),
    limitMs: Type.Integer(),
  }),
  /** An attack step with visible traces was never noticed. */
  fact({ kind: Type.Literal('missed'), step: Type.String() }),
  /** A search that touched a subject's lines in a source. */
  fact({
    kind: Type.Literal('searched'),
    source: Type.String(),
    subject: Type.String(),
    hits: Type.Integer(),
  }),
  /**
   * An action on a subject. `verdict` by ground truth; `sourcesBefore`: evidence sources whose lines about this very
   * subject the team had read before acting.
   */
  fact({
    kind: Type.Literal('acted'),
    action: Type.String(),
    response: Type.Enum([...responseKinds]),
    subject: Type.String(),
    verdict: Type.Enum(['right', 'needless', 'wrong', 'harmful']),
    sourcesBefore: Type.Array(Type.String(), { maxItems: 50 }),
    cost: Type.Number({ minimum: 0 }),
  }),
  /** A foothold was closed (or left open when `afterMs` is absent). */
  fact({
    kind: Type.Literal('contained'),
    subject: Type.String(),
    afterMs: Type.Optional(Type.Integer()),
    limitMs: Type.Integer(),
  }),
  /** A service was back (or not), from a source known clean or not. */
  fact({
    kind: Type.Literal('recovered'),
    service: Type.String(),
    afterMs: Type.Optional(Type.Integer()),
    limitMs: Type.Integer(),
    clean: Type.Boolean(),
  }),
  /** Volatile evidence of a compromised host was kept before an action that destroys it, or was lost. */
  fact({ kind: Type.Literal('evidence'), subject: Type.String(), kept: Type.Boolean() }),
  /** A required notice to somebody, or a promise made to them. */
  fact({
    kind: Type.Literal('communication'),
    to: Type.String(),
    what: Type.Enum(['notice', 'promise', 'answer', 'approval']),
    outcome: Type.Enum(['kept', 'late', 'broken']),
  }),
  /** One question of the investigation, compared with ground truth by set. */
  fact({
    kind: Type.Literal('answered'),
    question: Type.Enum([
      'entry',
      'hosts',
      'accounts',
      'indicators',
      'files',
      'route',
      'timeline',
      'exfiltration',
    ]),
    precision: Type.Number({ minimum: 0, maximum: 1 }),
    recall: Type.Number({ minimum: 0, maximum: 1 }),
  }),
  /** A required part of the report. */
  fact({
    kind: Type.Literal('reported'),
    part: Type.String(),
    outcome: Type.Enum(['right', 'wrong', 'missing']),
  }),
]);
export type BehaviourFact = Static<typeof BehaviourFact>;

/** What a skill counts: each metric turns facts into opportunities taken or not. A closed set; see `opportunities`. */
export const behaviourMetrics = [
  'noticed-in-time',
  'read-before-acting',
  'right-target',
  'no-harm',
  'contained-in-time',
  'kept-evidence',
  'found-entry',
  'found-extent',
  'found-route',
  'found-loss',
  'no-shotgun',
  'recovered-clean',
  'recovered-in-time',
  'kept-word',
  'told-in-time',
  'asked-approval',
  'report-facts',
  'report-complete',
  'joined-sources',
] as const;
export const BehaviourMetric = Type.Enum([...behaviourMetrics]);
export type BehaviourMetric = Static<typeof BehaviourMetric>;

export const Skill = Type.Object(
  {
    id: Type.String({ pattern: '^[a-z][a-z0-9-]{2,47}$' }),
    title: Localized,
    /** Sentences of the report. */
    can: Localized,
    cannotYet: Localized,
    metric: BehaviourMetric,
    /** Fewer opportunities than this: not observed. */
    opportunities: Type.Integer({ minimum: 1, maximum: 50 }),
    /** Share taken from which on "can" is said, and under which "cannot yet". Between them: "partly". */
    canFrom: Type.Number({ minimum: 0, maximum: 1 }),
    cannotBelow: Type.Number({ minimum: 0, maximum: 1 }),
    maps: FrameworkIds,
    /** NICE work roles this skill serves. */
    roles: Type.Array(Type.String({ pattern: '^[A-Z]{2}-WRL-\\d{3}$' }), { minItems: 1, maxItems: 6 }),
  },
  { additionalProperties: false, title: 'Skill' },
);
export type Skill = Static<typeof Skill>;

export const SkillStatement = Type.Object(
  {
    skill: Type.String(),
    verdict: Type.Enum(['can', 'partly', 'cannot-yet', 'not-observed']),
    taken: Type.Integer({ minimum: 0 }),
    opportunities: Type.Integer({ minimum: 0 }),
    /** Share taken with its 95 % Wilson interval; absent when there was no opportunity. */
    share: Type.Optional(Estimate),
    /** Facts and evidence that speak for it and against it. */
    shownBy: Type.Array(Type.String()),
    missedIn: Type.Array(Type.String()),
    evidence: Type.Array(Type.String()),
  },
  { additionalProperties: false },
);
export type SkillStatement = Static<typeof SkillStatement>;

/** One line of a person's record over the years. */
export const SkillRecordEntry = Type.Object(
  {
    at: Type.Integer(),
    kind: Type.Enum(['sitting', 'exercise']),
    /** Sitting or exercise id. */
    ref: Type.String({ maxLength: 64 }),
    percent: Type.Optional(Estimate),
    ability: Type.Optional(Estimate),
    statements: Type.Optional(Type.Array(SkillStatement, { maxItems: 100 })),
  },
  { additionalProperties: false },
);
export type SkillRecordEntry = Static<typeof SkillRecordEntry>;

export const SkillRecord = Type.Object(
  {
    /** Account id. Names are kept elsewhere, sealed; deleting the account deletes this. */
    id: Type.String({ maxLength: 64 }),
    organisation: Type.String({ maxLength: 64 }),
    entries: Type.Array(SkillRecordEntry, { maxItems: 500 }),
    updated: Type.Integer(),
  },
  { additionalProperties: false, title: 'Skill record of a person' },
);
export type SkillRecord = Static<typeof SkillRecord>;

/** As the store keeps a record: all of it sealed. */
export const SealedRecord = Type.Object(
  {
    id: Type.String({ maxLength: 64 }),
    sealed: Type.String({ maxLength: 2_000_000 }),
    updated: Type.Integer(),
  },
  { additionalProperties: false, title: 'Sealed skill record' },
);
export type SealedRecord = Static<typeof SealedRecord>;
