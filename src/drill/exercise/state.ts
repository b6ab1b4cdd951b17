// How a team stands: a fold over its log.
import { type Case, type CaseItem, type CasePart, casePartNames } from '#model/drill/case.ts';
import type { HintLevel, ReportValue, TeamEntry } from '#model/drill/entry.ts';
import type { ActionTaken } from '../run/run.ts';
import { standing } from './log.ts';

type Of<K extends TeamEntry['kind']> = Extract<TeamEntry, { kind: K }>;
export type MessageEntry = Of<'message'>;

export interface ActionAsked extends ActionTaken {
  reason: string;
  /** The boss said no, and why. */
  refused?: string;
}

export interface TeamPromise {
  id: string;
  side: 'team' | 'white-cell';
  to: string;
  text: string;
  madeAt: number;
  due: number;
  state: 'open' | 'kept' | 'broken';
  settledAt?: number;
  message?: string;
}

export interface TeamInject {
  firedAt: number;
  due?: number;
  submittedAt?: number;
  gradedAt?: number;
  marks?: Readonly<Record<string, 0 | 50 | 100>>;
  thread: { at: number; real: number; by: string; text: string; step: Of<'inject'>['step'] }[];
}

export interface ReportPartState {
  value: ReportValue;
  /** Sequence of the entry: a writer names the one they changed. */
  revision: number;
  by: string;
  at: number;
}

export interface TeamState {
  /** Sequence of the last entry. */
  sequence: number;
  actions: ActionAsked[];
  messages: MessageEntry[];
  read: ReadonlySet<string>;
  claims: ReadonlyMap<string, string>;
  promises: ReadonlyMap<string, TeamPromise>;
  case: Case;
  hints: { objective: string; level: HintLevel; at: number; by: string }[];
  advice: Of<'advice'>[];
  injects: ReadonlyMap<string, TeamInject>;
  report: ReadonlyMap<string, ReportPartState>;
  reportSubmitted: number | undefined;
  talk: Of<'talk'>[];
  milestones: ReadonlyMap<string, number>;
  /** By criterion of the score; `at` is a time of day. */
  corrections: ReadonlyMap<string, { points: number; reason: string; at: number; by: string }>;
  looked: Of<'looked'>['items'];
  searches: Of<'search-saved'>[];
  /** Last entry a member wrote that moves the case on. */
  progressAt: number | undefined;
  last: TeamEntry | undefined;
}

/** Entries that mean the team got on. */
const progress: ReadonlySet<TeamEntry['kind']> = new Set([
  'action',
  'message',
  'case-put',
  'report',
  'report-submit',
  'milestone',
]);

/** Folds a team's whole log. Linear in its length. */
export function stateOf(log: readonly TeamEntry[]): TeamState {
  const promises = new Map<string, TeamPromise>();
  const injects = new Map<string, TeamInject>();
  const report = new Map<string, ReportPartState>();
  const milestones = new Map<string, number>();
  const corrections = new Map<string, { points: number; reason: string; at: number; by: string }>();
  const read = new Set<string>();
  const claims = new Map<string, string>();
  const searches = new Map<string, Of<'search-saved'>>();
  const parts = Object.fromEntries(casePartNames.map(part => [part, new Map()])) as unknown as {
    [P in CasePart]: Map<string, CaseItem<P>>;
  };
  const state: Omit<TeamState, 'case' | 'searches'> = {
    sequence: log.at(-1)?.sequence ?? 0,
    actions: [],
    messages: [],
    read,
    claims,
    promises,
    hints: [],
    advice: [],
    injects,
    report,
    reportSubmitted: undefined,
    talk: [],
    milestones,
    corrections,
    looked: [],
    progressAt: undefined,
    last: undefined,
  };
  for (const entry of standing(log)) {
    if (progress.has(entry.kind) && (entry.by !== '' || entry.kind === 'milestone'))
      if (entry.kind !== 'message' || entry.direction === 'out') state.progressAt = entry.at;
    if (entry.kind !== 'looked') state.last = entry;
    switch (entry.kind) {
      case 'action':
        state.actions.push({
          number: entry.number,
          action: entry.action,
          parameters: entry.parameters,
          at: entry.at,
          by: entry.by,
          reason: entry.reason,
        });
        break;
      case 'approval': {
        const asked = state.actions.find(one => one.number === entry.number);
        if (!asked || asked.approvedAt !== undefined || asked.refused !== undefined) break;
        if (entry.approve) asked.approvedAt = entry.at;
        else asked.refused = entry.why;
        break;
      }
      case 'message':
        state.messages.push(entry);
        break;
      case 'read':
        for (const id of entry.ids) read.add(id);
        break;
      case 'claim':
        if (!claims.has(entry.message)) claims.set(entry.message, entry.by);
        break;
      case 'promise':
        settle(promises, entry);
        break;
      case 'case-put':
        (parts[entry.part] as Map<string, unknown>).set(entry.item, {
          ...entry.fields,
          id: entry.item,
          by: entry.by,
          at: entry.at,
        });
        break;
      case 'case-drop':
        parts[entry.part].delete(entry.item);
        break;
      case 'hint':
        if (!state.hints.some(one => one.objective === entry.objective && one.level === entry.level))
          state.hints.push({ objective: entry.objective, level: entry.level, at: entry.at, by: entry.by });
        break;
      case 'advice':
        state.advice.push(entry);
        break;
      case 'inject':
        putInject(injects, entry);
        break;
      case 'report':
        report.set(entry.part, {
          value: entry.value,
          revision: entry.sequence,
          by: entry.by,
          at: entry.at,
        });
        break;
      case 'report-submit':
        state.reportSubmitted = entry.at;
        break;
      case 'talk':
        state.talk.push(entry);
        break;
      case 'milestone':
        if (!milestones.has(entry.milestone)) milestones.set(entry.milestone, entry.at);
        break;
      case 'correction': {
        const { criterion, points, reason, real, by } = entry;
        if (points === null) corrections.delete(criterion);
        else corrections.set(criterion, { points, reason, at: real, by });
        break;
      }
      case 'looked':
        state.looked.push(...entry.items);
        break;
      case 'search-saved':
        searches.set(entry.search, entry);
        break;
      case 'search-dropped':
        searches.delete(entry.search);
        break;
      case 'rewind':
        break;
    }
  }
  const kept = Object.fromEntries(casePartNames.map(part => [part, [...parts[part].values()]]));
  return { ...state, case: kept as unknown as Case, searches: [...searches.values()] };
}

function settle(promises: Map<string, TeamPromise>, entry: Of<'promise'>): void {
  if (entry.step === 'made') {
    promises.set(entry.promise, {
      id: entry.promise,
      side: entry.side ?? 'team',
      to: entry.to ?? '',
      text: entry.text ?? '',
      madeAt: entry.at,
      due: entry.due ?? entry.at,
      state: 'open',
      ...(entry.message === undefined ? {} : { message: entry.message }),
    });
    return;
  }
  const promise = promises.get(entry.promise);
  if (promise) promises.set(promise.id, { ...promise, state: entry.step, settledAt: entry.at });
}

function putInject(injects: Map<string, TeamInject>, entry: Of<'inject'>): void {
  const known = injects.get(entry.inject);
  if (entry.step === 'fired') {
    if (!known)
      injects.set(entry.inject, {
        firedAt: entry.at,
        ...(entry.due === undefined ? {} : { due: entry.due }),
        thread: [],
      });
    return;
  }
  if (!known) return;
  known.thread.push({
    at: entry.at,
    real: entry.real,
    by: entry.by,
    text: entry.text ?? '',
    step: entry.step,
  });
  if (entry.step === 'submitted') known.submittedAt = entry.at;
  if (entry.step === 'graded') {
    known.gradedAt = entry.at;
    known.marks = { ...known.marks, ...entry.marks };
  }
}

/** Number the team's next action has. */
export const nextAction = (log: readonly TeamEntry[]): number =>
  // Over the whole log, also what was rewound: a number never means two actions.
  log.reduce((most, entry) => (entry.kind === 'action' ? Math.max(most, entry.number) : most), 0) + 1;

/** The actions a run is played with: refused ones never happened. */
export const actionsTaken = (state: TeamState): ActionTaken[] =>
  state.actions
    .filter(one => one.refused === undefined)
    .map(({ reason: _reason, refused: _refused, ...taken }) => taken);
