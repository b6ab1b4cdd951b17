// `hinomi drill try`: robot teams play scenarios before people do; with `--seeds` many variants of them.
import { type Levels, levelsOf, trySeries } from '#drill/authoring/series.ts';
import { isFit, type Tried, tryScenarios } from '#drill/authoring/try.ts';
import { scenarios } from '#drill/run/library.ts';
import type { Scenario } from '#drill/run/scenario.ts';
import { makeWorld } from '#drill/world/make-world.ts';
import { loadProfile } from '#drill/world/profile/load-profile.ts';
import { type CommandContext, UsageError } from '../../command.ts';

export interface TryOptions {
  profile: string;
  staff: number;
  seed: number;
}

/** Plays the four robots and prints the table; exit code 1 when a scenario is not fit for people. */
export function drillTry(context: CommandContext, options: TryOptions): number {
  const chosen = choose(String(context.flags['scenario'] ?? ''));
  const seeds = numbers(String(context.flags['seeds'] ?? ''));
  return seeds.length > 0 ? series(context, chosen, seeds, options) : single(context, chosen, options);
}

/** Scenarios by name; `complete` for every one of that status. */
function choose(names: string): Scenario[] {
  const known = scenarios();
  if (names === 'complete') return [...known.values()].filter(one => one.status === 'complete');
  return names.split(',').map(name => {
    const scenario = known.get(name);
    if (!scenario)
      throw new UsageError(`--scenario needs complete or one of: ${[...known.keys()].join(', ')}`);
    return scenario;
  });
}

/** `1-5` or `1,2,9`. */
function numbers(text: string): number[] {
  if (text === '') return [];
  const [from, to] = text.split('-').map(Number);
  const list = to === undefined ? text.split(',').map(Number) : range(from!, to);
  if (list.length > 100 || list.some(one => !Number.isInteger(one) || one < 0))
    throw new UsageError('--seeds needs numbers like 1-5 or 1,2,9, a hundred at most');
  return list;
}
const range = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, Math.min(101, to - from + 1)) }, (_, i) => from + i);

function single(context: CommandContext, chosen: Scenario[], { profile, staff, seed }: TryOptions): number {
  const world = makeWorld({ profile: loadProfile(profile), staff, days: 2, seed });
  const all = tryScenarios(world, chosen, seed);
  for (const tried of all)
    if (context.json) context.out(JSON.stringify({ profile, staff, seed, ...tried }));
    else table(context, tried);
  return all.every(isFit) ? 0 : 1;
}

function table(context: CommandContext, tried: Tried): void {
  const { admission } = tried;
  context.out(`${tried.scenario.padEnd(17)}loss     cost  actions   score`);
  for (const { id: team, loss, cost, actions, score } of tried.robots) {
    const cells = [loss.toFixed(1), cost.toFixed(1), String(actions), score.total.toFixed(1)];
    context.out(`${team.padEnd(13)}${cells.map(cell => cell.padStart(8)).join(' ')}`);
  }
  context.out(`best play: loss ${tried.best.loss.toFixed(1)}, cost ${tried.best.cost.toFixed(1)}`);
  context.out(`monotone ${tried.monotone ? 'yes' : 'no'}, least distance ${tried.separation} points`);
  context.out(`solvable: ${Math.round(100 * tried.solvable)} % of the attack found by the best robot`);
  const list = (label: string, values: readonly string[]) =>
    context.out(`${label}: ${values.length === 0 ? 'none' : values.join(', ')}`);
  list('found without the lines of the attack', tried.shortCuts);
  list('scored without a log line', admission.unproved);
  list('indicators everyday lines show too', admission.everyday);
  list('words that give the attack away', admission.markers);
  context.out(
    `everyday lines read: ${tried.everyday.lines} from ${Math.round(100 * tried.everyday.share)} % of the window`,
  );
}

function series(context: CommandContext, chosen: Scenario[], seeds: number[], options: TryOptions): number {
  const tried = trySeries({
    scenarios: chosen,
    profiles: options.profile.split(','),
    seeds,
    staff: options.staff,
    done: (profile, seed, list) => {
      for (const one of list)
        context.err(
          `${profile} ${seed} ${one.scenario}: ${one.robots.map(team => team.score.total).join(' ')}${isFit(one) ? '' : ` ${JSON.stringify(one.admission)} ${one.shortCuts.join()}`}`,
        );
    },
  });
  const levels = levelsOf(tried);
  if (context.json) context.out(JSON.stringify(levels));
  else for (const line of markdown(levels)) context.out(line);
  return levels.every(one => one.steps.every(step => step.apart)) ? 0 : 1;
}

/** The table of docs/drill-robots.md. */
function markdown(levels: readonly Levels[]): string[] {
  const percent = (value: number) => `${Math.round(100 * value)} %`;
  return [
    '| scenario | variants | none | novice | good | best | none→novice | novice→good | good→best | monotone | fit | best play unbeaten |',
    '| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |',
    ...levels.map(one => {
      const means = one.levels.map(level => `${level.mean.toFixed(1)} ± ${level.deviation.toFixed(1)}`);
      const steps = one.steps.map(
        step =>
          `${step.difference.toFixed(1)} (${step.twiceError.toFixed(1)}) ${step.apart ? 'apart' : '**close**'}`,
      );
      const shares = [one.monotone, one.fit, one.unbeaten].map(percent);
      return `| ${[`\`${one.scenario}\``, String(one.variants), ...means, ...steps, ...shares].join(' | ')} |`;
    }),
  ];
}
