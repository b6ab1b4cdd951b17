// Counts alerts: per rule, level and host-day, so that one sees which rules shout.
import type { SigmaEvent } from './event.ts';
import type { Rule } from './rule.ts';

interface RuleCount {
  id: string;
  title: string;
  level: string;
  file: string;
  alerts: number;
  hosts: number;
  alertsPerHostDay: number;
}

export const levels: readonly string[] = ['critical', 'high', 'medium', 'low', 'informational'];

/** One thing that two logs tell: which log this record is of, what it is about, and how far apart the two may be, ms. */
interface Told {
  log: string;
  thing: string;
  within: number;
}

/** Kinds of records that stand in two logs of our own at least: starts of programs, requests to the proxy, look-ups. */
function toldBy(event: SigmaEvent): Told | undefined {
  const { channel, provider, computer, fields } = event;
  if (channel === 'proxy')
    // Squid writes at the end of a request, Zeek has its beginning.
    return {
      log: provider,
      thing: `${fields.get('c-ip')} ${fields.get('cs-method')} ${fields.get('c-uri')}`,
      within: 60_000,
    };
  if (channel === 'dns')
    return { log: provider, thing: `${fields.get('src_ip')} ${fields.get('query')}`, within: 2000 };
  const sysmon = event.id === '1' && channel.endsWith('Sysmon/Operational');
  if (!sysmon && !(event.id === '4688' && channel === 'Security')) return undefined;
  const pid = Number(fields.get(sysmon ? 'ProcessId' : 'NewProcessId'));
  return Number.isNaN(pid) ? undefined : { log: event.id, thing: `${computer} ${pid}`, within: 2000 };
}

/**
 * Adds up what rules matched. A host-day is a host with at least one event on that day (UTC). Sysmon 1 and Security 4688
 * tell the same start of a program, a proxy and a sensor the same request: a rule that matches both counts once.
 */
export class Tally {
  events = 0;
  /** Matches, before the same thing in two logs is counted once. */
  matches = 0;
  readonly #hostDays = new Set<string>();
  readonly #rules = new Map<Rule, { alerts: number; hosts: Set<string> }>();
  readonly #told = new Map<string, { log: string; at: number }[]>();

  /** @returns the rules whose match is an alert of its own */
  add(event: SigmaEvent, matched: readonly Rule[]): Rule[] {
    this.events++;
    this.matches += matched.length;
    this.#hostDays.add(`${event.computer} ${event.time.slice(0, 10)}`);
    const told = matched.length > 0 ? toldBy(event) : undefined;
    const fresh = matched.filter(rule => !told || this.#isNew(rule, told, Date.parse(event.time)));
    for (const rule of fresh) {
      const count = this.#rules.get(rule) ?? { alerts: 0, hosts: new Set<string>() };
      this.#rules.set(rule, count);
      count.alerts++;
      count.hosts.add(event.computer);
    }
    return fresh;
  }

  #isNew(rule: Rule, { log, thing, within }: Told, at: number): boolean {
    const key = `${rule.id} ${thing}`;
    const seen = this.#told.get(key) ?? [];
    this.#told.set(key, seen);
    const twin = seen.findIndex(one => one.log !== log && Math.abs(one.at - at) <= within);
    if (twin < 0) {
      seen.push({ log, at });
      return true;
    }
    seen.splice(twin, 1);
    return false;
  }

  /** Noisiest rule first. */
  summary() {
    const hostDays = this.#hostDays.size;
    const rate = (alerts: number) => (hostDays ? alerts / hostDays : 0);
    const rules = [...this.#rules]
      .map(
        ([rule, { alerts, hosts }]): RuleCount => ({
          id: rule.id,
          title: rule.title,
          level: rule.level,
          file: rule.file,
          alerts,
          hosts: hosts.size,
          alertsPerHostDay: rate(alerts),
        }),
      )
      .sort((a, b) => b.alerts - a.alerts || (a.id < b.id ? -1 : 1));
    const total = (...wanted: string[]) =>
      rules.reduce((sum, rule) => sum + (wanted.includes(rule.level) ? rule.alerts : 0), 0);
    return {
      events: this.events,
      hostDays,
      matches: this.matches,
      alerts: rules.reduce((sum, rule) => sum + rule.alerts, 0),
      byLevel: levels.map(level => ({ level, alerts: total(level), perHostDay: rate(total(level)) })),
      mediumOrAbovePerHostDay: rate(total('critical', 'high', 'medium')),
      highOrAbovePerHostDay: rate(total('critical', 'high')),
      rules,
    };
  }
}
