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

/** Records of one process start in the two logs are written within this time of each other, ms. */
const together = 2000;

/** The process a record of a start is about, and which of the two logs that write such records it is from. */
function startOf(event: SigmaEvent): { log: string; process: string } | undefined {
  const sysmon = event.id === '1' && event.channel.endsWith('Sysmon/Operational');
  if (!sysmon && !(event.id === '4688' && event.channel === 'Security')) return undefined;
  const pid = Number(event.fields.get(sysmon ? 'ProcessId' : 'NewProcessId'));
  return Number.isNaN(pid) ? undefined : { log: event.id, process: `${event.computer} ${pid}` };
}

/**
 * Adds up what rules matched. A host-day is a host with at least one event on that day (UTC). Sysmon 1 and Security 4688
 * tell the same start of a program: a rule that matches both counts once.
 */
export class Tally {
  events = 0;
  /** Matches, before the same start of a program in two logs is counted once. */
  matches = 0;
  readonly #hostDays = new Set<string>();
  readonly #rules = new Map<Rule, { alerts: number; hosts: Set<string> }>();
  readonly #starts = new Map<string, { log: string; at: number }[]>();

  /** @returns the rules whose match is an alert of its own */
  add(event: SigmaEvent, matched: readonly Rule[]): Rule[] {
    this.events++;
    this.matches += matched.length;
    this.#hostDays.add(`${event.computer} ${event.time.slice(0, 10)}`);
    const start = matched.length > 0 ? startOf(event) : undefined;
    const fresh = matched.filter(rule => !start || this.#isNew(rule, start, Date.parse(event.time)));
    for (const rule of fresh) {
      const count = this.#rules.get(rule) ?? { alerts: 0, hosts: new Set<string>() };
      this.#rules.set(rule, count);
      count.alerts++;
      count.hosts.add(event.computer);
    }
    return fresh;
  }

  #isNew(rule: Rule, { log, process }: { log: string; process: string }, at: number): boolean {
    const key = `${rule.id} ${process}`;
    const seen = this.#starts.get(key) ?? [];
    this.#starts.set(key, seen);
    const twin = seen.findIndex(one => one.log !== log && Math.abs(one.at - at) <= together);
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
