// Best play: what a team that knew at each moment all that had happened, and could foresee what its measures lead to, would
// do. The lower bound harm is measured against. Searched for with the simulation itself: plans are made, played, pruned.
import { actions } from '../actions/actions.ts';
import type { SimTime, World } from '../world/entities.ts';
import { castText } from './cast.ts';
import { measuresFor } from './measures.ts';
import type { ActionTaken, StepTaken } from './run.ts';
import { simulate, totalLoss } from './simulate.ts';
import { minutes } from './state.ts';
import type { Variant } from './variant.ts';

/** How long the boss thinks about a well-founded request. */
const approval = minutes(3);
/** Time between two looks at what is known, and from a look to the measure. */
const between = minutes(10);
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

/** ATT&CK's reconnaissance. */
const looking = /^T1(589|59[0-8])\b/;
/** Being looked over happens every day and is no reason to act; whatever else is tried on the way is. */
const isReason = ({ tactic, techniques }: StepTaken): boolean =>
  tactic !== 'reconnaissance' || techniques.some(one => !looking.test(one));

/** Looks every ten minutes and takes every measure of some kinds against what has happened by then. */
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

function search(world: World, variant: Variant): ActionTaken[] {
  const authored = suggested(world, variant);
  const plans = [gentle, firm, thorough].map(kinds => vigilant(world, variant, new Set(kinds)));
  const tried = [authored, ...plans, ...plans.map(plan => [...authored, ...plan])]
    .map(plan => ({ plan, harm: harmOf(world, variant, plan) }))
    .sort((a, b) => a.harm - b.harm)
    .slice(0, worthPruning)
    .map(one => one.plan);
  const best = tried.map(plan => pruned(world, variant, plan)).sort((a, b) => a.harm - b.harm)[0]!;
  // Securing evidence and reporting keep no harm away and belong to good work all the same.
  const kept = authored.filter(
    one => actions.get(one.action)?.group === 'evidence' || one.action === 'call-boss',
  );
  const named = new Set(best.moves.map(keyOf));
  return logOf([...best.moves, ...kept.filter(one => !named.has(keyOf(one)))]);
}

const known = new WeakMap<World, WeakMap<Variant, ActionTaken[]>>();

/** The best play found for this variant, as a log of actions; searched once, in seconds at most. */
export function bestPlay(world: World, variant: Variant): ActionTaken[] {
  const variants = known.get(world) ?? new WeakMap<Variant, ActionTaken[]>();
  known.set(world, variants);
  const log = variants.get(variant) ?? search(world, variant);
  variants.set(variant, log);
  return log;
}
