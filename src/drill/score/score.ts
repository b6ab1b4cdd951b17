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
  /** Speaks for the team or against it; absent where it only explains. */
  good?: boolean;
  /** Log line that shows it. */
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
  times: CourseTimes;
}

/** Simulated times; absent = never. */
export interface CourseTimes {
  detected?: number;
  contained?: number;
  /** Where the attack ends when nobody acts. */
  end: number;
  best: { detected?: number; contained?: number };
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
  /** Promises of the team and answers it owed, kept or not; none in a run of robots. */
  words?: readonly Word[];
  /** What hints took of a criterion, percent. */
  hints?: ReadonlyMap<CriterionId, number>;
}

export interface Word {
  kind: 'promise' | 'answer';
  what: string;
  kept: boolean;
  /** Id of the promise or inject. */
  ref: string;
}

type Part = { share: number; because: Because[] } | undefined;
const round = (value: number): number => Math.round(value * 100) / 100;

export function scoreTeam(scored: Scored): Score {
  const real = happened(scored.run, scored.truth);
  const parts: Record<CriterionId, Part> = {
    ...findings(scored, real),
    ...story(scored, real),
    ...course(scored, real),
    word: word(scored.words ?? []),
  };
  const criteria = Object.entries(weights).map(([name, weight]): Criterion => {
    const id = name as CriterionId;
    const part = parts[id];
    if (!part) return { id, points: 0, of: 0, because: [] };
    // A hint's price is taken of what was reached with it.
    const percent = scored.hints?.get(id) ?? 0;
    const paid = percent > 0 ? [because('drill.score.hint', { percent }, { good: false })] : [];
    return {
      id,
      points: round(weight * clamp(part.share) * (1 - percent / 100)),
      of: weight,
      because: [...part.because, ...paid],
    };
  });
  return { criteria, total: totalOf(criteria), times: timesOf(scored, real) };
}

/** Points got of 100 that could be got. */
export function totalOf(criteria: readonly Pick<Criterion, 'points' | 'of'>[]): number {
  const sum = (pick: (one: Pick<Criterion, 'points' | 'of'>) => number) =>
    criteria.reduce((total, one) => total + pick(one), 0);
  const of = sum(one => one.of);
  return of === 0 ? 0 : Math.round((1000 * sum(one => one.points)) / of) / 10;
}

/** How a host or account is written differs from log to log; what is meant is the same. */
const bareHost = (value: string): string =>
  /^[\d.:]+$/.test(value.trim()) ? value.trim() : value.trim().split('.')[0]!;
const bareAccount = (value: string): string => value.trim().replace(/^.*\\/, '').replace(/@.*$/, '');
const bareName = (value: string): string => value.trim().replace(/\.$/, '');
const bare = { host: bareHost, account: bareAccount, domain: bareName } as Readonly<
  Record<string, (value: string) => string>
>;

/** Sets: hosts, accounts, indicators, files. */
function findings({ case: made, proofOf }: Scored, real: Happened) {
  const claimed = made.entities
    .filter(one => one.verdict !== 'benign' && one.verdict !== 'suspected')
    .map(one => ({ ...one, value: bare[one.type]?.(one.value) ?? one.value }));
  const linked = new Map(claimed.map(one => [one.value.toLowerCase(), one.evidence]));
  const named = (types: readonly string[]) =>
    claimed.filter(one => types.includes(one.type)).map(one => one.value);
  const explain = ({ found, missed, wrong }: Match): Because[] => {
    const tell = (key: Because['key'], list: readonly string[], good: boolean) =>
      list.map(what =>
        because(key, { what }, { good, evidence: linked.get(what.toLowerCase()), proof: proofOf(what) }),
      );
    return [
      ...tell('drill.score.found', found, true),
      ...tell('drill.score.missed', missed, false),
      ...tell('drill.score.wrong', wrong, false),
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
  {
    good,
    evidence,
    proof,
  }: { good?: boolean; evidence?: readonly string[] | undefined; proof?: Proof | undefined } = {},
): Because => ({
  key,
  values,
  evidence: evidence ?? [],
  ...(good === undefined ? {} : { good }),
  ...(proof ? { proof } : {}),
});

/** Near enough to be the same moment: an hour's tenth and a bit for reading a clock. */
const sameMoment = 15 * 60_000;
const sameTechnique = (a: string | undefined, b: string) =>
  a !== undefined && (a === b || a.split('.')[0] === b.split('.')[0]);

/** Orders: timeline, route, entry. */
function story({ case: made, proofOf }: Scored, real: Happened) {
  // Each step is met by the item of its technique nearest in time; each item counts once.
  const free = [...made.timeline];
  const shows = ({ step, at }: Happened['timeline'][number]) => proofOf({ cause: `step:${step}`, from: at });
  const met: { step: Happened['timeline'][number]; when: number; evidence: readonly string[] }[] = [];
  const unmet: Happened['timeline'][number][] = [];
  for (const step of real.timeline) {
    const fits = free
      .filter(item => step.techniques.some(technique => item.technique === technique))
      .sort((a, b) => Math.abs(a.when - step.at) - Math.abs(b.when - step.at));
    const item = fits[0];
    if (item) {
      free.splice(free.indexOf(item), 1);
      met.push({ step, when: item.when, evidence: item.evidence });
    } else unmet.push(step);
  }
  const order = Math.max(0, kendall([...met].sort((a, b) => a.step.at - b.step.at).map(one => one.when)));
  const coverage = (2 * met.length) / Math.max(1, real.timeline.length + met.length + free.length);
  const timeline: Part =
    real.timeline.length === 0
      ? undefined
      : {
          share: met.length === 0 ? 0 : coverage * order,
          because: [
            ...met.map(({ step, evidence }) =>
              because(
                'drill.score.step-told',
                { step: step.step },
                { good: true, evidence, proof: shows(step) },
              ),
            ),
            ...unmet.map(step =>
              because('drill.score.step-untold', { step: step.step }, { good: false, proof: shows(step) }),
            ),
            because('drill.score.order', { percent: Math.round(100 * order) }),
          ],
        };
  const edges = matchSets(
    made.route.map(one => `${bareHost(one.from)}>${bareHost(one.to)}`),
    real.route,
  );
  const arrow = (edge: string) => {
    const [from = '', to = ''] = edge.split('>');
    return { values: { from, to }, proof: proofOf(to) };
  };
  const told = (key: Because['key'], list: readonly string[], good: boolean) =>
    list.map(edge => because(key, arrow(edge).values, { good, proof: arrow(edge).proof }));
  const route: Part =
    real.route.length === 0
      ? undefined
      : {
          share: edges.f1,
          because: [
            ...told('drill.score.edge-found', edges.found, true),
            ...told('drill.score.edge-missed', edges.missed, false),
            ...told('drill.score.edge-wrong', edges.wrong, false),
          ],
        };
  return { timeline, route, entry: entry(made, real, proofOf) };
}

/** How it began, as the case tells it: the route from outside, else its earliest item. */
function entry(made: Case, real: Happened, proofOf: ProofOf): Part {
  const first = [...made.timeline].sort((a, b) => a.when - b.when)[0];
  const door = made.route.find(one => one.from === 'internet');
  const checks: [string, number, boolean][] = [
    ['host', 0.3, bareHost(door?.to ?? first?.host ?? '').toLowerCase() === real.entry.host.toLowerCase()],
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
          one =>
            one.type === 'account' &&
            one.verdict !== 'benign' &&
            bareAccount(one.value).toLowerCase() === real.entry.account.toLowerCase(),
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
        { part: check[0] },
        { good: right.includes(check), evidence: first?.evidence, proof: proofOf(real.entry.host) },
      ),
    ),
  };
}

/** What an action names; a form may take several values at once. */
const valuesOf = ({ parameters }: ActionTaken): string[] =>
  Object.values(parameters).flatMap(value =>
    String(value)
      .toLowerCase()
      .split(/[\s,;]+/),
  );

/** What a team named or acted on that was part of the attack, earliest first, with what shows it. */
function noticed({ case: made, log }: Scored, real: Happened) {
  const known = new Set([...real.hosts, ...real.accounts, ...real.indicators].map(one => one.toLowerCase()));
  const named = made.entities
    .filter(one => one.verdict !== 'benign')
    .map(one => ({
      value: bare[one.type]?.(one.value) ?? one.value,
      at: one.at,
      by: [one.id, ...one.evidence],
    }));
  const pointed = log.flatMap(one =>
    valuesOf(one).map(value => ({ value, at: one.at, by: [`action:${one.number}`] })),
  );
  return [...named, ...pointed].filter(one => known.has(one.value.toLowerCase())).sort((a, b) => a.at - b.at);
}

function timesOf(scored: Scored, real: Happened): CourseTimes {
  const given = (name: 'detected' | 'contained', at: number | undefined) =>
    at === undefined ? {} : { [name]: at };
  return {
    ...given('detected', noticed(scored, real)[0]?.at),
    ...given('contained', containedAt(scored.run)),
    end: courseEnd(scored.doNothing),
    best: {
      ...given('detected', firstMeasure(scored.best)),
      ...given('contained', containedAt(scored.best)),
    },
  };
}

/** Time and harm. */
function course(scored: Scored, real: Happened) {
  const { run, doNothing, best, log, truth, proofOf } = scored;
  const times = timesOf(scored, real);
  const known = new Set([...real.hosts, ...real.accounts, ...real.indicators].map(one => one.toLowerCase()));
  const saved = clamp(
    (totalLoss(doNothing) - totalLoss(run)) / Math.max(1, totalLoss(doNothing) - totalLoss(best)),
  );
  const reachable = totalLoss(doNothing) > totalLoss(best);
  const avoided = reachable ? saved : 0;
  const { end } = times;
  const late = (at: number | undefined, reference: number | undefined): number =>
    at === undefined
      ? 0
      : clamp((end - at) / Math.max(1, end - Math.min(reference ?? truth.entry.at, end - 1)));
  const after = (
    at: number | undefined,
    shown: { evidence?: readonly string[]; proof?: Proof | undefined },
  ) =>
    at === undefined
      ? because('drill.score.never', {}, { good: false, proof: proofOf(truth.entry.host) })
      : because('drill.score.after', { minutes: Math.round((at - truth.entry.at) / 60_000) }, shown);
  const reference = (at: number | undefined): Because[] =>
    at === undefined
      ? []
      : [because('drill.score.best-after', { minutes: Math.round((at - truth.entry.at) / 60_000) })];
  const first = noticed(scored, real)[0];
  const stopped = run.actions
    .filter(one => one.status === 'done' && one.effectiveAt <= (times.contained ?? 0))
    .map(one => `action:${one.number}`);
  const lastStep = run.steps.filter(step => step.outcome === 'done').at(-1);
  const away = held(doNothing);
  const needless = log.filter(one => {
    const group = actions.get(one.action)?.group;
    if (group !== 'block' && group !== 'host' && group !== 'account') return false;
    const values = valuesOf(one);
    return values.length > 0 && !values.some(value => known.has(value));
  });
  const cleaned = away === 0 ? 0 : 1 - held(run) / away;
  const costly = [...run.actions]
    .filter(one => one.cost > 0)
    .sort((a, b) => b.cost - a.cost)
    .slice(0, 5);
  const done = (number: number) => ({
    evidence: [`action:${number}`],
    proof: proofOf({ cause: `action:${number}` }),
  });
  return {
    detect: {
      share: late(times.detected, times.best.detected),
      because: [
        after(times.detected, { evidence: first?.by ?? [], proof: first && proofOf(first.value) }),
        ...reference(times.best.detected),
      ],
    },
    contain: {
      share: late(times.contained, times.best.contained),
      because: [
        after(times.contained, {
          evidence: stopped,
          proof: lastStep && proofOf({ cause: `step:${lastStep.step}`, from: lastStep.at }),
        }),
        ...reference(times.best.contained),
      ],
    },
    recover:
      away === 0
        ? undefined
        : {
            share: cleaned,
            because: [
              because('drill.score.held', { left: held(run), of: away }),
              ...[...run.remaining.hosts, ...run.remaining.accounts].map(what =>
                because('drill.score.still-held', { what }, { good: false, proof: proofOf(what) }),
              ),
            ],
          },
    loss: reachable
      ? {
          share: avoided,
          because: [
            because('drill.score.loss', {
              loss: totalLoss(run),
              nothing: totalLoss(doNothing),
              best: totalLoss(best),
            }),
            ...run.losses
              .filter(one => one.points > 0)
              .map(one =>
                because(
                  'drill.score.lost',
                  { loss: one.kind, what: one.what, points: Math.round(one.points * 10) / 10 },
                  { good: false, proof: proofOf({ cause: `step:${one.step}` }) },
                ),
              ),
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
      because: [
        because('drill.score.cost', { cost: run.businessCost, best: best.businessCost }),
        ...costly.map(one =>
          because('drill.score.cost-of', { action: one.action, points: one.cost }, done(one.number)),
        ),
      ],
    },
    harm: {
      share: avoided * (1 - needless.length / Math.max(1, log.length)),
      because: needless.map(one =>
        because(
          'drill.score.needless',
          { action: one.action, what: Object.values(one.parameters).join(' ') },
          { good: false, ...done(one.number) },
        ),
      ),
    },
  } satisfies Partial<Record<CriterionId, Part>>;
}

/** Promises kept and answers given in time. */
function word(words: readonly Word[]): Part {
  if (words.length === 0) return undefined;
  return {
    share: words.filter(one => one.kept).length / words.length,
    because: words.map(({ kind, what, kept, ref }) =>
      because(
        kind === 'promise'
          ? kept
            ? 'drill.score.promise-kept'
            : 'drill.score.promise-broken'
          : kept
            ? 'drill.score.answer-given'
            : 'drill.score.answer-late',
        { what },
        { good: kept, evidence: [ref] },
      ),
    ),
  };
}
