// A scenario played to its end with nobody acting: which of its steps leave Windows records, and which rules catch them.
import { flatten } from '#analyse/incident/sigma/event.ts';
import type { SigmaMatcher } from '#analyse/incident/sigma/matcher.ts';
import { levels, Tally } from '#analyse/incident/sigma/tally.ts';
import { projectionContext } from '#drill/evidence/context.ts';
import { compileProjection } from '#drill/evidence/project.ts';
import { sources } from '#drill/evidence/sources.ts';
import { type WorldRequest, worldOf } from '#drill/generate/options.ts';
import type { Scenario } from '#drill/run/scenario.ts';
import { simulate } from '#drill/run/simulate.ts';
import { makeVariant } from '#drill/run/variant.ts';
import { HinomiError } from '#model/errors.ts';

interface StepCaught {
  step: string;
  move: string;
  techniques: readonly string[];
  /** Windows records it left. */
  events: number;
  /** Rules that alert on them, most serious first, with the number of alerts. */
  rules: { title: string; level: string; alerts: number }[];
}

export interface Attacked {
  scenario: string;
  status: Scenario['status'];
  profile: string;
  steps: StepCaught[];
  /** Alerts of medium and above on the false leads of the variant. */
  falseLeads: number;
}

const windows = sources.filter(source => source.id.startsWith('windows-'));
/** Tried in this order after the profile asked for: some attacks need a plant, a bank or members who log in. */
const others = ['manufacturer', 'bank', 'ministry', 'prefecture', 'hospital', 'university', 'small-firm'];

function played(request: WorldRequest, scenario: Scenario) {
  let refused: unknown;
  for (const profile of [request.profile, ...others])
    try {
      const world = worldOf({ ...request, profile });
      const variant = makeVariant(world, scenario, request.seed);
      return { profile, world, run: simulate(world, variant, [], variant.end) };
    } catch (error) {
      // An organisation without what the attack needs; a fault of the program is none.
      if (!(error instanceof HinomiError)) throw error;
      refused = error;
    }
  throw refused;
}

/** @throws HinomiError when no organisation has what the scenario needs. */
export function attack(request: WorldRequest, scenario: Scenario, matcher: SigmaMatcher): Attacked {
  const { profile, world, run } = played(request, scenario);
  const project = compileProjection(windows, projectionContext(world));
  const tallies = new Map<string, Tally>();
  for (const happening of run.events)
    project(happening, (_, __, text, ___, cause) => {
      const tally = tallies.get(cause) ?? new Tally();
      tallies.set(cause, tally);
      const event = flatten(JSON.parse(text));
      if (event) tally.add(event, matcher.match(event));
    });
  const taken = new Map(run.steps.map(step => [step.step, step]));
  const rank = (level: string) => levels.indexOf(level);
  return {
    scenario: scenario.id,
    status: scenario.status,
    profile,
    steps: scenario.plan
      .filter(step => taken.has(step.id))
      .map(({ id, move }) => {
        const tally = tallies.get(`step:${id}`);
        return {
          step: id,
          move,
          techniques: taken.get(id)!.techniques,
          events: tally?.events ?? 0,
          rules: (tally?.summary().rules ?? [])
            .map(({ title, level, alerts }) => ({ title, level, alerts }))
            .sort((a, b) => rank(a.level) - rank(b.level)),
        };
      }),
    falseLeads: [...tallies].reduce(
      (sum, [cause, tally]) =>
        cause.startsWith('oddity:')
          ? sum +
            tally
              .summary()
              .byLevel.filter(({ level }) => rank(level) <= rank('medium'))
              .reduce((alerts, one) => alerts + one.alerts, 0)
          : sum,
      0,
    ),
  };
}
