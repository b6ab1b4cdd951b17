// What comes after an exercise, as the API answers it: tests, score, marks, debrief, comparison, skills.
import { type Static, Type } from 'typebox';
import { Localized } from '../localized.ts';
import { Keyed } from './api.ts';
import { actionValue } from './entry.ts';
import { Mark, MarkSheet } from './marks.ts';
import { Estimate, ItemAnswer } from './sitting.ts';

const S = Type.String();
const N = Type.Number();
const I = Type.Integer();
const B = Type.Boolean();
const opt = Type.Optional;
const list = Type.Array;

// Skill tests

const purposes = Type.Enum(['before', 'after']);
const ItemKind = Type.Enum(['single', 'multiple', 'order', 'short']);
/** An item as shown: `answer` holds places in `options`, never numbers of the content file. */
const ShownItemView = Type.Object({
  id: S,
  kind: ItemKind,
  stem: S,
  exhibit: opt(S),
  options: list(S),
  answer: opt(ItemAnswer),
});
export const SittingView = Type.Object({
  id: S,
  purpose: purposes,
  startedAt: I,
  submittedAt: opt(I),
  /** Closed by the end of its phase, not handed in. */
  closed: opt(B),
  items: list(ShownItemView),
  answered: I,
});
export const TestView = Type.Object({
  /** A test phase is on and this person has not handed in. */
  open: B,
  purpose: opt(purposes),
  endsAt: opt(N),
  /** Items of the form. */
  of: I,
  sitting: Type.Union([SittingView, Type.Null()]),
  /** Tests that are over. `closed`: by the end of their phase; the answers given by then count. */
  handedIn: list(Type.Object({ purpose: purposes, submittedAt: I, closed: B, answered: I, of: I })),
});
export type TestView = Static<typeof TestView>;
export const AnswerKept = Type.Object({ item: S, answered: I, savedAt: I });

const Gain = Type.Object({
  gain: Estimate,
  verdict: Type.Enum(['improved', 'declined', 'no-reliable-change']),
});
const Solution = Type.Object({
  purpose: purposes,
  item: S,
  kind: ItemKind,
  stem: S,
  exhibit: opt(S),
  /** In the order of the content file; steps in the right order. `chosen`: ticked, or put in this place. */
  options: list(Type.Object({ text: S, key: B, chosen: B, why: opt(S) })),
  mine: opt(S),
  accept: opt(list(S)),
  right: B,
  explanation: S,
});
export const MyTests = Type.Object({
  sittings: list(
    Type.Object({
      purpose: purposes,
      form: S,
      percent: Estimate,
      right: I,
      items: I,
      byDomain: list(Type.Object({ domain: S, right: I, items: I })),
    }),
  ),
  gain: opt(Gain),
  /** Once no test is to come for this person. */
  solutions: opt(list(Solution)),
});
export type MyTests = Static<typeof MyTests>;

/** `closed` by the end of its phase; without any answer it counts as not taken and has no percent. */
const OneTest = Type.Object({
  answered: I,
  of: I,
  submittedAt: opt(I),
  closed: opt(B),
  percent: opt(Estimate),
});
export const TestsView = Type.Object({
  purposes: list(Type.Object({ purpose: purposes, started: I, submitted: I, closed: I, of: I })),
  people: list(
    Type.Object({
      account: S,
      label: S,
      team: S,
      teamName: S,
      before: opt(OneTest),
      after: opt(OneTest),
      gain: opt(Gain),
    }),
  ),
  /** From five people with both tests on. `effect` in standard deviations of the first test. */
  group: opt(Type.Object({ people: I, gain: Estimate, effect: N })),
  reliability: list(
    Type.Object({
      form: S,
      people: I,
      items: I,
      mean: N,
      deviation: N,
      kr20: opt(N),
      omega: opt(N),
      standardError: opt(N),
    }),
  ),
  items: list(
    Type.Object({
      item: S,
      domain: S,
      stem: Localized,
      people: I,
      difficulty: N,
      difficultySe: N,
      pointBiserial: opt(N),
      rasch: opt(Type.Object({ difficulty: N, se: N })),
      flags: list(S),
    }),
  ),
  /** Handed-in tests of all exercises, and how many a calibration needs. */
  rasch: Type.Object({ people: I, needed: I }),
});
export type TestsView = Static<typeof TestsView>;

// Score

/** A log line that shows something; `line` opens it at the desk. */
export const ProofView = Type.Object({ line: S, source: S, at: N, host: S, text: S });
export const BecauseView = Type.Object({
  ...Keyed.properties,
  /** The reason in words. */
  text: Localized,
  good: Type.Union([B, Type.Null()]),
  proof: opt(ProofView),
  evidence: list(S),
});
export type BecauseView = Static<typeof BecauseView>;
export const criterionGroups = ['findings', 'story', 'time', 'harm', 'word'] as const;
export const Correction = Type.Object({ points: N, reason: S, at: I, by: S, label: S });
export const CriterionView = Type.Object({
  id: S,
  title: Keyed,
  why: Keyed,
  group: Type.Enum([...criterionGroups]),
  points: N,
  /** 0: the incident has no such thing. */
  of: N,
  /** Before a correction. */
  computed: N,
  correction: opt(Correction),
  because: list(BecauseView),
});
const Loss = Type.Object({ team: N, nothing: N, best: N });
export const ScoreView = Type.Object({
  team: S,
  teamName: S,
  number: I,
  state: Type.Enum(['provisional', 'final']),
  total: N,
  corrected: B,
  criteria: list(CriterionView),
  times: Type.Object({
    began: N,
    detected: opt(N),
    contained: opt(N),
    /** Where the attack ends when nobody acts. */
    end: N,
    best: Type.Object({ detected: opt(N), contained: opt(N) }),
  }),
  loss: Loss,
  cost: Type.Object({ team: N, best: N }),
  remaining: Type.Object({ hosts: list(S), accounts: list(S) }),
});
export type ScoreView = Static<typeof ScoreView>;
export const ScoresView = Type.Object({ items: list(ScoreView), took: N });

// Report by rubric

export const AgreementView = Type.Object({
  /** Criteria marked by at least two. */
  units: I,
  /** Share of pairs of marks that are the same. */
  percent: opt(N),
  /** Cohen's, linear weights: exactly two markers. */
  kappa: opt(N),
  /** Krippendorff's, ordinal. */
  alpha: opt(N),
  missing: opt(Keyed),
});
export type AgreementView = Static<typeof AgreementView>;
export const TeamMarks = Type.Object({
  team: S,
  teamName: S,
  number: I,
  report: Type.Object({ state: Type.Enum(['none', 'draft', 'submitted']), submittedAt: opt(N) }),
  facts: list(Type.Object({ part: S, title: Localized, kind: S, percent: N, because: list(BecauseView) })),
  factsPercent: opt(N),
  mine: Type.Object({ marks: MarkSheet, submittedAt: opt(I) }),
  markers: list(Type.Object({ account: S, label: S, submitted: B })),
  /** Two have handed in: marks of others are shown. */
  open: B,
  others: opt(list(Type.Object({ account: S, label: S, marks: MarkSheet }))),
  agreement: opt(AgreementView),
  judgement: opt(N),
});
export type TeamMarks = Static<typeof TeamMarks>;
export const MarksView = Type.Object({
  rubric: list(
    Type.Object({
      id: S,
      title: Localized,
      help: Localized,
      weight: N,
      levels: list(Type.Object({ mark: Mark, text: Localized })),
    }),
  ),
  class: AgreementView,
  teams: list(TeamMarks),
});
export type MarksView = Static<typeof MarksView>;

// Debrief

const Point = Type.Object({ at: N, points: N });
export type Point = Static<typeof Point>;
const Curve = list(Point);
const Parameters = Type.Record(Type.String({ maxLength: 60 }), actionValue);
const StepSeen = Type.Object({ step: S, title: Localized, at: N });
const WithinWindow = Type.Number({ minimum: 0, maximum: 8e15 });
/** One thing done otherwise. */
export const Change = Type.Union([
  Type.Object(
    {
      do: Type.Literal('add'),
      action: Type.String({ maxLength: 60 }),
      parameters: Parameters,
      at: WithinWindow,
    },
    { additionalProperties: false },
  ),
  Type.Object(
    { do: Type.Literal('move'), number: Type.Integer({ minimum: 1 }), at: WithinWindow },
    { additionalProperties: false },
  ),
  Type.Object(
    { do: Type.Literal('remove'), number: Type.Integer({ minimum: 1 }) },
    { additionalProperties: false },
  ),
]);
export type Change = Static<typeof Change>;
const Before = Type.Object({ was: N, now: N });
const Times = Type.Object({ detected: opt(N), contained: opt(N) });

export const WhatIf = Type.Object({
  change: Change,
  text: Localized,
  loss: Before,
  cost: Before,
  /** Went through, and would not have begun. */
  prevented: list(StepSeen),
  /** Went through, and would have failed. */
  failed: list(StepSeen),
  later: list(Type.Object({ step: S, title: Localized, was: N, now: N })),
  /** Would have happened in place of it. */
  instead: list(StepSeen),
  outcome: opt(Type.Object({ status: S, message: Keyed })),
  contained: Type.Object({ was: opt(N), now: opt(N) }),
  attacker: Type.Object({ was: Localized, now: Localized }),
  curves: Type.Object({ was: Curve, now: Curve }),
});
export type WhatIf = Static<typeof WhatIf>;

export const teamEventKinds = [
  'action',
  'message',
  'case',
  'milestone',
  'inject',
  'hint',
  'report',
  'promise',
] as const;
export const DebriefView = Type.Object({
  team: S,
  teamName: S,
  start: N,
  end: N,
  world: list(
    Type.Object({
      id: S,
      step: S,
      title: Localized,
      tactic: S,
      techniques: list(S),
      at: N,
      end: N,
      outcome: S,
      why: opt(Keyed),
      hosts: list(S),
      accounts: list(S),
      loss: N,
      proof: opt(ProofView),
      /** When the team first named or acted on something of it. */
      noticed: opt(N),
    }),
  ),
  without: list(Type.Object({ step: S, title: Localized, at: N, end: N, outcome: S, loss: N })),
  best: list(Type.Object({ at: N, action: S, title: Localized, parameters: Parameters })),
  events: list(
    Type.Object({
      id: S,
      at: N,
      kind: Type.Enum([...teamEventKinds]),
      lane: Type.Enum(['do', 'say', 'know', 'mark']),
      text: Localized,
      by: S,
      label: S,
      number: opt(I),
    }),
  ),
  curves: Type.Object({
    loss: Type.Object({ team: Curve, nothing: Curve, best: Curve }),
    cost: Type.Object({ team: Curve, best: Curve }),
  }),
  spread: list(Type.Object({ at: N, host: S, from: S, technique: S, known: opt(N) })),
  marks: Times,
  ideas: list(Type.Object({ change: Change, text: Localized })),
});
export type DebriefView = Static<typeof DebriefView>;

// Comparison across teams: distributions and what they did differently, never a rank.

const Spread = Type.Object({ least: N, q1: N, median: N, q3: N, most: N });
export type Spread = Static<typeof Spread>;
const Value = Type.Object({ team: S, value: Type.Union([N, Type.Null()]) });
export const measureNames = [
  'detected',
  'contained',
  'loss',
  'cost',
  'actions',
  'searches',
  'messages',
  'hints',
] as const;
export const CompareView = Type.Object({
  teams: list(Type.Object({ team: S, teamName: S, number: I })),
  criteria: list(
    Type.Object({
      id: S,
      title: Keyed,
      of: N,
      points: list(Type.Object({ team: S, points: N })),
      spread: Spread,
    }),
  ),
  measures: list(
    Type.Object({
      id: Type.Enum([...measureNames]),
      unit: Type.Enum(['minutes', 'points', 'count']),
      values: list(Value),
      spread: opt(Spread),
    }),
  ),
  milestones: list(
    Type.Object({ id: S, values: list(Type.Object({ team: S, at: Type.Union([N, Type.Null()]) })) }),
  ),
  actions: list(
    Type.Object({
      action: S,
      title: Localized,
      values: list(Type.Object({ team: S, count: I, first: opt(N), right: I })),
    }),
  ),
  curves: list(Type.Object({ team: S, points: Curve })),
  nothing: Curve,
  best: Curve,
  different: list(Type.Object({ text: Localized, teams: list(S) })),
});
export type CompareView = Static<typeof CompareView>;

// Skills from behaviour

const Seen = Type.Object({ text: Localized, at: N, evidence: list(S) });
export const StatementView = Type.Object({
  skill: S,
  title: Localized,
  sentence: Localized,
  verdict: Type.Enum(['can', 'partly', 'cannot-yet', 'not-observed']),
  taken: I,
  opportunities: I,
  share: opt(Estimate),
  roles: list(S),
  shownBy: list(Seen),
  missedIn: list(Seen),
});
export type StatementView = Static<typeof StatementView>;
export const SkillsView = Type.Object({ team: list(StatementView), mine: opt(list(StatementView)) });
export const ClassSkillsView = Type.Object({
  teams: list(Type.Object({ team: S, teamName: S, statements: list(StatementView) })),
  people: list(Type.Object({ account: S, label: S, team: S, statements: list(StatementView) })),
});
export const MyRecord = Type.Object({
  entries: list(Type.Object({ at: I, kind: S, ref: S, percent: opt(Estimate) })),
  latest: list(
    Type.Object({
      at: I,
      skill: S,
      title: Localized,
      sentence: Localized,
      verdict: S,
      taken: I,
      opportunities: I,
      share: opt(Estimate),
    }),
  ),
});
export const OrganisationsView = Type.Object({
  items: list(
    Type.Object({
      organisation: S,
      years: list(
        Type.Object({
          year: I,
          people: I,
          percent: opt(Estimate),
          skills: list(Type.Object({ skill: S, title: Localized, people: I, can: opt(Estimate) })),
        }),
      ),
    }),
  ),
});
