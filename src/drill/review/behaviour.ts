// What a team's exercise shows about what its people can do: facts from the run and the log, judged elsewhere.
import type { BehaviourFact } from '#model/drill/skill.ts';
import { minute } from '#model/time.ts';
import { actions } from '../actions/actions.ts';
import type { ActionTaken } from '../run/run.ts';
import { containedAt, courseEnd } from '../score/course.ts';
import type { Score, Word } from '../score/score.ts';
import { aboutOf } from './counterfactual.ts';
import type { Replayed } from './debrief.ts';
import type { FactPart } from './rubric.ts';

type Of<K extends BehaviourFact['kind']> = Extract<BehaviourFact, { kind: K }>;
type Response = Of<'acted'>['response'];

const responses: Readonly<Record<string, Response>> = {
  'take-memory': 'preserve',
  'take-image': 'preserve',
  'collect-logs': 'preserve',
  'rebuild-host': 'eradicate',
  'reset-password': 'eradicate',
  'revoke-sessions': 'eradicate',
  'revoke-tickets': 'eradicate',
  patch: 'harden',
  'raise-logging': 'harden',
  restore: 'recover',
  release: 'recover',
};
const responseOf = (action: string): Response =>
  responses[action] ??
  (['block', 'host', 'account'].includes(actions.get(action)?.group ?? '') ? 'contain' : 'inform');

/** A needless measure that costs the business this many points does harm. */
const harmful = 5;
/** Told in time: within an hour of noticing. */
const tellWithin = 60 * minute;
const leastLimit = 30 * minute;
/** Part of an answer that must be right. */
const rightFrom = 70;

export interface Observed extends Omit<Replayed, 'score'> {
  score: Score;
  words: readonly Word[];
  facts: readonly FactPart[];
  /** Required parts of the report that are empty. */
  missing: readonly string[];
}

/** A moment at which somebody dealt with something by name. */
interface Touch {
  at: number;
  by: string;
  text: string;
  ref: string;
}

/** Searches, findings and actions, by what they name. */
function touches({ state, taken }: Observed): Touch[] {
  return [
    ...state.looked
      .filter(one => one.what === 'search' || one.what === 'host' || one.what === 'account')
      .map(one => ({ at: one.at, by: one.by, text: one.text, ref: `${one.what}:${one.text}` })),
    ...state.case.entities
      .filter(one => one.verdict !== 'benign')
      .map(one => ({ at: one.at, by: one.by, text: one.value, ref: one.id })),
    ...taken.map(one => ({ at: one.at, by: one.by, text: aboutOf(one), ref: `action:${one.number}` })),
  ]
    .map(one => ({ ...one, text: one.text.toLowerCase() }))
    .sort((a, b) => a.at - b.at);
}

const cut = (refs: readonly string[]): string[] => refs.slice(0, 20).map(ref => ref.slice(0, 200));

/** The facts of one team's exercise. */
export function behaviourOf(observed: Observed): BehaviourFact[] {
  const { run, doNothing, until, score } = observed;
  const all = touches(observed);
  const began = run.steps[0]?.at ?? until;
  // The scenario's own measure of "in time": a quarter of how long the attack takes when nobody acts.
  const limitMs = Math.round(Math.max(leastLimit, (courseEnd(doNothing) - began) / 4));
  const first = (values: readonly string[], from: number): Touch | undefined => {
    const wanted = values.filter(value => value.length > 2).map(value => value.toLowerCase());
    return all.find(one => one.at >= from && wanted.some(value => one.text.includes(value)));
  };
  const facts: BehaviourFact[] = [];
  for (const step of run.steps.filter(one => one.outcome === 'done' && one.tactic !== 'reconnaissance')) {
    const found = first([...step.indicators.map(one => one.value), ...step.hosts, ...step.accounts], step.at);
    const id = `step:${step.step}:${step.attempt}`;
    if (found)
      facts.push({
        id,
        kind: 'detected',
        at: Math.round(found.at),
        by: found.by,
        evidence: cut([found.ref]),
        step: step.step,
        afterMs: Math.round(found.at - step.at),
        limitMs,
      });
    else facts.push({ id, kind: 'missed', at: Math.round(step.at), by: '', evidence: [], step: step.step });
  }
  facts.push(...acted(observed), ...contained(observed, limitMs), ...evidenceKept(observed));
  facts.push(...told(observed), ...answers(score), ...reported(observed));
  // Where the exercise ended sooner, nothing later is held against anybody.
  return facts.filter(fact => fact.at <= until);
}

function acted({ run, state, taken, score }: Observed): Of<'acted'>[] {
  const needless = new Set(
    score.criteria.find(one => one.id === 'harm')?.because.flatMap(one => one.evidence) ?? [],
  );
  return taken.map(one => {
    const outcome = run.actions.find(other => other.number === one.number);
    const subject = aboutOf(one).toLowerCase();
    const response = responseOf(one.action);
    const cost = outcome?.cost ?? 0;
    const vain = needless.has(`action:${one.number}`);
    return {
      id: `action:${one.number}`,
      kind: 'acted',
      at: Math.round(one.at),
      by: one.by,
      evidence: [`action:${one.number}`],
      action: one.action,
      response,
      subject: subject.slice(0, 200),
      verdict:
        vain && cost >= harmful
          ? 'harmful'
          : vain
            ? 'needless'
            : outcome?.status === 'failed' || outcome?.status === 'no-effect'
              ? 'wrong'
              : 'right',
      sourcesBefore: sourcesBefore(state, one, subject),
      cost,
    };
  });
}

/** Sources whose lines about a subject the team had kept before an action; a search for it counts as one more. */
function sourcesBefore(state: Observed['state'], action: ActionTaken, subject: string): string[] {
  const about = subject.split(/[\s,;]+/).filter(word => word.length > 2);
  const tells = (text: string) => about.some(word => text.toLowerCase().includes(word));
  const kept = state.case.evidence
    .filter(
      one => one.at <= action.at && one.line && tells(`${one.line.host} ${one.line.user} ${one.line.text}`),
    )
    .map(one => one.line!.source);
  const searched = state.looked.some(one => one.at <= action.at && tells(one.text));
  return [...new Set([...kept, ...(searched ? ['search'] : [])])].slice(0, 50);
}

/** Hosts the attacker took: closed or still open. */
function contained({ run, taken }: Observed, limitMs: number): Of<'contained'>[] {
  const end = containedAt(run);
  return run.steps.flatMap(step =>
    step.taken.map(({ host }): Of<'contained'> => {
      const open = run.remaining.hosts.includes(host);
      const measure = run.actions
        .filter(one => one.status === 'done' && one.effectiveAt >= step.at)
        .map(one => ({ one, by: taken.find(other => other.number === one.number) }))
        .filter(({ by }) => by && aboutOf(by).toLowerCase().includes(host.toLowerCase()))
        .sort((a, b) => a.one.effectiveAt - b.one.effectiveAt)[0];
      const at = measure?.one.effectiveAt ?? end;
      return {
        id: `foothold:${step.step}:${step.attempt}:${host}`,
        kind: 'contained',
        at: Math.round(step.at),
        by: measure?.by?.by ?? '',
        evidence: measure ? [`action:${measure.one.number}`] : [],
        subject: host,
        ...(open || at === undefined ? {} : { afterMs: Math.max(0, Math.round(at - step.at)) }),
        limitMs,
      };
    }),
  );
}

const named = (one: ActionTaken, host: string) =>
  aboutOf(one)
    .toLowerCase()
    .split(/[\s,;]+/)
    .includes(host.toLowerCase());

/** Memory or disk taken before what destroys them; and whether what was rebuilt was clean. */
function evidenceKept({ run, taken, doNothing }: Observed): (Of<'evidence'> | Of<'recovered'>)[] {
  const hosts = [...new Set(run.steps.flatMap(step => step.taken.map(one => one.host)))];
  const done = (one: ActionTaken) =>
    run.actions.find(other => other.number === one.number && other.status === 'done');
  const limitMs = Math.round(Math.max(leastLimit, courseEnd(doNothing) - (run.steps[0]?.at ?? 0)));
  return hosts.flatMap(host => {
    const own = taken.filter(one => named(one, host) && done(one));
    const rebuilt = own.find(one => one.action === 'rebuild-host' || one.action === 'restore');
    const kept = own.find(
      one => /^take-(memory|image)$/.test(one.action) && (!rebuilt || one.at < rebuilt.at),
    );
    const facts: (Of<'evidence'> | Of<'recovered'>)[] = [];
    if (kept || rebuilt) {
      const by = (kept ?? rebuilt)!;
      facts.push({
        id: `evidence:${host}`,
        kind: 'evidence',
        at: Math.round(by.at),
        by: by.by,
        evidence: [`action:${by.number}`],
        subject: host,
        kept: kept !== undefined,
      });
    }
    if (rebuilt) {
      const taking = run.steps.find(step => step.taken.some(one => one.host === host))!;
      facts.push({
        id: `recovered:${host}`,
        kind: 'recovered',
        at: Math.round(rebuilt.at),
        by: rebuilt.by,
        evidence: [`action:${rebuilt.number}`],
        service: host,
        afterMs: Math.max(0, Math.round(done(rebuilt)!.effectiveAt - taking.at)),
        limitMs,
        clean: !run.remaining.hosts.includes(host),
      });
    }
    return facts;
  });
}

/** Promises, answers owed, and whether the manager was told in time. */
function told({ words, state, score, until, run }: Observed): Of<'communication'>[] {
  const began = run.steps[0]?.at;
  const kept = words.map(
    (one): Of<'communication'> => ({
      id: `word:${one.ref}`.slice(0, 80),
      kind: 'communication',
      at: Math.round(until),
      by: '',
      evidence: cut([one.ref]),
      to: one.what.slice(0, 100),
      what: one.kind,
      outcome: one.kept ? 'kept' : 'broken',
    }),
  );
  const from = score.times.detected ?? began;
  if (from === undefined || from + tellWithin > until) return kept;
  const at = state.milestones.get('told');
  return [
    ...kept,
    {
      id: 'notice:boss',
      kind: 'communication',
      at: Math.round(at ?? until),
      by: '',
      evidence: [],
      to: 'boss',
      what: 'notice',
      outcome: at === undefined ? 'broken' : at - from <= tellWithin ? 'kept' : 'late',
    },
  ];
}

const questions = {
  hosts: 'hosts',
  accounts: 'accounts',
  indicators: 'indicators',
  files: 'files',
  route: 'route',
  timeline: 'timeline',
  entry: 'entry',
} as const;

/** What the case answers: right, missing and wrong counted from the reasons of the score. */
function answers(score: Score): Of<'answered'>[] {
  return score.criteria.flatMap((one): Of<'answered'>[] => {
    const question = questions[one.id as keyof typeof questions];
    if (!question || one.of === 0) return [];
    const count = (...keys: string[]) =>
      one.because.filter(reason => keys.some(key => reason.key.endsWith(key))).length;
    const right = count('.found', '.edge-found', '.step-told', '.entry-right');
    const missed = count('.missed', '.edge-missed', '.step-untold', '.entry-wrong');
    const wrong = count('.wrong', '.edge-wrong');
    const evidence = cut(one.because.flatMap(reason => reason.evidence));
    return [
      {
        id: `answer:${question}`,
        kind: 'answered',
        at: 0,
        by: '',
        evidence,
        question,
        precision: right + wrong === 0 ? 0 : right / (right + wrong),
        recall: right + missed === 0 ? 0 : right / (right + missed),
      },
    ];
  });
}

/** Parts of the report that can be checked, and required parts left empty. */
const reported = ({ facts, missing }: Observed): Of<'reported'>[] => [
  ...facts
    .filter(one => !missing.includes(one.part))
    .map(
      (one): Of<'reported'> => ({
        id: `report:${one.part}`,
        kind: 'reported',
        at: 0,
        by: '',
        evidence: [],
        part: one.part,
        outcome: one.percent >= rightFrom ? 'right' : 'wrong',
      }),
    ),
  ...missing.map(
    (part): Of<'reported'> => ({
      id: `report:${part}`,
      kind: 'reported',
      at: 0,
      by: '',
      evidence: [],
      part,
      outcome: 'missing',
    }),
  ),
];
