// A scenario played to its end with nobody acting: which records its steps leave, and which rules catch them.
import type { SigmaMatcher } from '#analyse/incident/sigma/matcher.ts';
import { levels, type Tally } from '#analyse/incident/sigma/tally.ts';
import { projectionContext } from '#drill/evidence/context.ts';
import { compileProjection } from '#drill/evidence/project.ts';
import { sources } from '#drill/evidence/sources.ts';
import { type WorldRequest, worldOf } from '#drill/generate/options.ts';
import type { Scenario } from '#drill/run/scenario.ts';
import { simulate } from '#drill/run/simulate.ts';
import { makeVariant } from '#drill/run/variant.ts';
import { HinomiError } from '#model/errors.ts';
import { type Category, Judge, judged, type Tallies } from './judge.ts';

interface StepCaught {
  step: string;
  move: string;
  techniques: readonly string[];
  /** Windows records it left. */
  events: number;
  /** Records in other logs rules are about. */
  others: number;
  /** Rules that alert on them, most serious first, with the number of alerts and the kind of logs. */
  rules: { title: string; level: string; alerts: number; category: Category }[];
}

export interface Attacked {
  scenario: string;
  status: Scenario['status'];
  profile: string;
  steps: StepCaught[];
  /** Alerts of medium and above on the false leads of the variant. */
  falseLeads: number;
}

const read = sources.filter(source => judged.includes(source.id));
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
  const context = projectionContext(world);
  const project = compileProjection(read, context);
  const judge = new Judge(matcher, context);
  const tallies = new Map<string, Tallies>();
  for (const happening of run.events)
    project(happening, (source, at, text, { host }, cause) => {
      let mine = tallies.get(cause);
      if (!mine) {
        mine = new Map();
        tallies.set(cause, mine);
      }
      judge.judge(read[source]!.id, text, at, host, mine);
    });
  const taken = new Map(run.steps.map(step => [step.step, step]));
  const rank = (level: string) => levels.indexOf(level);
  const count = (mine: [Category, Tally][]) => mine.reduce((sum, [, { events }]) => sum + events, 0);
  return {
    scenario: scenario.id,
    status: scenario.status,
    profile,
    steps: scenario.plan
      .filter(step => taken.has(step.id))
      .map(({ id, move }) => {
        const mine = [...(tallies.get(`step:${id}`) ?? [])];
        return {
          step: id,
          move,
          techniques: taken.get(id)!.techniques,
          events: count(mine.filter(([category]) => category === 'windows')),
          others: count(mine.filter(([category]) => category !== 'windows')),
          rules: mine
            .flatMap(([category, tally]) =>
              tally.summary().rules.map(({ title, level, alerts }) => ({ title, level, alerts, category })),
            )
            .sort((a, b) => rank(a.level) - rank(b.level)),
        };
      }),
    falseLeads: [...tallies]
      .filter(([cause]) => cause.startsWith('oddity:'))
      .flatMap(([, mine]) => [...mine.values()].flatMap(tally => tally.summary().byLevel))
      .reduce((sum, { level, alerts }) => sum + (rank(level) <= rank('medium') ? alerts : 0), 0),
  };
}
