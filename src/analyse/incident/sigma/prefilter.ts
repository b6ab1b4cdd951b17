// Which of many trees an event could make true at all, by texts they cannot do without: most rules fall away unread.
import type { SigmaEvent } from './event.ts';
import type { Node } from './ir.ts';
import { type LiteralFinder, literalFinder } from './literals.ts';

/** A tree holds only if this field equals the text, or contains it; lower case. */
interface Needed {
  field: string;
  text: string;
  whole: boolean;
}

/** Longer texts are rarer, a whole value rarer than a part of one, and every further choice makes a clause less telling. */
const worth = (clause: readonly Needed[]): number =>
  Math.min(...clause.map(({ text, whole }) => text.length + (whole ? 4 : 0))) - Math.log2(clause.length);

/** Texts of which an event must have at least one for the tree to hold; undefined when the tree names none. */
export function neededTexts(node: Node): Needed[] | undefined {
  if (node.kind === 'text') {
    // The event id has been looked at before.
    if (node.field === 'EventID') return undefined;
    if (node.equals !== undefined && node.equals !== '')
      return [{ field: node.field, text: node.equals.toLowerCase(), whole: true }];
    return node.holds ? [{ field: node.field, text: node.holds, whole: false }] : undefined;
  }
  if (node.kind === 'and') {
    let best: Needed[] | undefined;
    for (const part of node.of) {
      const clause = neededTexts(part);
      if (clause && (!best || worth(clause) > worth(best))) best = clause;
    }
    return best;
  }
  if (node.kind !== 'or') return undefined;
  const all: Needed[] = [];
  for (const part of node.of) {
    const clause = neededTexts(part);
    if (!clause) return undefined;
    all.push(...clause);
  }
  return all;
}

interface FieldIndex {
  field: string;
  whole: Map<string, number[]>;
  parts: LiteralFinder;
  /** Trees that need each literal of `parts`. */
  needing: number[][];
}

export interface Prefilter {
  /** Numbers of the trees that may hold, ascending. Never leaves out one that does. */
  candidates(event: SigmaEvent): readonly number[];
}

/** Tables already built, by their literals: rules of one kind look for the same texts under different names of fields. */
export type Finders = Map<string, LiteralFinder>;

/** Builds a filter over trees, numbered as given; `named` turns rules' names of fields into those of the events. */
export function prefilter(
  trees: readonly { tree: Node; named: (field: string) => string }[],
  finders: Finders,
): Prefilter {
  const finderOf = (literals: string[]): LiteralFinder => {
    const key = JSON.stringify(literals);
    const finder = finders.get(key) ?? literalFinder(literals);
    finders.set(key, finder);
    return finder;
  };
  const always: number[] = [];
  const building = new Map<string, { whole: Map<string, number[]>; parts: Map<string, number[]> }>();
  for (const [number, { tree, named }] of trees.entries()) {
    const clause = neededTexts(tree);
    if (!clause) always.push(number);
    for (const { field: name, text, whole } of clause ?? []) {
      const field = named(name);
      let index = building.get(field);
      if (!index) {
        index = { whole: new Map(), parts: new Map() };
        building.set(field, index);
      }
      const table = whole ? index.whole : index.parts;
      const list = table.get(text);
      if (list) list.push(number);
      else table.set(text, [number]);
    }
  }
  const fields: FieldIndex[] = [...building].map(([field, { whole, parts }]) => ({
    field,
    whole,
    parts: finderOf([...parts.keys()]),
    needing: [...parts.values()],
  }));
  const marked = new Uint8Array(trees.length);
  let found: number[] = [];
  const mark = (list: readonly number[]) => {
    for (const number of list)
      if (marked[number] === 0) {
        marked[number] = 1;
        found.push(number);
      }
  };
  return {
    candidates(event) {
      if (fields.length === 0) return always;
      found = [];
      mark(always);
      for (const { field, whole, parts, needing } of fields) {
        const value = event.fields.get(field);
        if (value === undefined || value === null) continue;
        for (const item of typeof value === 'string' ? [value] : value) {
          const lower = item.toLowerCase();
          const list = whole.get(lower);
          if (list) mark(list);
          if (needing.length > 0) parts.find(lower, literal => mark(needing[literal]!));
        }
      }
      for (const number of found) marked[number] = 0;
      return found.sort((a, b) => a - b);
    },
  };
}
