// Reads a content file: YAML checked by a schema. Every fault is told with its file, line and field.
import type { Static, TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { type ErrorPlace, HinomiError } from '#model/errors.ts';
import { parseYaml } from '../content/yaml.ts';
import { type SchemaFault, unionFaults, unionOf, valueAt } from './union.ts';

/** One fault in a content file. */
export interface Fault {
  place: ErrorPlace;
  text: string;
}

const compiled = new WeakMap<TSchema, ReturnType<typeof Compile>>();
const validatorOf = (schema: TSchema) => {
  const known = compiled.get(schema);
  if (known) return known;
  const made = Compile(schema);
  compiled.set(schema, made);
  return made;
};

const pathOf = (pointer: string): (string | number)[] =>
  pointer
    .split('/')
    .slice(1)
    .map(part => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map(part => (/^\d+$/.test(part) ? Number(part) : part));

/** Names a failing field by its JSON pointer with the list members' ids: `items[3:web-shell].options`. */
export const fieldName = (value: unknown, path: readonly (string | number)[]): string => {
  let here: unknown = value;
  let name = '';
  for (const part of path) {
    here =
      here !== null && typeof here === 'object'
        ? (here as Record<string | number, unknown>)[part]
        : undefined;
    const id = here !== null && typeof here === 'object' && 'id' in here ? here.id : undefined;
    if (typeof part === 'number')
      name += typeof id === 'string' ? `[${part}:${id.slice(0, 60)}]` : `[${part}]`;
    else name += name ? `.${part}` : part;
  }
  return name;
};

/** A content file's value with what is wrong with it, and the line of any path in it for checks made later. */
export interface Content<T> {
  value?: T;
  faults: Fault[];
  lineOf: (path: readonly (string | number)[]) => number;
}

/** Parses and checks a content file. Never throws on bad content. */
export function readYaml<S extends TSchema>(file: string, text: string, schema: S): Content<Static<S>> {
  const { value, faults: unread, ...document } = parseYaml(text);
  const lineOf = (path: readonly (string | number)[]): number => document.lineOf(path) ?? 1;
  if (unread.length > 0)
    return {
      faults: unread.map(({ line, text: what }) => ({
        place: { file, ...(line === undefined ? {} : { line }) },
        text: what,
      })),
      lineOf,
    };
  const faults = schemaFaults(schema, value).map(({ path, text: message }) => ({
    place: { file, line: lineOf(path), field: fieldName(value, path) },
    text: message,
  }));
  return faults.length > 0 ? { faults, lineOf } : { value: value as Static<S>, faults, lineOf };
}

/** What a schema has against a value, deepest first: the most telling fault leads. Empty when it fits. */
export function schemaFaults(schema: TSchema, value: unknown): SchemaFault[] {
  const validator = validatorOf(schema);
  if (validator.Check(value)) return [];
  const found = new Map<string, SchemaFault>();
  const add = (fault: SchemaFault) => found.set(`${fault.path.join('/')} ${fault.text}`, fault);
  const unions = new Set<string>();
  for (const error of validator.Errors(value)) {
    // What `additionalProperties` says is said of each field by the `boolean` schema it stands for.
    if (error.keyword === 'anyOf' || error.keyword === 'additionalProperties') continue;
    const path = pathOf(error.instancePath);
    const union = unionOf(schema, error.schemaPath, path);
    if (union) {
      const place = union.path.join('/');
      if (!unions.has(place)) for (const fault of unionFaults(union, valueAt(value, union.path))) add(fault);
      unions.add(place);
      continue;
    }
    const params = error.params as { allowedValue?: unknown; allowedValues?: unknown[] };
    const allowed = params.allowedValues ?? (params.allowedValue === undefined ? [] : [params.allowedValue]);
    const text = error.keyword === 'boolean' ? 'there is no such field' : error.message;
    add({ path, text: allowed.length > 0 ? `${text} (${allowed.join(', ')})` : text });
  }
  if (found.size === 0) return [{ path: [], text: 'does not fit the schema' }];
  return [...found.values()].sort((a, b) => b.path.length - a.path.length).slice(0, 50);
}

/** Turns faults into the error a person sees. @throws HinomiError `CONTENT_INVALID` with the first fault's place. */
export function refuse(faults: readonly Fault[]): never {
  throw new HinomiError('CONTENT_INVALID', faults.slice(0, 20).map(faultLine).join('\n'), {
    place: faults[0]?.place ?? {},
    remedy: 'Correct the file at the line given and run the check again.',
    status: 422,
  });
}

/** `file:line field what is wrong`. */
export const faultLine = ({ place, text }: Fault): string =>
  `${[place.file, place.line].filter(part => part !== undefined).join(':')} ${place.field ? `${place.field} ` : ''}${text}`;
