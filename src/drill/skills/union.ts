// Faults inside a choice of schemas (`anyOf`): told for the one the author meant, not for each that it could have been.
import type { TSchema } from 'typebox';
import { schemaFaults } from './read-yaml.ts';

/** What is wrong, and where in the value. */
export interface SchemaFault {
  path: (string | number)[];
  text: string;
}

interface Node {
  const?: unknown;
  anyOf?: Node[];
  required?: string[];
  properties?: Record<string, Node>;
  [keyword: string]: unknown;
}
interface Union {
  branches: Node[];
  /** Where the value it checks stands. */
  path: (string | number)[];
}

/** The outermost choice an error lies in; undefined when it lies in none. */
export function unionOf(
  schema: TSchema,
  schemaPath: string,
  path: readonly (string | number)[],
): Union | undefined {
  let node = schema as unknown as Node;
  const parts = schemaPath
    .split('/')
    .slice(1)
    .map(part => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  for (let i = 0, depth = 0; i < parts.length; i++, depth++) {
    const keyword = parts[i]!;
    if (keyword === 'anyOf')
      return node.anyOf ? { branches: node.anyOf, path: path.slice(0, depth) } : undefined;
    let inner = node[keyword];
    // `properties/name` and `items/0` are two words for one step into the value.
    if (keyword === 'properties' || keyword === 'patternProperties' || Array.isArray(inner))
      inner = (inner as Record<string, unknown> | undefined)?.[parts[++i] ?? ''];
    if (inner === null || typeof inner !== 'object') return undefined;
    node = inner as Node;
  }
  return undefined;
}

/** The part of a value at a path. */
export const valueAt = (value: unknown, path: readonly (string | number)[]): unknown =>
  path.reduce<unknown>(
    (here, part) =>
      here !== null && typeof here === 'object'
        ? (here as Record<string | number, unknown>)[part]
        : undefined,
    value,
  );

/** What the meant branch has against a value, or which branches there are. */
export function unionFaults({ branches, path }: Union, value: unknown): SchemaFault[] {
  const meant = branchFor(branches, value);
  if (meant)
    return schemaFaults(meant as unknown as TSchema, value).map(fault => ({
      ...fault,
      path: [...path, ...fault.path],
    }));
  const words = branches.flatMap(branch => (branch.const === undefined ? [] : [String(branch.const)]));
  if (words.length === branches.length) return [{ path, text: `must be one of ${words.join(', ')}` }];
  const key = Object.entries(branches[0]?.properties ?? {}).find(
    ([, inner]) => inner.const !== undefined,
  )?.[0];
  const kinds = key === undefined ? [] : branches.map(branch => branch.properties?.[key]?.const);
  if (key !== undefined && kinds.every(kind => kind !== undefined))
    return [{ path: [...path, key], text: `must be one of ${kinds.join(', ')}` }];
  const fields = branches.map(branch => branch.required?.join(' + ')).filter(Boolean);
  return [
    {
      path,
      text: fields.length > 0 ? `needs one of ${[...new Set(fields)].join(', ')}` : 'does not fit the schema',
    },
  ];
}

/** What JSON Schema calls the type of a value. */
const typeOf = (value: unknown): string =>
  value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;

/**
 * The branch whose fixed fields (`kind`) an object has; without such fields the one it shares most names with. Of other values
 * the only branch of their type.
 */
function branchFor(branches: readonly Node[], value: unknown): Node | undefined {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    const [only, ...others] = branches.filter(branch => branch['type'] === typeOf(value));
    return others.length === 0 && only?.const === undefined ? only : undefined;
  }
  const own = value as Record<string, unknown>;
  let best: Node | undefined;
  let most = 0;
  for (const branch of branches) {
    const fields = Object.entries(branch.properties ?? {});
    const fixed = fields.filter(([, inner]) => inner.const !== undefined);
    if (fixed.some(([name, inner]) => own[name] !== inner.const)) continue;
    const shared = fields.filter(([name]) => name in own).length;
    if (shared > most) [best, most] = [branch, shared];
  }
  return best;
}
