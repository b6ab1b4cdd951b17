// Runs rules over events: an index by channel and event id, then by texts rules cannot do without, finds the few to try.
import type { SigmaEvent } from './event.ts';
import { type Node, neededIds } from './ir.ts';
import { type Source, sourcesOf } from './log-source.ts';
import { type Finders, type Prefilter, prefilter } from './prefilter.ts';
import type { Rule } from './rule.ts';

type Holds = (event: SigmaEvent) => boolean;
interface Candidate {
  rule: Rule;
  provider: string | undefined;
  holds: Holds;
  named: (field: string) => string;
}
/** Rules for the same events, with the filter that is made when the first such event comes. */
interface Group {
  list: Candidate[];
  filter?: Prefilter;
}

/** Every rule with a known log source, ready to run. One thread, no clock, no input or output. */
export class SigmaMatcher {
  /** Rules whose log source we have no events of. */
  readonly dormant: Rule[] = [];
  readonly #finders: Finders = new Map();
  readonly #channels = new Map<string, { any: Group; byId: Map<string, Group> }>();

  constructor(rules: Iterable<Rule>) {
    for (const rule of rules) {
      const sources = sourcesOf(rule.logSource);
      if (!sources) this.dormant.push(rule);
      for (const source of sources ?? []) this.#add(rule, source);
    }
  }

  #add(rule: Rule, source: Source): void {
    const place = this.#channels.get(source.channel) ?? {
      any: { list: [] },
      byId: new Map<string, Group>(),
    };
    this.#channels.set(source.channel, place);
    const alias = source.alias ?? {};
    const named = (field: string) => (Object.hasOwn(alias, field) ? alias[field]! : field);
    const candidate = { rule, provider: source.provider, holds: compile(rule.tree, named), named };
    const ids = source.ids ?? neededIds(rule.tree);
    if (!ids) place.any.list.push(candidate);
    for (const id of ids ?? []) {
      const group = place.byId.get(id);
      if (group) group.list.push(candidate);
      else place.byId.set(id, { list: [candidate] });
    }
  }

  /** The rules that hold for an event, each once. */
  match(event: SigmaEvent): Rule[] {
    const place = this.#channels.get(event.channel);
    if (!place) return [];
    const found: Rule[] = [];
    for (const group of [place.any, place.byId.get(event.id)]) {
      if (!group) continue;
      group.filter ??= prefilter(
        group.list.map(({ rule, named }) => ({ tree: rule.tree, named })),
        this.#finders,
      );
      for (const number of group.filter.candidates(event)) {
        const { rule, provider, holds } = group.list[number]!;
        if ((provider === undefined || provider === event.provider) && holds(event)) found.push(rule);
      }
    }
    return found;
  }
}

function compile(node: Node, named: (field: string) => string): Holds {
  switch (node.kind) {
    case 'and':
    case 'or': {
      const parts = node.of.map(part => compile(part, named));
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
      const inner = compile(node.of, named);
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
      const one = (value: string): boolean => node.test(node.lower ? value.toLowerCase() : value);
      return event => {
        const value = event.fields.get(field);
        if (typeof value === 'string') return one(value);
        return value ? value.some(one) : false;
      };
    }
  }
}
