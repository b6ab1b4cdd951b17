// What a run gave a team the chance to do, and whether they took it: one list of opportunities a metric.
import type { BehaviourFact, BehaviourMetric } from '#model/drill/skill.ts';

/** A chance to show a skill. `fact` and `evidence` say where it is seen. */
export interface Opportunity {
  taken: boolean;
  fact: string;
  evidence: readonly string[];
}

type Of<K extends BehaviourFact['kind']> = Extract<BehaviourFact, { kind: K }>;
/** Undefined: the fact is no opportunity for this metric. */
type Judge = (fact: BehaviourFact) => boolean | undefined;

const on =
  <K extends BehaviourFact['kind']>(kind: K, judge: (fact: Of<K>) => boolean | undefined): Judge =>
  fact =>
    fact.kind === kind ? judge(fact as Of<K>) : undefined;

/** Responses that change something on a host or account, and so need a reason. */
const intrusive = ['contain', 'eradicate', 'recover'];
/** Half of what is true and half of what is claimed: an answer that helps. */
const found = 0.7;

const answered = (...questions: Of<'answered'>['question'][]) =>
  on('answered', fact => (questions.includes(fact.question) ? fact.recall >= found : undefined));
const communicated = (...what: Of<'communication'>['what'][]) =>
  on('communication', fact => (what.includes(fact.what) ? fact.outcome === 'kept' : undefined));

const judges: Record<BehaviourMetric, Judge> = {
  'noticed-in-time': fact =>
    fact.kind === 'detected' ? fact.afterMs <= fact.limitMs : fact.kind === 'missed' ? false : undefined,
  'read-before-acting': on('acted', fact =>
    intrusive.includes(fact.response) ? fact.sourcesBefore.length > 0 : undefined,
  ),
  'joined-sources': on('acted', fact =>
    intrusive.includes(fact.response) && fact.verdict === 'right'
      ? new Set(fact.sourcesBefore).size > 1
      : undefined,
  ),
  'right-target': on('acted', fact =>
    fact.response === 'contain' || fact.response === 'eradicate' ? fact.verdict === 'right' : undefined,
  ),
  'no-harm': on('acted', fact => fact.verdict !== 'harmful'),
  'contained-in-time': on('contained', fact => fact.afterMs !== undefined && fact.afterMs <= fact.limitMs),
  'kept-evidence': on('evidence', fact => fact.kept),
  'found-entry': answered('entry'),
  'found-extent': answered('hosts', 'accounts'),
  'found-route': answered('route', 'timeline'),
  'found-loss': answered('exfiltration', 'files'),
  'no-shotgun': on('answered', fact => fact.precision >= found),
  'recovered-clean': on('recovered', fact => (fact.afterMs === undefined ? undefined : fact.clean)),
  'recovered-in-time': on('recovered', fact => fact.afterMs !== undefined && fact.afterMs <= fact.limitMs),
  'kept-word': communicated('promise', 'answer'),
  'told-in-time': communicated('notice'),
  'asked-approval': communicated('approval'),
  'report-facts': on('reported', fact => (fact.outcome === 'missing' ? undefined : fact.outcome === 'right')),
  'report-complete': on('reported', fact => fact.outcome !== 'missing'),
};

/** The opportunities of a metric in a run's facts, in their order. */
export function opportunities(metric: BehaviourMetric, facts: readonly BehaviourFact[]): Opportunity[] {
  const judge = judges[metric];
  return facts.flatMap(fact => {
    const taken = judge(fact);
    return taken === undefined ? [] : [{ taken, fact: fact.id, evidence: fact.evidence }];
  });
}
