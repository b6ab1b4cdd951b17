// "Had you isolated it at 14:20": the run with one thing done otherwise, next to the run as it was.
import { Check } from 'typebox/value';
import type { Change, WhatIf } from '#model/drill/review.ts';
import { HinomiError } from '#model/errors.ts';
import { minute } from '#model/time.ts';
import { actions } from '../actions/actions.ts';
import type { ActionTaken, Run, StepTaken } from '../run/run.ts';
import { simulate, totalLoss } from '../run/simulate.ts';
import type { Variant } from '../run/variant.ts';
import { containedAt } from '../score/course.ts';
import { explained, stepTitle } from '../score/explain.ts';
import type { World } from '../world/entities.ts';
import { curvesOf } from './curve.ts';

/** A boss who is asked for something sensible thinks so long. */
const approval = 5 * minute;

const refused = (field: string, why: string, remedy: string) =>
  new HinomiError('REQUEST_INVALID', why, { place: { field }, remedy, status: 400 });

/**
 * The log with a change in it. A boss asked anew says yes.
 * @throws HinomiError `REQUEST_INVALID` for an action that is none, a form that does not fit, a time outside the exercise.
 */
export function changedLog(
  log: readonly ActionTaken[],
  change: Change,
  window: { start: number; end: number },
): ActionTaken[] {
  if (change.do !== 'remove' && (change.at < window.start || change.at > window.end))
    throw refused(
      'body/change/at',
      'that moment is outside the exercise',
      'Choose one between start and end.',
    );
  if (change.do === 'add') {
    const action = actions.get(change.action);
    if (!action || !Check(action.parameters, change.parameters))
      throw refused(
        action ? 'body/change/parameters' : 'body/change/action',
        'there is no such action',
        'Choose an action of the list and fill in its form.',
      );
    const number = log.reduce((last, one) => Math.max(last, one.number), 0) + 1;
    return [
      ...log,
      {
        number,
        action: change.action,
        parameters: change.parameters,
        at: change.at,
        by: '',
        ...(action.approval === 'none' ? {} : { approvedAt: change.at + approval }),
      },
    ];
  }
  const known = log.find(one => one.number === change.number);
  if (!known)
    throw refused('body/change/number', `there is no action ${change.number}`, 'Choose one of the team’s.');
  const others = log.filter(one => one !== known);
  if (change.do === 'remove') return others;
  const shift = change.at - known.at;
  return [
    ...others,
    {
      ...known,
      at: change.at,
      ...(known.approvedAt === undefined ? {} : { approvedAt: known.approvedAt + shift }),
    },
  ];
}

/** What an action is about, in a line. */
export const aboutOf = ({ parameters }: Pick<ActionTaken, 'parameters'>): string =>
  Object.values(parameters).map(String).join(' ').slice(0, 120);

/** Time of day in the organisation. */
export const clockTime = (world: World, at: number): string =>
  new Date(at + world.organisation.utcOffset * minute).toISOString().slice(11, 16);

/** A change in words. */
export function changeText(
  world: World,
  variant: Variant,
  log: readonly ActionTaken[],
  change: Change,
): WhatIf['text'] {
  const known = change.do === 'add' ? change : log.find(one => one.number === change.number);
  const about = known ? { action: known.action, what: aboutOf(known) } : { action: '', what: '' };
  const { scenario } = variant;
  if (change.do === 'remove') return explained('drill.debrief.if-removed', about, scenario);
  const time = clockTime(world, change.at);
  return change.do === 'add'
    ? explained('drill.debrief.if-added', { ...about, time }, scenario)
    : explained(
        'drill.debrief.if-moved',
        { ...about, time, was: clockTime(world, known?.at ?? change.at) },
        scenario,
      );
}

/** Steps that went through, each once. */
const through = (run: Run): Map<string, StepTaken> => {
  const found = new Map<string, StepTaken>();
  for (const step of run.steps)
    if (step.outcome === 'done' && !found.has(step.step)) found.set(step.step, step);
  return found;
};

/** Later by less than this is no difference. */
const noticeable = minute;

/** The run as it was against the run with the change, both to `until`. Pure. */
export function whatIf(
  world: World,
  variant: Variant,
  log: readonly ActionTaken[],
  was: Run,
  change: Change,
  until: number,
): WhatIf {
  const { changed, now, ...effect } = effectOf(world, variant, log, was, change, until);
  return {
    ...effect,
    curves: {
      was: curvesOf(world, variant, log, was, until).loss,
      now: curvesOf(world, variant, changed, now, until).loss,
    },
  };
}

/** What a change comes to, without the curves, which take most of the time. */
export function effectOf(
  world: World,
  variant: Variant,
  log: readonly ActionTaken[],
  was: Run,
  change: Change,
  until: number,
): Omit<WhatIf, 'curves'> & { changed: ActionTaken[]; now: Run } {
  const changed = changedLog(log, change, { start: variant.start, end: until });
  const now = simulate(world, variant, changed, until);
  const [before, after] = [through(was), through(now)];
  const begun = new Set(now.steps.map(step => step.step));
  const seen = (step: StepTaken) => ({
    step: step.step,
    title: stepTitle(variant.scenario, step.step),
    at: step.at,
  });
  const lost = [...before.values()].filter(step => !after.has(step.step));
  const number = change.do === 'add' ? changed.at(-1)!.number : change.number;
  const outcome = now.actions.find(one => one.number === number);
  const contained = (name: 'was' | 'now', run: Run) => {
    const at = containedAt(run);
    return at === undefined ? {} : { [name]: at };
  };
  const state = (run: Run) =>
    explained('drill.debrief.attacker', { attacker: run.attacker.state }, variant.scenario);
  return {
    change,
    text: changeText(world, variant, log, change),
    loss: { was: totalLoss(was), now: totalLoss(now) },
    cost: { was: was.businessCost, now: now.businessCost },
    prevented: lost.filter(step => !begun.has(step.step)).map(seen),
    failed: lost.filter(step => begun.has(step.step)).map(seen),
    later: [...before.values()].flatMap(step => {
      const then = after.get(step.step);
      return then && then.at - step.at > noticeable
        ? [{ step: step.step, title: stepTitle(variant.scenario, step.step), was: step.at, now: then.at }]
        : [];
    }),
    instead: [...after.values()].filter(step => !before.has(step.step)).map(seen),
    ...(outcome
      ? {
          outcome: {
            status: outcome.status,
            message: { key: outcome.message.key, values: { ...outcome.message.values } },
          },
        }
      : {}),
    contained: { ...contained('was', was), ...contained('now', now) },
    attacker: { was: state(was), now: state(now) },
    changed,
    now,
  };
}
