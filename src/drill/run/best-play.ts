// Best play: what a team that knew at each moment all that had happened, and could foresee what its measures lead to, would
// do. The lower bound harm is measured against. Searched for with the simulation itself: plans are made, played, pruned.
import { actions } from '../actions/actions.ts';
import type { SimTime, World } from '../world/entities.ts';
import { castText } from './cast.ts';
import { cleaningFor } from './cleaning.ts';
import { measuresFor } from './measures.ts';
import type { ActionTaken, StepTaken } from './run.ts';
import { simulate, totalLoss } from './simulate.ts';
import { minutes } from './state.ts';
import type { Variant } from './variant.ts';

/** How long the boss thinks about a well-founded request. */
const approval = minutes(3);
/** Time between two looks at what is known, and from a look to the measure. */
const between = minutes(5);
const slow = minutes(2);

type Move = Pick<ActionTaken, 'action' | 'parameters' | 'at'>;

/** A plan as the log of a team. */
const logOf = (moves: readonly Move[]): ActionTaken[] =>
  [...moves]
    .sort((a, b) => a.at - b.at)
    .map((one, i) => ({
      number: i + 1,
      ...one,
      by: '',
      ...(actions.get(one.action)?.approval === 'none' ? {} : { approvedAt: one.at + approval }),
    }));

/** What is to be kept small: loss and cost alike, both in points. */
const harmOf = (world: World, variant: Variant, moves: readonly Move[]): number => {
  const run = simulate(world, variant, logOf(moves), variant.end);
  return totalLoss(run) + run.businessCost;
};

/** What the scenario's author suggests: a plan to begin with. */
function suggested(world: World, variant: Variant): Move[] {
  const { steps } = simulate(world, variant, [], variant.end);
  return variant.scenario.bestPlay.flatMap(play => {
    const after = play.after === 'start' ? variant.start : steps.find(step => step.step === play.after)?.at;
    if (after === undefined) return [];
    const parameters = Object.fromEntries(
      Object.entries(play.with).map(([name, value]) => [
        name,
        typeof value === 'string' && value.startsWith('$') ? (castText(variant.cast, value) ?? value) : value,
      ]),
    );
    return [{ action: play.action, parameters, at: after + minutes(play.minutes) }];
  });
}

const keyOf = ({ action, parameters }: Omit<Move, 'at'>): string => `${action} ${JSON.stringify(parameters)}`;

/** ATT&CK's reconnaissance, and mail: being looked over and mail that came happen every day, nobody could tell them apart. */
const everyDay = /^T1(566|589|59[0-8])\b/;
/** A step is a reason to act when more than that was tried on the way. */
const isReason = ({ techniques }: StepTaken): boolean => techniques.some(one => !everyDay.test(one));

/** Looks every five minutes and takes every measure of some kinds against what has happened by then. */
function vigilant(world: World, variant: Variant, kinds: ReadonlySet<string>): Move[] {
  const moves: Move[] = [];
  const done = new Set<string>();
  for (let at: SimTime = variant.start + between; at < variant.end; at += between) {
    const { steps } = simulate(world, variant, logOf(moves), at);
    for (const measure of measuresFor(world, steps.filter(isReason))) {
      if (!kinds.has(measure.action) || done.has(keyOf(measure))) continue;
      done.add(keyOf(measure));
      moves.push({ ...measure, at: at + slow });
    }
  }
  return moves;
}

/** Of the plans made, so many of the best are pruned. */
const worthPruning = 3;

/** Harm below this is no difference. */
const grain = 0.01;

/** Leaves out every measure the plan is not worse without, the latest first: what comes late depends on what came before. */
function pruned(world: World, variant: Variant, plan: readonly Move[]): { moves: Move[]; harm: number } {
  let moves = [...plan].sort((a, b) => a.at - b.at);
  let harm = harmOf(world, variant, moves);
  for (let again = true; again; ) {
    again = false;
    for (const one of [...moves].reverse()) {
      const without = moves.filter(other => other !== one);
      const less = harmOf(world, variant, without);
      if (less > harm + grain) continue;
      again ||= less < harm - grain;
      moves = without;
      harm = less;
    }
  }
  return { moves, harm };
}

const gentle = [
  'block-name',
  'block-address',
  'block-sender',
  'reset-password',
  'disable-account',
  'patch',
  'call-provider',
  'notify-users',
];
const firm = [...gentle, 'isolate-host', 'revoke-tickets', 'revoke-sessions', 'restore'];
const thorough = [...firm, 'rebuild-host'];

/** From one measure of cleaning up to the next, and the least time before the end it needs to have its effect. */
const apart = minutes(30);
/** So often something can still be left: keys are changed twice, who is driven out may come back once. */
const rounds = 3;

/** The plan, and then everything out of the attacker's hands. Where that would only do harm the plan stays as it is. */
function endedClean(world: World, variant: Variant, plan: readonly Move[]): Move[] {
  let moves = [...plan];
  for (let round = 0; round < rounds; round++) {
    const run = simulate(world, variant, logOf(moves), variant.end);
    const done = run.steps.filter(step => step.outcome === 'done').map(step => step.end);
    const at = Math.min(variant.end - apart, Math.max(0, ...done, ...moves.map(one => one.at)) + apart);
    const cleaning = cleaningFor(world, run).map(one => ({ ...one, at }));
    const cleaner = [...moves, ...cleaning];
    if (totalLoss(simulate(world, variant, logOf(cleaner), variant.end)) > totalLoss(run) + grain) break;
    moves = cleaner;
    if (cleaning.length === 0) break;
  }
  return moves;
}

interface Best {
  log: ActionTaken[];
  harm: number;
}

function search(world: World, variant: Variant): Best {
  const authored = suggested(world, variant);
  const plans = [gentle, firm, thorough].map(kinds => vigilant(world, variant, new Set(kinds)));
  const tried = [authored, ...plans, ...plans.map(plan => [...authored, ...plan])]
    .map(plan => ({ plan, harm: harmOf(world, variant, plan) }))
    .sort((a, b) => a.harm - b.harm)
    .slice(0, worthPruning)
    .map(one => one.plan);
  const { moves, harm } = tried.map(plan => pruned(world, variant, plan)).sort((a, b) => a.harm - b.harm)[0]!;
  // Securing evidence, reporting and cleaning up keep no harm away and belong to good work all the same.
  const kept = authored.filter(
    one => actions.get(one.action)?.group === 'evidence' || one.action === 'call-boss',
  );
  const named = new Set(moves.map(keyOf));
  const whole = [...moves, ...kept.filter(one => !named.has(keyOf(one)))];
  return { log: logOf(endedClean(world, variant, whole)), harm };
}

const known = new WeakMap<World, WeakMap<Variant, Best>>();

function bestOf(world: World, variant: Variant): Best {
  const variants = known.get(world) ?? new WeakMap<Variant, Best>();
  known.set(world, variants);
  const best = variants.get(variant) ?? search(world, variant);
  variants.set(variant, best);
  return best;
}

/** The best play found for this variant, as a log of actions; searched once, in seconds at most. */
export const bestPlay = (world: World, variant: Variant): ActionTaken[] => bestOf(world, variant).log;

/** The least harm found, loss and cost, points: of the measures of best play that keep harm away, without what is done besides. */
export const leastHarm = (world: World, variant: Variant): number => bestOf(world, variant).harm;
