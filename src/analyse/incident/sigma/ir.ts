// The one form every rule takes: a boolean tree over predicates on fields.

/** A test of one field's text. `lower` tests get the value in lower case. */
export interface TextTest {
  kind: 'text';
  field: string;
  lower: boolean;
  test: (value: string) => boolean;
  /** The exact value wanted, where the test is plain equality: used to index rules by event id. */
  equals?: string;
  /** A text the value must contain, in lower case: lets most events be passed over without the test. */
  holds?: string;
}
export type Node =
  | { kind: 'and' | 'or'; of: Node[] }
  | { kind: 'not'; of: Node }
  | TextTest
  | { kind: 'exists'; field: string; wanted: boolean }
  /** Absent or null; an empty text is not null. */
  | { kind: 'null'; field: string }
  | { kind: 'fieldref'; field: string; other: string; how: 'equals' | 'contains' | 'startswith' | 'endswith' }
  /** Any value of the event holds it. */
  | { kind: 'keyword'; test: (value: string) => boolean; lower: boolean };

/** Why a rule cannot be compiled; `path` leads to the place in its YAML. */
export class Unsupported extends Error {
  readonly path: (string | number)[];
  constructor(message: string, path: (string | number)[] = []) {
    super(message);
    this.path = path;
  }
}

/** Event ids without which the tree cannot hold, or undefined when any id may do. */
export function neededIds(node: Node): Set<string> | undefined {
  if (node.kind === 'text')
    return node.field === 'EventID' && node.equals !== undefined ? new Set([node.equals]) : undefined;
  if (node.kind === 'and') {
    for (const part of node.of) {
      const ids = neededIds(part);
      if (ids) return ids;
    }
    return undefined;
  }
  if (node.kind !== 'or') return undefined;
  const all = new Set<string>();
  for (const part of node.of) {
    const ids = neededIds(part);
    if (!ids) return undefined;
    for (const id of ids) all.add(id);
  }
  return all;
}
