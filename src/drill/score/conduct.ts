// What a team did: how soon, how thoroughly, at what harm, loss and cost.
import { actions } from '../actions/actions.ts';
import type { ActionTaken } from '../run/run.ts';
import { totalLoss } from '../run/simulate.ts';
import { type Because, because, type Part } from './because.ts';
import { containedAt, courseEnd, fallen, firstMeasure, held } from './course.ts';
import type { Happened } from './happened.ts';
import { clamp } from './measures.ts';
import { bare } from './names.ts';
import type { Proof } from './proof.ts';
import type { CourseTimes, Scored } from './score.ts';
import type { CriterionId } from './weights.ts';

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

export function timesOf(scored: Scored, real: Happened): CourseTimes {
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
export function conduct(scored: Scored, real: Happened) {
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
  // Of what they lost themselves: who stopped the attack early has less to clean, and no less reason to.
  const lost = fallen(run);
  const cleaned = lost === 0 ? 1 : 1 - held(run) / lost;
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
              because('drill.score.held', { left: held(run), of: lost }),
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
