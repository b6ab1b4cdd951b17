// What authors and staff see of a scenario before a class does: answers of /drill/authoring.
import { type Static, Type } from 'typebox';
import { Localized } from '../localized.ts';
import { InjectTrigger } from './inject.ts';

const S = Type.String();
const N = Type.Number();
const opt = Type.Optional;
const list = Type.Array;

/** What is asked for: the same four always give the same answer. */
export const AuthoringRequest = Type.Object(
  {
    profile: Type.String({ pattern: '^[a-z][a-z0-9-]{0,30}$' }),
    scenario: Type.String({ pattern: '^[a-z][a-z0-9-]{0,60}$' }),
    staff: Type.Integer({ minimum: 20, maximum: 400, description: 'Few people are enough for a preview' }),
    seed: Type.Integer({ minimum: 0, maximum: 2_147_483_647 }),
  },
  { additionalProperties: false },
);
export type AuthoringRequest = Static<typeof AuthoringRequest>;

const EvidenceSeen = Type.Object({
  source: S,
  lines: N,
  first: N,
  last: N,
  codes: list(S),
  examples: list(S),
});

export const PreviewView = Type.Object(
  {
    scenario: Type.Object({
      id: S,
      title: Localized,
      summary: Localized,
      briefing: Localized,
      level: N,
      status: S,
    }),
    organisation: Type.Object({
      profile: S,
      name: Localized,
      domain: S,
      people: N,
      hosts: N,
      utcOffset: N,
      jewels: list(Type.Object({ name: Localized, value: N })),
    }),
    start: N,
    end: N,
    steps: list(
      Type.Object({
        step: S,
        title: Localized,
        at: N,
        end: N,
        tactic: S,
        techniques: list(S),
        outcome: S,
        hosts: list(S),
        accounts: list(S),
        evidence: list(EvidenceSeen),
      }),
    ),
    never: list(Type.Object({ step: S, title: Localized })),
    leads: list(Type.Object({ lead: S, title: Localized, evidence: list(EvidenceSeen) })),
    said: list(
      Type.Object({
        at: N,
        channel: S,
        message: Type.Object({ key: S, values: Type.Record(S, Type.Union([S, N])) }),
      }),
    ),
    injects: list(
      Type.Object({
        inject: S,
        title: Localized,
        role: S,
        channel: S,
        text: Localized,
        trigger: InjectTrigger,
        /** When it comes while nobody does anything; absent: it does not. */
        at: opt(N),
      }),
    ),
    bestPlay: list(
      Type.Object({
        action: S,
        title: Localized,
        at: N,
        parameters: Type.Record(S, Type.Union([S, N, Type.Boolean()])),
      }),
    ),
    harm: Type.Object({ idle: N, best: Type.Object({ loss: N, cost: N }) }),
    actions: list(
      Type.Object({
        action: S,
        title: Localized,
        cost: Localized,
        effort: N,
        delay: Type.Tuple([N, N]),
        approval: S,
      }),
    ),
  },
  { title: 'Preview of a scenario' },
);
export type PreviewView = Static<typeof PreviewView>;

/** A dry run: robot teams play, which takes half a minute or more. */
export const TrialView = Type.Object(
  {
    state: Type.Enum(['running', 'done', 'failed']),
    seconds: Type.Number({ description: 'Since it was asked for; how long it took when done' }),
    /** While it runs; absent: other previews are before it. */
    progress: opt(
      Type.Object({
        stage: Type.Enum(['everyday', 'robot', 'check']),
        robot: opt(S),
        /** Variant × robot: over, and all. */
        done: Type.Integer(),
        of: Type.Integer(),
        share: Type.Number({ minimum: 0, maximum: 1 }),
        secondsLeft: opt(N),
      }),
    ),
    result: opt(
      Type.Object({
        fit: Type.Boolean(),
        /** Share of what there is to find that the best robot found. */
        solvable: N,
        monotone: Type.Boolean(),
        separation: N,
        shortCuts: list(S),
        unproved: list(S),
        everyday: list(S),
        markers: list(S),
        /** Minutes from the first to the last step, and the exercise's window. */
        length: Type.Object({ attack: N, window: N }),
        robots: list(Type.Object({ id: S, loss: N, cost: N, actions: N, score: N })),
        best: Type.Object({ loss: N, cost: N }),
      }),
    ),
  },
  { title: 'Dry run with robot teams' },
);
export type TrialView = Static<typeof TrialView>;
