// A JSON-like record mapped by a table: path → setter. What the table does not name, or a setter refuses, becomes a label.
import type { Draft } from '../format.ts';
import type { LabelBag } from './labels.ts';
import type { Put, Scalar } from './values.ts';

export type Table = Readonly<Record<string, Put>>;
export type Fields = Record<string, unknown>;

interface Node {
  put?: Put;
  children?: Map<string, Node>;
  /** Label names of its unmapped keys, made once: joining them anew for each record is what costs most. */
  names: Map<string, string>;
}

/** Most label names remembered for one place in the table. */
const nameLimit = 1_000;

function labelName(node: Node, prefix: string, key: string): string {
  if (prefix === '') return key;
  const known = node.names.get(key);
  if (known !== undefined) return known;
  const name = `${prefix}.${key}`;
  if (node.names.size < nameLimit) node.names.set(key, name);
  return name;
}

/** Turns `{ 'http.hostname': put, … }` into a walk over records. Compiled once, at import. */
export function compileTable(table: Table): (record: Fields, draft: Draft, labels: LabelBag) => void {
  const root: Node = { children: new Map(), names: new Map() };
  for (const [path, put] of Object.entries(table)) {
    let node: Node = root;
    for (const key of path.split('.')) {
      node.children ??= new Map();
      let next = node.children.get(key);
      if (!next) {
        next = { names: new Map() };
        node.children.set(key, next);
      }
      node = next;
    }
    node.put = put;
    // Some writers flatten: `{"id.orig_h": …}`.
    if (path.includes('.')) root.children!.set(path, node);
  }
  const walk = (at: Node, record: Fields, prefix: string, draft: Draft, labels: LabelBag) => {
    const children = at.children!;
    for (const key in record) {
      const value = record[key];
      if (value === null || value === '') continue;
      const node = children.get(key);
      if (node !== undefined) {
        if (typeof value !== 'object') {
          if (node.put?.(draft, value as Scalar)) continue;
        } else if (node.children && !Array.isArray(value)) {
          walk(node, value as Fields, labelName(at, prefix, key), draft, labels);
          continue;
        }
      }
      labels.addValue(labelName(at, prefix, key), value);
    }
  };
  return (record, draft, labels) => walk(root, record, '', draft, labels);
}

/** The JSON object in a line, or why there is none. */
export function parseObject(text: string): Fields | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return `not JSON: ${error instanceof Error ? error.message.slice(0, 120) : 'unreadable'}`;
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return 'JSON, but not an object';
  return value as Fields;
}

/** Swallows a value that the parser has used already. */
export const used: Put = () => true;

/** The text at a key, or empty. */
export const textAt = (record: Fields, key: string): string => {
  const value = record[key];
  return typeof value === 'string' ? value : '';
};

/** The object at a key, or undefined. */
export const objectAt = (record: Fields, key: string): Fields | undefined => {
  const value = record[key];
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Fields) : undefined;
};
