// `hinomi drill try`: robot teams play a scenario before people do.
import { tryScenario } from '#drill/authoring/try.ts';
import { scenarios } from '#drill/run/library.ts';
import { makeWorld } from '#drill/world/make-world.ts';
import { loadProfile } from '#drill/world/profile/load-profile.ts';
import { type CommandContext, UsageError } from '../../command.ts';

export interface TryOptions {
  profile: string;
  staff: number;
  seed: number;
}

/** Plays the four robots and prints the table; exit code 1 when the scenario is not fit for people. */
export function drillTry(context: CommandContext, { profile, staff, seed }: TryOptions): number {
  const id = String(context.flags['scenario'] ?? '');
  const scenario = scenarios().get(id);
  if (!scenario) throw new UsageError(`--scenario needs one of: ${[...scenarios().keys()].join(', ')}`);
  const world = makeWorld({ profile: loadProfile(profile), staff, days: 2, seed });
  const tried = tryScenario(world, scenario, seed);
  const fit = tried.monotone && tried.shortCuts.length === 0;
  if (context.json) {
    context.out(JSON.stringify({ scenario: id, profile, staff, seed, ...tried }));
    return fit ? 0 : 1;
  }
  context.out('team      loss     cost  actions   score');
  for (const { id: team, loss, cost, actions, score } of tried.robots) {
    const cells = [loss.toFixed(1), cost.toFixed(1), String(actions), score.total.toFixed(1)];
    context.out(`${team.padEnd(7)}${cells.map(cell => cell.padStart(8)).join(' ')}`);
  }
  context.out(`monotone ${tried.monotone ? 'yes' : 'no'}, least distance ${tried.separation} points`);
  context.out(`solvable: ${Math.round(100 * tried.solvable)} % of the attack found by the best robot`);
  context.out(
    tried.shortCuts.length === 0
      ? 'short cuts: none; without the lines of the attack nothing of it is found'
      : `short cuts: ${tried.shortCuts.join(', ')}`,
  );
  context.out(
    `everyday lines read: ${tried.everyday.lines} from ${Math.round(100 * tried.everyday.share)} % of the window`,
  );
  return fit ? 0 : 1;
}
