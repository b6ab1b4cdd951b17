// Runs rules over events: an index by channel and event id finds the candidates, and each (field, test, value) is tried once.
import type { SigmaEvent } from './event.ts';
import { type Node, neededIds } from './ir.ts';
import { type Source, sourcesOf } from './log-source.ts';
import type { Rule } from './rule.ts';

type Holds = (event: SigmaEvent) => boolean;
interface Candidate {
  rule: Rule;
  provider: string | undefined;
  holds: Holds;
}

/** Values remembered per field; when full, all are forgotten. */
const maxValues = 1000;

/** What is known of one field's values: a byte per test, 0 unknown, 1 no, 2 yes. */
class FieldMemo {
  readonly tests = new Map<string, number>();
  readonly values = new Map<string, { lower: string; known: Uint8Array }>();
  number(key: string): number {
    const number = this.tests.get(key) ?? this.tests.size;
    this.tests.set(key, number);
    return number;
  }
  of(value: string) {
    let found = this.values.get(value);
    if (!found) {
      if (this.values.size >= maxValues) this.values.clear();
      found = { lower: value.toLowerCase(), known: new Uint8Array(this.tests.size) };
      this.values.set(value, found);
    }
    return found;
  }
}

/** Every rule with a known log source, ready to run. One thread, no clock, no input or output. */
export class SigmaMatcher {
  /** Rules whose log source we have no events of. */
  readonly dormant: Rule[] = [];
  readonly #memos = new Map<string, FieldMemo>();
  readonly #channels = new Map<string, { any: Candidate[]; byId: Map<string, Candidate[]> }>();

  constructor(rules: Iterable<Rule>) {
    for (const rule of rules) {
      const sources = sourcesOf(rule.logSource);
      if (!sources) this.dormant.push(rule);
      for (const source of sources ?? []) this.#add(rule, source);
    }
  }

  #add(rule: Rule, source: Source): void {
    const place = this.#channels.get(source.channel) ?? { any: [], byId: new Map<string, Candidate[]>() };
    this.#channels.set(source.channel, place);
    const holds = this.#compile(rule.tree, source.alias ?? {});
    const candidate = { rule, provider: source.provider, holds };
    const ids = source.ids ?? neededIds(rule.tree);
    if (!ids) place.any.push(candidate);
    for (const id of ids ?? []) {
      const list = place.byId.get(id);
      if (list) list.push(candidate);
      else place.byId.set(id, [candidate]);
    }
  }

  /** The rules that hold for an event, each once. */
  match(event: SigmaEvent): Rule[] {
    const place = this.#channels.get(event.channel);
    if (!place) return [];
    const found: Rule[] = [];
    for (const list of [place.any, place.byId.get(event.id) ?? []])
      for (const candidate of list)
        if (
          (candidate.provider === undefined || candidate.provider === event.provider) &&
          candidate.holds(event)
        )
          found.push(candidate.rule);
    return found;
  }

  #compile(node: Node, alias: Readonly<Record<string, string>>): Holds {
    const named = (field: string) => (Object.hasOwn(alias, field) ? alias[field]! : field);
    switch (node.kind) {
      case 'and':
      case 'or': {
        const parts = node.of.map(part => this.#compile(part, alias));
        return node.kind === 'and'
          ? event => {
              for (const part of parts) if (!part(event)) return false;
              return true;
            }
          : event => {
              for (const part of parts) if (part(event)) return true;
              return false;
            };
      }
      case 'not': {
        const inner = this.#compile(node.of, alias);
        return event => !inner(event);
      }
      case 'exists': {
        const field = named(node.field);
        return event => event.fields.has(field) === node.wanted;
      }
      case 'null': {
        const field = named(node.field);
        return event => (event.fields.get(field) ?? null) === null;
      }
      case 'fieldref': {
        const [field, other] = [named(node.field), named(node.other)];
        return event => {
          const [left, right] = [event.fields.get(field), event.fields.get(other)];
          if (typeof left !== 'string' || typeof right !== 'string') return false;
          const [a, b] = [left.toLowerCase(), right.toLowerCase()];
          if (node.how === 'equals') return a === b;
          if (node.how === 'contains') return a.includes(b);
          return node.how === 'startswith' ? a.startsWith(b) : a.endsWith(b);
        };
      }
      case 'keyword':
        return event => {
          for (const value of event.fields.values())
            for (const item of typeof value === 'string' ? [value] : (value ?? []))
              if (node.test(node.lower ? item.toLowerCase() : item)) return true;
          return false;
        };
      case 'text': {
        const field = named(node.field);
        const memo = this.#memos.get(field) ?? new FieldMemo();
        this.#memos.set(field, memo);
        const number = memo.number(node.key);
        const one = (value: string): boolean => {
          const held = memo.of(value);
          let known = held.known[number];
          if (!known) {
            known = node.test(node.lower ? held.lower : value) ? 2 : 1;
            held.known[number] = known;
          }
          return known === 2;
        };
        return event => {
          const value = event.fields.get(field);
          if (typeof value === 'string') return one(value);
          return value ? value.some(one) : false;
        };
      }
    }
  }
}
