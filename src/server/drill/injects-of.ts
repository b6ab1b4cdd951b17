// The injects an exercise begins with: those of its programme, then what its scenario suggests.
import { actionList } from '#drill/actions/actions.ts';
import { namesIn } from '#drill/exercise/injects.ts';
import { milestones } from '#drill/exercise/milestones.ts';
import type { Scenario } from '#drill/run/scenario.ts';
import type { ConditionTerms } from '#model/drill/api.ts';
import type { Condition, Inject, InjectDefinition, InjectTrigger } from '#model/drill/inject.ts';
import type { Programme } from '#model/drill/programme.ts';
import { HinomiError } from '#model/errors.ts';
import type { LiveExercise } from './live-exercise.ts';
import { scenarioOf } from './variants.ts';

const fromScenario = (one: Scenario['injects'][number]): InjectDefinition => {
  const minutes: Condition = { minutes: one.minutes };
  return {
    id: one.id,
    title: one.title,
    from: { role: one.role },
    channel: one.channel,
    text: one.text,
    trigger:
      one.after === undefined
        ? { kind: 'clock', minutes: one.minutes }
        : { kind: 'condition', when: { all: [minutes, { step: one.after }] } },
    expectation: { text: one.expects, answer: 'text', minutes: 45 },
    rubric: [{ id: 'expected', text: one.expects, weight: 100 }],
  };
};

/** Injects of a new exercise. A name the programme has already is the programme's. */
export function firstInjects(
  exercise: string,
  programme: Programme,
  scenario: Scenario,
  now: number,
): Inject[] {
  const named = new Map<string, { definition: InjectDefinition; origin: Inject['origin'] }>();
  for (const one of scenario.injects)
    named.set(one.id, { definition: fromScenario(one), origin: 'scenario' });
  for (const one of programme.injects as InjectDefinition[])
    named.set(one.id, { definition: one, origin: 'programme' });
  return [...named.values()].map(({ definition: { id, ...definition }, origin }) => ({
    ...definition,
    id: `${exercise}:${id}`,
    exercise,
    name: id,
    origin,
    state: 'scheduled' as const,
    teams: [],
    created: now,
    updated: now,
  }));
}

/** What conditions of an exercise's injects may name. */
export function conditionTerms(live: LiveExercise): ConditionTerms {
  return {
    steps: scenarioOf(live.record.scenario).plan.map(({ id, title }) => ({ id, title })),
    actions: actionList.map(({ id, title }) => ({ id, title })),
    phases: live.record.programme.phases.map(({ id, title }) => ({ id, title })),
    injects: live.injects.map(({ name, title }) => ({ id: name, title })),
    milestones: milestones.map(one => one.id),
  };
}

/** @throws HinomiError `REQUEST_INVALID` when a condition names what the exercise does not have: it would never come. */
export function needTerms(live: LiveExercise, trigger: InjectTrigger): void {
  if (trigger.kind !== 'condition') return;
  const terms = conditionTerms(live);
  const known = {
    step: terms.steps.map(one => one.id),
    action: terms.actions.map(one => one.id),
    phase: terms.phases.map(one => one.id),
    inject: terms.injects.map(one => one.id),
    milestone: terms.milestones,
  };
  for (const { kind, name, field } of namesIn(trigger.when))
    if (!known[kind].includes(name))
      throw new HinomiError('REQUEST_INVALID', `this exercise has no ${kind} ${name}`, {
        place: { field: `body/trigger/when${field}` },
        remedy: 'Choose one of those GET …/conditions lists.',
        status: 400,
      });
}
