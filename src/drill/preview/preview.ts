// What a class would meet when nobody acts: the attack step by step with the lines it leaves, who says what when, which
// injects come, false leads, best play and the price of every action. For authors and staff, never for trainees.
import type { Condition, Inject, InjectDefinition, InjectTrigger } from '#model/drill/inject.ts';
import type { Programme } from '#model/drill/programme.ts';
import type { Localized } from '#model/localized.ts';
import { actionList } from '../actions/actions.ts';
import { leads } from '../attack/leads.ts';
import { type Facts, fires } from '../exercise/injects.ts';
import { stateOf } from '../exercise/state.ts';
import { bestPlay } from '../run/best-play.ts';
import type { Run, StepTaken, Utterance } from '../run/run.ts';
import type { Scenario } from '../run/scenario.ts';
import { simulate, totalLoss } from '../run/simulate.ts';
import { makeVariant, type Variant } from '../run/variant.ts';
import { type OverlayRow, overlayWriter } from '../view/overlay.ts';
import type { World } from '../world/entities.ts';

/** Lines of one cause in one source: how many, when, and the first of them. */
export interface Evidence {
  source: string;
  lines: number;
  first: number;
  last: number;
  /** Event numbers and other codes of the lines, each once. */
  codes: string[];
  examples: string[];
}

export interface Preview {
  scenario: Pick<Scenario, 'id' | 'title' | 'summary' | 'briefing' | 'level' | 'status'>;
  organisation: {
    profile: string;
    name: Localized;
    domain: string;
    people: number;
    hosts: number;
    utcOffset: number;
    jewels: { name: Localized; value: number }[];
  };
  /** The exercise's window. */
  start: number;
  end: number;
  steps: (Pick<
    StepTaken,
    'step' | 'at' | 'end' | 'tactic' | 'techniques' | 'outcome' | 'hosts' | 'accounts'
  > & {
    title: Localized;
    evidence: Evidence[];
  })[];
  /** Steps the attacker does not come to in the window. */
  never: { step: string; title: Localized }[];
  leads: { lead: string; title: Localized; evidence: Evidence[] }[];
  said: Pick<Utterance, 'at' | 'channel' | 'message'>[];
  /** `at` is absent where the trigger does not come up by itself. */
  injects: {
    inject: string;
    title: Localized;
    role: string;
    channel: string;
    text: Localized;
    trigger: InjectTrigger;
    at?: number;
  }[];
  bestPlay: { action: string; title: Localized; at: number; parameters: Readonly<Record<string, unknown>> }[];
  harm: { idle: number; best: { loss: number; cost: number } };
  actions: {
    action: string;
    title: Localized;
    cost: Localized;
    effort: number;
    /** Minutes until it takes effect. */
    delay: readonly [number, number];
    approval: 'none' | 'boss';
  }[];
}

const mostExamples = 3;
const mostCodes = 12;
const longestExample = 400;
const minute = 60_000;

/**
 * Plays a variant with nobody acting. Takes a second or two: best play is searched.
 * @param programme whose injects come besides those of the scenario.
 */
export function previewOf(world: World, scenario: Scenario, seed: number, programme?: Programme): Preview {
  const variant = makeVariant(world, scenario, seed);
  const run = simulate(world, variant, [], variant.end);
  const played = bestPlay(world, variant);
  const best = simulate(world, variant, played, variant.end);
  const byCause = evidenceByCause(overlayWriter(world)(run.events), variant);
  const titles = new Map(scenario.plan.map(step => [step.id, step.title]));
  const names = new Map(actionList.map(action => [action.id, action.title]));
  const { id, title, summary, briefing, level, status } = scenario;
  const { organisation } = world;
  return {
    scenario: { id, title, summary, briefing, level, status },
    organisation: {
      profile: organisation.profile,
      name: organisation.name,
      domain: organisation.domain,
      people: organisation.people.length,
      hosts: organisation.hosts.length,
      utcOffset: organisation.utcOffset,
      jewels: organisation.crownJewels.map(({ name, value }) => ({ name, value })),
    },
    start: variant.start,
    end: variant.end,
    steps: run.steps.map(({ step, at, end, tactic, techniques, outcome, hosts, accounts }, index) => ({
      ...{ step, at, end, tactic, techniques, outcome, hosts, accounts },
      title: titles.get(step)!,
      // Attempts of one step leave lines of one cause: they are told with the first.
      evidence:
        run.steps.findIndex(other => other.step === step) === index
          ? (byCause.get(`step:${step}`) ?? [])
          : [],
    })),
    never: scenario.plan
      .filter(step => !run.steps.some(one => one.step === step.id))
      .map(step => ({ step: step.id, title: step.title })),
    leads: variant.leads.map(lead => ({
      lead,
      title: leads.get(lead)!.title,
      evidence: byCause.get(`oddity:${lead}`) ?? [],
    })),
    said: run.utterances.map(({ at, channel, message }) => ({ at, channel, message })),
    injects: injectsIn(variant, run, programme),
    bestPlay: played.map(({ action, at, parameters }) => ({
      action,
      title: names.get(action)!,
      at,
      parameters,
    })),
    harm: { idle: totalLoss(run), best: { loss: totalLoss(best), cost: best.businessCost } },
    actions: actionList.map(({ id: action, title: name, cost, effort, delay, approval }) => ({
      ...{ action, title: name, cost, effort, delay, approval },
    })),
  };
}

/** Lines of the window by what caused them, source by source. */
function evidenceByCause(rows: readonly OverlayRow[], { end }: Variant): Map<string, Evidence[]> {
  const found = new Map<string, Map<string, Evidence>>();
  for (const { at, source, text, cause, code } of rows) {
    if (at > end) continue;
    const bySource = found.get(cause) ?? new Map<string, Evidence>();
    found.set(cause, bySource);
    const known = bySource.get(source) ?? { source, lines: 0, first: at, last: at, codes: [], examples: [] };
    bySource.set(source, known);
    known.lines++;
    known.last = at;
    if (code !== '' && !known.codes.includes(code) && known.codes.length < mostCodes) known.codes.push(code);
    if (known.examples.length < mostExamples) known.examples.push(cut(text));
  }
  return new Map([...found].map(([cause, sources]) => [cause, [...sources.values()]]));
}
const cut = (text: string): string =>
  text.length <= longestExample ? text : `${text.slice(0, longestExample - 1)}…`;

/** When injects come in a run without deeds, looked at each minute as the exercise does. */
function injectsIn(variant: Variant, run: Run, programme: Programme | undefined): Preview['injects'] {
  const known = [
    ...variant.scenario.injects.map(suggested),
    ...((programme?.injects ?? []) as InjectDefinition[]),
  ].map(
    (one): Inject => ({
      ...one,
      ...{
        exercise: '',
        name: one.id,
        origin: 'programme',
        state: 'scheduled',
        teams: [],
        created: 0,
        updated: 0,
      },
    }),
  );
  const at = new Map<string, number>();
  const facts: Omit<Facts, 'now'> = {
    ...{ simStart: variant.start, run, phase: undefined },
    state: stateOf([]),
    injectId: name => name,
  };
  for (let now = variant.start; now <= variant.end; now += minute)
    for (const inject of known)
      if (!at.has(inject.id) && fires(inject, '', { ...facts, now })) at.set(inject.id, now);
  return known
    .map(({ id, title, from, channel, text, trigger }) => {
      const moment = at.get(id);
      return {
        inject: id,
        title,
        role: from.role,
        channel,
        text,
        trigger,
        ...(moment === undefined ? {} : { at: moment }),
      };
    })
    .sort((a, b) => (a.at ?? Infinity) - (b.at ?? Infinity));
}

/** What a scenario suggests, as far as sending it goes. */
const suggested = ({
  id,
  title,
  role,
  channel,
  text,
  minutes,
  after,
}: Scenario['injects'][number]): InjectDefinition => {
  const when: Condition[] = [{ minutes }, ...(after === undefined ? [] : [{ step: after }])];
  return {
    ...{ id, title, channel, text, rubric: [] },
    from: { role },
    trigger: { kind: 'condition', when: { all: when } },
  };
};
