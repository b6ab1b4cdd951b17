// A team's run: everyday life is not touched here; what comes out is what happens besides it.
import { Check } from 'typebox/value';
import { actions as registry } from '../actions/actions.ts';
import { type Action, Order, type Result } from '../actions/order.ts';
import { startAgent } from '../attack/agent.ts';
import { startLeads } from '../attack/leads.ts';
import type { SimTime, World } from '../world/entities.ts';
import { costOf, lossesOf, type OpenOutcome, points } from './ledger.ts';
import type { ActionTaken, Run, Truth } from './run.ts';
import { controls, credentialGood, goldenGood } from './situation.ts';
import { makeState, minutes, play, type RunState } from './state.ts';
import type { Variant } from './variant.ts';

/** Puts an action of the log on the clock. */
function putAction(run: RunState, taken: ActionTaken): void {
  const action = registry.get(taken.action);
  const outcome: OpenOutcome = {
    number: taken.number,
    action: taken.action,
    status: 'under-way',
    effectiveAt: taken.at,
    message: { key: 'drill.outcome.under-way', values: {} },
    cost: 0,
    artefacts: [],
  };
  const end = (status: OpenOutcome['status'], key: string, values: OpenOutcome['message']['values'] = {}) => {
    outcome.status = status;
    outcome.message = { key: `drill.outcome.${key}`, values };
  };
  run.queue.put(taken.at, () => run.ledger.outcomes.set(taken.number, outcome));
  if (!action) end('no-effect', 'unforeseen', { action: taken.action });
  else if (!Check(action.parameters, taken.parameters)) end('failed', 'bad-form', { action: taken.action });
  else if (action.approval !== 'none' && taken.approvedAt === undefined)
    end('waiting-for-approval', 'waiting-for-approval');
  else start(run, action, taken, outcome, end);
}

type End = (status: OpenOutcome['status'], key: string, values?: OpenOutcome['message']['values']) => void;

/** What may go ahead: takes its time, then has its effect. */
function start(run: RunState, action: Action, taken: ActionTaken, outcome: OpenOutcome, end: End): void {
  const order = new Order(run, taken);
  const [least, most] = action.delay;
  const begin = action.approval === 'none' ? taken.at : Math.max(taken.at, taken.approvedAt ?? taken.at);
  outcome.effectiveAt = begin + minutes(least + (most - least) * order.random('delay').next());
  run.queue.put(begin, () => run.ledger.charges.push({ action: taken.number, points: action.effort }));
  run.queue.put(outcome.effectiveAt, at => {
    run.now = at;
    const ended = (result: Result) => end(result.status, result.key, result.values);
    const course = action.carryOut(order);
    if ('status' in course) ended(course);
    else play<Result>(run, course, ended);
  });
}

const sorted = <T extends { at: SimTime }>(list: readonly T[], until: SimTime): T[] =>
  list.filter(one => one.at <= until).sort((a, b) => a.at - b.at);

/** Nothing of a world carries a later time. */
const endOf = (world: World): SimTime => world.start + (world.days + 1) * 86_400_000;

/**
 * Plays a variant against actions until a time. Pure: the same arguments give the same run, and a run to an earlier time
 * is the beginning of a run to a later one.
 */
export function simulate(
  world: World,
  variant: Variant,
  actions: readonly ActionTaken[],
  until: SimTime,
): Run {
  const run = makeState(world, variant);
  for (const taken of [...actions].sort((a, b) => a.at - b.at || a.number - b.number))
    if (taken.at <= until) putAction(run, taken);
  startLeads(run);
  startAgent(run);
  run.queue.runUntil(until);
  run.now = until;
  const { ledger, situation } = run;
  const outcomes = [...ledger.outcomes.values()].map(one => ({
    ...one,
    cost: costOf(world, ledger, one.number, until),
  }));
  const reached = variant.scenario.plan
    .filter(step => step.objective && situation.facts.has(`done:${step.id}`))
    .map(step => step.objective!);
  const footholds = situation.footholds.filter(one => one.alive);
  return {
    events: sorted(ledger.events, until),
    // What still stands lasts for as long as there are lines.
    masks: ledger.masks.map(mask => ({ ...mask, to: Math.min(mask.to, endOf(world)) })),
    steps: ledger.steps,
    actions: outcomes,
    losses: lossesOf(world, ledger, until),
    utterances: sorted(ledger.utterances, until),
    businessCost: points(outcomes.reduce((sum, one) => sum + one.cost, 0)),
    attacker: {
      state: attackerState(run),
      footholds: [...new Set(footholds.filter(one => controls(situation, one)).map(one => one.host.name))],
      objectivesReached: [...new Set(reached)],
    },
    remaining: {
      hosts: [...new Set(footholds.map(one => one.host.name))],
      accounts: [
        ...[...situation.credentials.values()]
          .filter(one => credentialGood(situation, one))
          .map(one => one.account),
        ...(goldenGood(situation) ? ['krbtgt'] : []),
      ],
    },
    fallen: {
      hosts: [...new Set(situation.footholds.map(one => one.host.name))],
      accounts: [...situation.credentials.keys(), ...(situation.golden ? ['krbtgt'] : [])],
    },
  };
}

function attackerState(run: RunState): Run['attacker']['state'] {
  const { situation, ledger, variant, now } = run;
  const objectives = variant.scenario.plan.filter(step => step.objective);
  if (objectives.length > 0 && objectives.every(step => situation.facts.has(`done:${step.id}`)))
    return 'finished';
  if (situation.gone) return 'gone';
  if (ledger.steps.length === 0) return 'waiting';
  return now < situation.sleepUntil ? 'sleeping' : 'active';
}

/** Total loss of a run, points. */
export const totalLoss = (run: Run): number => points(run.losses.reduce((sum, one) => sum + one.points, 0));

/** Ground truth: what a perfect investigation finds when nobody acts. */
export function truthOf(world: World, variant: Variant): Truth {
  const { steps } = simulate(world, variant, [], variant.end);
  const unique = <T>(list: readonly T[]): T[] => [
    ...new Map(list.map(one => [JSON.stringify(one), one])).values(),
  ];
  const route = steps.flatMap(step =>
    step.taken.map(({ host, from, technique }) => ({ from, to: host, technique, at: step.at })),
  );
  const first = steps[0];
  const taken = steps.find(step => step.taken.length > 0);
  return {
    hosts: unique(steps.flatMap(step => step.hosts)),
    accounts: unique(steps.flatMap(step => step.accounts)),
    indicators: unique(steps.flatMap(step => step.indicators)),
    files: unique(steps.flatMap(step => step.files)),
    route,
    timeline: steps.map(({ step, at, techniques }) => ({ step, at, techniques })),
    entry: {
      vector: first?.techniques[0] ?? '',
      host: taken?.taken[0]?.host ?? first?.hosts[0] ?? '',
      account: taken?.accounts[0] ?? first?.accounts[0] ?? '',
      at: first?.at ?? variant.start,
    },
  };
}
