// The score of a team: its case against what happened, its course against doing nothing and best play. Pure.

import type en from '#content/messages/en/drill-score.json';
import type { Case } from '#model/drill/case.ts';
import { actions } from '../actions/actions.ts';
import type { ActionTaken, Run, Truth } from '../run/run.ts';
import { totalLoss } from '../run/simulate.ts';
import type { Variant } from '../run/variant.ts';
import { containedAt, courseEnd, firstMeasure, held } from './course.ts';
import { type Happened, happened } from './happened.ts';
import { clamp, kendall, type Match, matchSets } from './measures.ts';
import type { Proof, ProofOf } from './proof.ts';
import { type CriterionId, weights } from './weights.ts';

/** Why points were given or not. */
export interface Because {
  key: keyof typeof en;
  values: Readonly<Record<string, string | number>>;
  /** Log line of the attack that shows it. */
  proof?: Proof;
  /** Lines or items of the team's case that say it. */
  evidence: readonly string[];
}

export interface Criterion {
  id: CriterionId;
  /** Points got and points to get; nothing to get where the incident has no such thing. */
  points: number;
  of: number;
  because: readonly Because[];
}

export interface Score {
  criteria: readonly Criterion[];
  /** 0 to 100, of what could be got. */
  total: number;
}

export interface Scored {
  variant: Variant;
  truth: Truth;
  /** The team's run, the run of nobody acting, the run of best play; all to the same time. */
  run: Run;
  doNothing: Run;
  best: Run;
  case: Case;
  /** The team's actions. */
  log: readonly ActionTaken[];
  proofOf: ProofOf;
}

type Part = { share: number; because: Because[] } | undefined;
const round = (value: number): number => Math.round(value * 100) / 100;

export function scoreTeam(scored: Scored): Score {
  const real = happened(scored.run, scored.truth);
  const parts: Record<CriterionId, Part> = {
    ...findings(scored, real),
    ...story(scored, real),
    ...course(scored, real),
  };
  const criteria = Object.entries(weights).map(([name, weight]): Criterion => {
    const id = name as CriterionId;
    const part = parts[id];
    return part
      ? { id, points: round(weight * clamp(part.share)), of: weight, because: part.because }
      : { id, points: 0, of: 0, because: [] };
  });
  const sum = (pick: (one: Criterion) => number) => criteria.reduce((total, one) => total + pick(one), 0);
  const of = sum(one => one.of);
  return { criteria, total: of === 0 ? 0 : Math.round((1000 * sum(one => one.points)) / of) / 10 };
}

/** Sets: hosts, accounts, indicators, files. */
function findings({ case: made, proofOf }: Scored, real: Happened) {
  const claimed = made.entities.filter(one => one.verdict !== 'benign' && one.verdict !== 'suspected');
  const linked = new Map(claimed.map(one => [one.value.toLowerCase(), one.evidence]));
  const named = (types: readonly string[]) =>
    claimed.filter(one => types.includes(one.type)).map(one => one.value);
  const explain = ({ found, missed, wrong }: Match): Because[] => {
    const tell = (key: Because['key'], list: readonly string[]) =>
      list.map(what => because(key, { what }, linked.get(what.toLowerCase()) ?? [], proofOf(what)));
    return [
      ...tell('drill.score.found', found),
      ...tell('drill.score.missed', missed),
      ...tell('drill.score.wrong', wrong),
    ];
  };
  const part = (mine: readonly string[], theirs: readonly string[]): Part => {
    if (theirs.length === 0) return undefined;
    const match = matchSets(mine, theirs);
    return { share: match.f1, because: explain(match) };
  };
  // A path is an indicator (a tool left behind) or a document touched: it counts where it belongs.
  const files = new Set(real.files.map(one => one.toLowerCase()));
  const paths = named(['path']);
  const other = named([
    'domain',
    'ip',
    'url',
    'sha256',
    'email',
    'service',
    'task',
    'registry',
    'user-agent',
  ]);
  const isFile = (path: string) => files.has(path.toLowerCase());
  return {
    hosts: part(named(['host']), real.hosts),
    accounts: part(named(['account']), real.accounts),
    indicators: part([...other, ...paths.filter(path => !isFile(path))], real.indicators),
    files: part(paths.filter(isFile), real.files),
  };
}

const because = (
  key: Because['key'],
  values: Because['values'],
  evidence: readonly string[] = [],
  proof?: Proof,
): Because => ({ key, values, evidence, ...(proof ? { proof } : {}) });

/** Near enough to be the same moment: an hour's tenth and a bit for reading a clock. */
const sameMoment = 15 * 60_000;
const sameTechnique = (a: string | undefined, b: string) =>
  a !== undefined && (a === b || a.split('.')[0] === b.split('.')[0]);

/** Orders: timeline, route, entry. */
function story({ case: made, proofOf }: Scored, real: Happened) {
  // Each step is met by the item of its technique nearest in time; each item counts once.
  const free = [...made.timeline];
  const met: { step: Happened['timeline'][number]; when: number; evidence: readonly string[] }[] = [];
  const unmet: string[] = [];
  for (const step of real.timeline) {
    const fits = free
      .filter(item => step.techniques.some(technique => item.technique === technique))
      .sort((a, b) => Math.abs(a.when - step.at) - Math.abs(b.when - step.at));
    const item = fits[0];
    if (item) {
      free.splice(free.indexOf(item), 1);
      met.push({ step, when: item.when, evidence: item.evidence });
    } else unmet.push(step.step);
  }
  const order = Math.max(0, kendall([...met].sort((a, b) => a.step.at - b.step.at).map(one => one.when)));
  const coverage = (2 * met.length) / Math.max(1, real.timeline.length + met.length + free.length);
  const timeline: Part =
    real.timeline.length === 0
      ? undefined
      : {
          share: met.length === 0 ? 0 : coverage * order,
          because: [
            ...met.map(one => because('drill.score.step-told', { what: one.step.step }, one.evidence)),
            ...unmet.map(what => because('drill.score.step-untold', { what })),
            because('drill.score.order', { percent: Math.round(100 * order) }),
          ],
        };
  const edges = matchSets(
    made.route.map(one => `${one.from}>${one.to}`),
    real.route,
  );
  const arrow = (edge: string) => {
    const [from = '', to = ''] = edge.split('>');
    return { values: { from, to }, proof: proofOf(to) };
  };
  const told = (key: Because['key'], list: readonly string[]) =>
    list.map(edge => because(key, arrow(edge).values, [], arrow(edge).proof));
  const route: Part =
    real.route.length === 0
      ? undefined
      : {
          share: edges.f1,
          because: [
            ...told('drill.score.edge-found', edges.found),
            ...told('drill.score.edge-missed', edges.missed),
            ...told('drill.score.edge-wrong', edges.wrong),
          ],
        };
  return { timeline, route, entry: entry(made, real, proofOf) };
}

/** How it began, as the case tells it: the route from outside, else its earliest item. */
function entry(made: Case, real: Happened, proofOf: ProofOf): Part {
  const first = [...made.timeline].sort((a, b) => a.when - b.when)[0];
  const door = made.route.find(one => one.from === 'internet');
  const checks: [string, number, boolean][] = [
    ['host', 0.3, (door?.to ?? first?.host ?? '').toLowerCase() === real.entry.host.toLowerCase()],
    [
      'vector',
      0.3,
      sameTechnique(first?.technique, real.entry.vector) || sameTechnique(door?.technique, real.entry.vector),
    ],
    [
      'account',
      0.2,
      real.entry.account === '' ||
        made.entities.some(
          one => one.type === 'account' && one.verdict !== 'benign' && one.value === real.entry.account,
        ),
    ],
    ['time', 0.2, first !== undefined && Math.abs(first.when - real.entry.at) <= sameMoment],
  ];
  const right = made.timeline.length + made.route.length === 0 ? [] : checks.filter(([, , good]) => good);
  return {
    share: right.reduce((sum, [, share]) => sum + share, 0),
    because: checks.map(check =>
      because(
        right.includes(check) ? 'drill.score.entry-right' : 'drill.score.entry-wrong',
        { what: check[0] },
        first?.evidence ?? [],
        proofOf(real.entry.host),
      ),
    ),
  };
}

/** Time and harm. */
function course({ run, doNothing, best, case: made, log, truth }: Scored, real: Happened) {
  const end = courseEnd(doNothing);
  const known = new Set([...real.hosts, ...real.accounts, ...real.indicators].map(one => one.toLowerCase()));
  const named = made.entities
    .filter(one => one.verdict !== 'benign' && known.has(one.value.toLowerCase()))
    .map(one => one.at);
  const pointed = log
    .filter(one => Object.values(one.parameters).some(value => known.has(String(value).toLowerCase())))
    .map(one => one.at);
  const detectedAt = [...named, ...pointed].sort((a, b) => a - b)[0];
  const saved = clamp(
    (totalLoss(doNothing) - totalLoss(run)) / Math.max(1, totalLoss(doNothing) - totalLoss(best)),
  );
  const reachable = totalLoss(doNothing) > totalLoss(best);
  const avoided = reachable ? saved : 0;
  const late = (at: number | undefined, reference: number | undefined): number =>
    at === undefined
      ? 0
      : clamp((end - at) / Math.max(1, end - Math.min(reference ?? truth.entry.at, end - 1)));
  const minutes = (at: number | undefined) =>
    at === undefined ? -1 : Math.round((at - truth.entry.at) / 60_000);
  const contained = containedAt(run);
  const measure = (key: Because['key'], at: number | undefined): Because[] => [
    at === undefined ? because('drill.score.never', {}) : because(key, { minutes: minutes(at) }),
  ];
  const away = held(doNothing);
  const needless = log.filter(one => {
    const group = actions.get(one.action)?.group;
    if (group !== 'block' && group !== 'host' && group !== 'account') return false;
    const values = Object.values(one.parameters).map(value => String(value).toLowerCase());
    return values.length > 0 && !values.some(value => known.has(value));
  });
  const cleaned = away === 0 ? 0 : 1 - held(run) / away;
  return {
    detect: {
      share: late(detectedAt, firstMeasure(best)),
      because: measure('drill.score.after', detectedAt),
    },
    contain: { share: late(contained, containedAt(best)), because: measure('drill.score.after', contained) },
    recover:
      away === 0
        ? undefined
        : { share: cleaned, because: [because('drill.score.held', { left: held(run), of: away })] },
    loss: reachable
      ? {
          share: avoided,
          because: [
            because('drill.score.loss', {
              loss: totalLoss(run),
              nothing: totalLoss(doNothing),
              best: totalLoss(best),
            }),
          ],
        }
      : undefined,
    // Sparing the business counts only as far as the harm of the attack was kept away: nobody acting is no virtue.
    cost: {
      share:
        avoided *
        (run.businessCost <= best.businessCost
          ? 1
          : clamp(1 - (run.businessCost - best.businessCost) / Math.max(20, 4 * best.businessCost))),
      because: [because('drill.score.cost', { cost: run.businessCost, best: best.businessCost })],
    },
    harm: {
      share: avoided * (1 - needless.length / Math.max(1, log.length)),
      because: needless.map(one =>
        because('drill.score.needless', {
          action: one.action,
          what: Object.values(one.parameters).join(' '),
        }),
      ),
    },
  } satisfies Partial<Record<CriterionId, Part>>;
}
