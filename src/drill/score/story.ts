// How a team tells the attack: its order, its route, its entry.
import type { Case } from '#model/drill/case.ts';
import { type Because, because, type Part } from './because.ts';
import type { Happened } from './happened.ts';
import { kendall, matchSets } from './measures.ts';
import { bareAccount, bareHost } from './names.ts';
import type { ProofOf } from './proof.ts';
import type { Scored } from './score.ts';

/** Near enough to be the same moment: an hour's tenth and a bit for reading a clock. */
const sameMoment = 15 * 60_000;
const sameTechnique = (a: string | undefined, b: string) =>
  a !== undefined && (a === b || a.split('.')[0] === b.split('.')[0]);

/** Orders: timeline, route, entry. */
export function story({ case: made, proofOf }: Scored, real: Happened) {
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
