// Counts matches: per rule, and alerts per host-day, so that one sees which rules shout.
import type { SigmaEvent } from './event.ts';
import type { Rule } from './rule.ts';

interface RuleCount {
  id: string;
  title: string;
  level: string;
  file: string;
  matches: number;
  hosts: number;
  alertsPerHostDay: number;
}

const serious = new Set(['medium', 'high', 'critical']);

/** Adds up what rules matched. A host-day is a host with at least one event on that day (UTC). */
export class Tally {
  events = 0;
  readonly #hostDays = new Set<string>();
  readonly #rules = new Map<Rule, { matches: number; hosts: Set<string> }>();

  add(event: SigmaEvent, matched: readonly Rule[]): void {
    this.events++;
    this.#hostDays.add(`${event.computer} ${event.time.slice(0, 10)}`);
    for (const rule of matched) {
      const count = this.#rules.get(rule) ?? { matches: 0, hosts: new Set<string>() };
      this.#rules.set(rule, count);
      count.matches++;
      count.hosts.add(event.computer);
    }
  }

  /** Noisiest rule first. */
  summary() {
    const hostDays = this.#hostDays.size;
    const rules = [...this.#rules]
      .map(
        ([rule, { matches, hosts }]): RuleCount => ({
          id: rule.id,
          title: rule.title,
          level: rule.level,
          file: rule.file,
          matches,
          hosts: hosts.size,
          alertsPerHostDay: matches / hostDays,
        }),
      )
      .sort((a, b) => b.matches - a.matches || (a.id < b.id ? -1 : 1));
    const total = (list: RuleCount[]) => list.reduce((sum, rule) => sum + rule.matches, 0);
    const medium = total(rules.filter(rule => serious.has(rule.level)));
    return {
      events: this.events,
      hostDays,
      matches: total(rules),
      mediumOrAbove: medium,
      mediumOrAbovePerHostDay: hostDays ? medium / hostDays : 0,
      rules,
    };
  }
}
