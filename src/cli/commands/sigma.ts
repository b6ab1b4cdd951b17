// `hinomi sigma`: Sigma rules over Windows events or other logs in files, or over a simulated world.
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { flatten, type SigmaEvent } from '#analyse/incident/sigma/event.ts';
import { loadRules, readObjects } from '#analyse/incident/sigma/load.ts';
import { logs } from '#analyse/incident/sigma/logs/logs.ts';
import { SigmaMatcher } from '#analyse/incident/sigma/matcher.ts';
import { Tally } from '#analyse/incident/sigma/tally.ts';
import { type Command, type CommandContext, UsageError } from '../command.ts';

/** Events of a file: Windows events as JSON, or lines of the log named. Undefined is what was neither. */
async function* eventsOf(file: string, log: string | undefined): AsyncGenerator<SigmaEvent | undefined> {
  if (log === undefined) {
    for await (const value of readObjects(file)) yield flatten(value);
    return;
  }
  const read = logs[log]!();
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity }))
    yield* read(line);
}

async function run(context: CommandContext, from: string, files: readonly string[]): Promise<number> {
  if (files.length === 0) throw new UsageError('give one or more files of events');
  const log = context.flags['log'];
  if (log !== undefined && (typeof log !== 'string' || !Object.hasOwn(logs, log)))
    throw new UsageError(`--log needs one of ${Object.keys(logs).join(', ')}`);
  const { rules, rejected } = await loadRules(from);
  const matcher = new SigmaMatcher(rules);
  const tally = new Tally();
  let unread = 0;
  const began = performance.now();
  for (const file of files)
    for await (const event of eventsOf(file, log)) {
      if (event) tally.add(event, matcher.match(event));
      else unread++;
    }
  const seconds = (performance.now() - began) / 1000;
  const summary = tally.summary();
  const loaded = { compiled: rules.length, dormant: matcher.dormant.length, rejected: rejected.length };
  if (context.json) {
    context.out(
      JSON.stringify({
        loaded,
        rejected: rejected.map(error => ({ ...error.place, message: error.message })),
        unread,
        seconds,
        ...summary,
      }),
    );
    return 0;
  }
  for (const rule of summary.rules)
    context.out(
      `${String(rule.alerts).padStart(9)}  ${rule.alertsPerHostDay.toFixed(3).padStart(8)}  ${rule.level.padEnd(13)}  ${rule.title}`,
    );
  context.out(
    `${summary.alerts} alerts (${summary.matches} matches) in ${summary.events} events over ${summary.hostDays} host-days; medium and above ${summary.mediumOrAbovePerHostDay.toFixed(3)}, high and above ${summary.highOrAbovePerHostDay.toFixed(3)} a host-day`,
  );
  context.err(
    `${loaded.compiled} rules compiled (${loaded.dormant} without events here), ${loaded.rejected} rejected, ${unread} objects no Windows event, ${seconds.toFixed(1)} s`,
  );
  for (const error of rejected) context.err(error.message);
  return 0;
}

export const sigma: Command = {
  name: 'sigma',
  summary:
    'Run Sigma rules over Windows events and other logs, or over a simulated world and every attack on it',
  usage:
    'run --rules FOLDER|RULES.tar.gz [--log NAME] FILE… [--json] | world --rules FOLDER|RULES.tar.gz [--profile NAME] [--staff N] [--days D] [--seed S] [--workers W] [--out REPORT.md] [--json]',
  examples: [
    'hinomi sigma run --rules ./sigma/rules ./world/windows/*.jsonl',
    'hinomi sigma run --rules rules.tar.gz sysmon.jsonl --json',
    'hinomi sigma run --rules rules.tar.gz --log auditd /var/log/audit/audit.log',
    'hinomi sigma world --rules rules.tar.gz --staff 300 --out docs/drill-sigma.md',
  ],
  options: {
    rules: { type: 'string' },
    log: { type: 'string' },
    profile: { type: 'string' },
    staff: { type: 'string' },
    days: { type: 'string' },
    seed: { type: 'string' },
    workers: { type: 'string' },
    out: { type: 'string' },
  },
  run: async context => {
    const [what, ...words] = context.positionals;
    const from = context.flags['rules'];
    if (what !== 'run' && what !== 'world')
      throw new UsageError('hinomi sigma needs the word run or the word world');
    if (typeof from !== 'string') throw new UsageError('--rules needs a folder or a .tar.gz');
    return what === 'run'
      ? run(context, from, words)
      : (await import('./sigma/world.ts')).world(context, from);
  },
};
