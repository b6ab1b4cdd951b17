// The injects an exercise begins with: those of its programme, then what its scenario suggests.
import type { Scenario } from '#drill/run/scenario.ts';
import type { Condition, Inject, InjectDefinition } from '#model/drill/inject.ts';
import type { Programme } from '#model/drill/programme.ts';

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
