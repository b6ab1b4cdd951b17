// `hinomi sigma world`: what Sigma's rules say of a simulated organisation without an attack, and of each scenario's steps.
import { createHash } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { loadRules } from '#analyse/incident/sigma/load.ts';
import { sourcesOf } from '#analyse/incident/sigma/log-source.ts';
import { SigmaMatcher } from '#analyse/incident/sigma/matcher.ts';
import type { Rule } from '#analyse/incident/sigma/rule.ts';
import { Tally } from '#analyse/incident/sigma/tally.ts';
import { projectionContext } from '#drill/evidence/context.ts';
import { type WorldRequest, worldOf } from '#drill/generate/options.ts';
import { textAt } from '#drill/generate/row.ts';
import { evidenceSlices } from '#drill/generate/slices.ts';
import { scenarios } from '#drill/run/library.ts';
import { type CommandContext, UsageError } from '../../command.ts';
import { categories, categoryOf, Judge, judged, type Tallies } from './judge.ts';
import { report } from './report.ts';
import { type Attacked, attack } from './steps.ts';

function whole(context: CommandContext, name: string, fallback: number): number {
  const given = context.flags[name];
  if (given === undefined) return fallback;
  const value = Number(given);
  if (!Number.isInteger(value) || value < 1) throw new UsageError(`--${name} needs a whole number from 1 on`);
  return value;
}

/** Alerts of everyday life alone, by category; Windows by itself as `windows`. */
async function everyday(
  request: WorldRequest,
  matcher: SigmaMatcher,
  workers: number,
  told: (slice: number) => void,
) {
  const tallies: Tallies = new Map();
  const judge = new Judge(matcher, projectionContext(worldOf(request)));
  let milliseconds = 0;
  for await (const { slice, sources } of evidenceSlices(request, { workers })) {
    const began = performance.now();
    for (const { source, at, text, host } of sources)
      if (judged.includes(source))
        for (let row = 0; row < at.length; row++)
          judge.judge(source, textAt(text, row), at[row]!, textAt(host, row), tallies);
    milliseconds += performance.now() - began;
    told(slice);
  }
  const summaries = categories.map(category => ({
    category,
    ...(tallies.get(category) ?? new Tally()).summary(),
  }));
  const records = summaries.reduce((sum, { events }) => sum + events, 0);
  return {
    ...summaries[0]!,
    categories: summaries,
    channels: judge.channels,
    eventsPerSecond: (1000 * records) / milliseconds,
  };
}

/** Rules about logs of which there was a record, by category. */
function rulesOf(rules: readonly Rule[], channels: ReadonlySet<string>) {
  const count = new Map<string, number>();
  for (const rule of rules) {
    const mine = new Set(
      (sourcesOf(rule.logSource) ?? [])
        .filter(({ channel }) => channels.has(channel))
        .map(({ channel }) => categoryOf(channel)),
    );
    for (const category of mine) count.set(category, (count.get(category) ?? 0) + 1);
  }
  return Object.fromEntries(count);
}

/** Runs everything and writes the report (or prints JSON). */
export async function world(context: CommandContext, rulesFrom: string): Promise<number> {
  const { profile, out } = context.flags;
  const request: WorldRequest = {
    profile: typeof profile === 'string' ? profile : 'municipality',
    staff: whole(context, 'staff', 300),
    days: whole(context, 'days', 2),
    seed: whole(context, 'seed', 7),
  };
  const { rules, rejected } = await loadRules(rulesFrom);
  const matcher = new SigmaMatcher(rules);
  const attacked: Attacked[] = [];
  for (const scenario of scenarios().values()) {
    attacked.push(attack(request, scenario, matcher));
    context.err(`${attacked.length} of ${scenarios().size} scenarios`);
  }
  let told = 0;
  const { channels, ...benign } = await everyday(
    request,
    matcher,
    whole(context, 'workers', availableParallelism()),
    slice => {
      if (performance.now() - told < 2000) return;
      told = performance.now();
      context.err(`everyday life, slice ${slice + 1}`);
    },
  );
  const { organisation } = worldOf(request);
  const result = {
    ...request,
    hosts: organisation.hosts.filter(host => host.os.startsWith('windows')).length,
    withSysmon: organisation.hosts.filter(host => host.os.startsWith('windows') && host.sysmon).length,
    rules: {
      compiled: rules.length,
      dormant: matcher.dormant.length,
      rejected: rejected.length,
      byCategory: rulesOf(rules, channels),
      newest:
        rules
          .map(rule => rule.changed)
          .sort()
          .at(-1) ?? '',
      sha256: statSync(rulesFrom).isFile()
        ? createHash('sha256').update(readFileSync(rulesFrom)).digest('hex')
        : '',
    },
    benign,
    attacked,
  };
  if (typeof out === 'string') writeFileSync(out, report(result));
  if (context.json) context.out(JSON.stringify(result));
  else if (out === undefined) context.out(report(result));
  return 0;
}

export interface SigmaOfWorld extends WorldRequest {
  hosts: number;
  withSysmon: number;
  /** `sha256` of the archive of rules, '' for a folder. */
  rules: {
    compiled: number;
    dormant: number;
    rejected: number;
    /** Rules about logs everyday life has records of. */
    byCategory: Readonly<Record<string, number>>;
    newest: string;
    sha256: string;
  };
  benign: Omit<Awaited<ReturnType<typeof everyday>>, 'channels'>;
  attacked: readonly Attacked[];
}
