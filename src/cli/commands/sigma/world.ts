// `hinomi sigma world`: what Sigma's rules say of a simulated organisation without an attack, and of each scenario's steps.
import { createHash } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { flatten } from '#analyse/incident/sigma/event.ts';
import { loadRules } from '#analyse/incident/sigma/load.ts';
import { SigmaMatcher } from '#analyse/incident/sigma/matcher.ts';
import { Tally } from '#analyse/incident/sigma/tally.ts';
import { type WorldRequest, worldOf } from '#drill/generate/options.ts';
import { textAt } from '#drill/generate/row.ts';
import { evidenceSlices } from '#drill/generate/slices.ts';
import { scenarios } from '#drill/run/library.ts';
import { type CommandContext, UsageError } from '../../command.ts';
import { report } from './report.ts';
import { type Attacked, attack } from './steps.ts';

function whole(context: CommandContext, name: string, fallback: number): number {
  const given = context.flags[name];
  if (given === undefined) return fallback;
  const value = Number(given);
  if (!Number.isInteger(value) || value < 1) throw new UsageError(`--${name} needs a whole number from 1 on`);
  return value;
}

/** Alerts of everyday life alone. */
async function everyday(
  request: WorldRequest,
  matcher: SigmaMatcher,
  workers: number,
  told: (slice: number) => void,
) {
  const tally = new Tally();
  let milliseconds = 0;
  for await (const { slice, sources } of evidenceSlices(request, { workers })) {
    const began = performance.now();
    for (const { source, at, text } of sources)
      if (source.startsWith('windows-'))
        for (let row = 0; row < at.length; row++) {
          const event = flatten(JSON.parse(textAt(text, row)));
          if (event) tally.add(event, matcher.match(event));
        }
    milliseconds += performance.now() - began;
    told(slice);
  }
  return { ...tally.summary(), eventsPerSecond: (1000 * tally.events) / milliseconds };
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
  const benign = await everyday(
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
  rules: { compiled: number; dormant: number; rejected: number; newest: string; sha256: string };
  benign: Awaited<ReturnType<typeof everyday>>;
  attacked: readonly Attacked[];
}
