// `hinomi drill`: worlds to train in.
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { generate } from '#drill/generate/generate.ts';
import { type Command, type CommandContext, UsageError } from '../command.ts';

function whole(context: CommandContext, name: string, fallback: number): number {
  const given = context.flags[name];
  if (given === undefined) return fallback;
  const value = Number(given);
  if (!Number.isInteger(value)) throw new UsageError(`--${name} needs a whole number, not ${String(given)}`);
  return value;
}

async function world(context: CommandContext): Promise<number> {
  const began = performance.now();
  const workers = whole(context, 'workers', availableParallelism());
  if (workers < 1 || workers > 64) throw new UsageError('--workers needs a number from 1 to 64');
  const out = context.flags['out'];
  const start = context.flags['start'];
  let told = 0;
  const made = await generate({
    profile: String(context.flags['profile'] ?? 'municipality'),
    staff: whole(context, 'staff', 300),
    days: whole(context, 'days', 2),
    seed: whole(context, 'seed', 1),
    workers,
    ...(start === undefined ? {} : { start: String(start) }),
    ...(out === undefined ? {} : { out: resolve(String(out)) }),
    progress({ slice, slices, lines, bytes }) {
      const now = performance.now();
      if (now - told < 1000 && slice < slices) return;
      told = now;
      context.err(
        `${String(Math.floor((100 * slice) / slices)).padStart(3)} %  ${lines} lines  ${Math.round(bytes / 1e6)} MB  ${((now - began) / 1000).toFixed(0)} s`,
      );
    },
  });
  const seconds = Math.round((performance.now() - began) / 100) / 10;
  const rss = Math.round(process.resourceUsage().maxRSS / 1024);
  if (context.json) {
    const { lines, bytes, kinds, sha256 } = made;
    context.out(JSON.stringify({ lines, bytes, kinds, sha256, seconds, rss_mb: rss }));
    return 0;
  }
  for (const [kind, lines] of Object.entries(made.kinds))
    context.out(`${String(lines).padStart(12)}  ${kind}`);
  context.out(
    `${String(made.lines).padStart(12)}  lines of ${Object.keys(made.kinds).length} kinds in ${seconds} s, ${rss} MB`,
  );
  context.out(`SHA-256 ${made.sha256}`);
  return 0;
}

export const drill: Command = {
  name: 'drill',
  summary: 'Make the logs of a simulated organisation; check and import skill-test items',
  usage:
    'world [--profile NAME] [--staff N] [--days D] [--seed S] [--start DATE] [--out FOLDER] [--workers W] | items check | items forms [--seed S] | items import FILE | try --scenario ID [--profile NAME] [--staff N] [--seed S]',
  examples: [
    'hinomi drill world --profile municipality --staff 3000 --days 2 --seed 7 --out ./world',
    'hinomi drill world --staff 200 --json',
    'hinomi drill items check',
    'hinomi drill items import training.json',
  ],
  options: {
    profile: { type: 'string' },
    staff: { type: 'string' },
    days: { type: 'string' },
    seed: { type: 'string' },
    start: { type: 'string' },
    scenario: { type: 'string' },
    out: { type: 'string' },
    workers: { type: 'string' },
  },
  run: async context => {
    const [what, ...words] = context.positionals;
    if (what === 'world') return world(context);
    if (what === 'items') return (await import('./drill/items.ts')).drillItems(context, words);
    if (what === 'try')
      return (await import('./drill/try.ts')).drillTry(context, {
        profile: String(context.flags['profile'] ?? 'municipality'),
        staff: whole(context, 'staff', 120),
        seed: whole(context, 'seed', 7),
      });
    throw new UsageError(
      what ? `hinomi drill has no ${what}` : 'hinomi drill needs a word: world, items or try',
    );
  },
};
