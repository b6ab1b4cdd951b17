// Lines of the simulated organisation as events for rules: which reader reads which source, and whose alerts they are.
import { flatten, type SigmaEvent } from '#analyse/incident/sigma/event.ts';
import { logs } from '#analyse/incident/sigma/logs/logs.ts';
import type { LineReader } from '#analyse/incident/sigma/logs/reader.ts';
import type { SigmaMatcher } from '#analyse/incident/sigma/matcher.ts';
import { Tally } from '#analyse/incident/sigma/tally.ts';
import type { ProjectionContext } from '#drill/evidence/source.ts';
import { sources } from '#drill/evidence/sources.ts';

/** Readers of sources that are not Windows'. No public rule is about the others (RADIUS, Suricata, backup, plant…). */
const readerOf = (id: string): keyof typeof logs | undefined => {
  if (id.startsWith('zeek-')) return 'zeek';
  if (id === 'apache-access' || id === 'apache-intranet') return 'access';
  if (id === 'firewall') return 'fortigate';
  if (id === 'database') return 'postgresql';
  if (id === 'linux-auth' || id === 'postfix' || id === 'dhcp' || id === 'vpn') return 'syslog';
  return Object.hasOwn(logs, id) ? id : undefined;
};

/** Kinds of logs, as rules speak of them, in the order of the report. */
export const categories = [
  'windows',
  'proxy',
  'dns',
  'webserver',
  'linux (auth, syslog)',
  'linux (audit)',
  'zeek',
  'firewall',
  'antivirus',
  'database',
] as const;
export type Category = (typeof categories)[number];

const named: Readonly<Record<string, Category>> = {
  proxy: 'proxy',
  dns: 'dns',
  webserver: 'webserver',
  apache: 'webserver',
  linux: 'linux (auth, syslog)',
  auditd: 'linux (audit)',
  'linux-process_creation': 'linux (audit)',
  'linux-file_event': 'linux (audit)',
  'linux-network_connection': 'linux (audit)',
  firewall: 'firewall',
  antivirus: 'antivirus',
  database: 'database',
};
/** Kind of logs a channel of events belongs to. */
export const categoryOf = (channel: string): Category =>
  Object.hasOwn(named, channel) ? named[channel]! : channel.startsWith('zeek-') ? 'zeek' : 'windows';

export type Tallies = Map<Category, Tally>;

/** Ids of sources rules can be run over. */
export const judged: readonly string[] = sources
  .map(({ id }) => id)
  .filter(id => id.startsWith('windows-') || readerOf(id) !== undefined);

/** Runs rules over lines of one world; of all logs together, so that one thing in two of them can count once. */
export class Judge {
  /** Channels of which there was an event. */
  readonly channels = new Set<string>();
  readonly #matcher: SigmaMatcher;
  readonly #readers = new Map<string, LineReader>();

  constructor(matcher: SigmaMatcher, context: ProjectionContext) {
    this.#matcher = matcher;
    for (const { id, header } of sources) {
      const name = readerOf(id);
      if (name === undefined) continue;
      const read = logs[name]!();
      for (const line of header?.(context).split('\n') ?? []) read(line);
      this.#readers.set(id, read);
    }
  }

  /** Adds what the rules say of a line to the tally of its category. */
  judge(source: string, text: string, at: number, host: string, into: Tallies): void {
    for (const event of this.#events(source, text, at, host)) {
      this.channels.add(event.channel);
      const category = categoryOf(event.channel);
      let tally = into.get(category);
      if (!tally) {
        tally = new Tally();
        into.set(category, tally);
      }
      tally.add(event, this.#matcher.match(event));
    }
  }

  #events(source: string, text: string, at: number, host: string): readonly SigmaEvent[] {
    const read = this.#readers.get(source);
    if (read) return read(text, { at, host });
    const event = flatten(JSON.parse(text));
    return event ? [event] : [];
  }
}
