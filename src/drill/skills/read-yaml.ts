// Reads a content file: YAML checked by a schema. Every fault is told with its file, line and field.
import type { Static, TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { isNode, LineCounter, parseDocument } from 'yaml';
import { type ErrorPlace, HinomiError } from '#model/errors.ts';

/** One fault in a content file. */
export interface Fault {
  place: ErrorPlace;
  text: string;
}

/** Content files are written by people; anything larger is not one. */
const maxLength = 4_000_000;

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

/**
 * Parses and checks a content file. Aliases are refused: content needs none, and nested ones can unfold to gigabytes.
 * Never throws on bad content.
 */
export function readYaml<S extends TSchema>(file: string, text: string, schema: S): Content<Static<S>> {
  if (text.length > maxLength)
    return {
      faults: [{ place: { file }, text: `is longer than ${maxLength} characters` }],
      lineOf: () => 1,
    };
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, version: '1.2', uniqueKeys: true });
  const lineOf = (path: readonly (string | number)[]): number => {
    for (let depth = path.length; depth >= 0; depth--) {
      const node = document.getIn(path.slice(0, depth), true);
      if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
    }
    return 1;
  };
  if (document.errors.length > 0)
    return {
      faults: document.errors.slice(0, 20).map(error => ({
        place: { file, line: error.linePos?.[0].line ?? 1 },
        text: `is not valid YAML: ${error.message.split('\n')[0]}`,
      })),
      lineOf,
    };
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 0 });
  } catch {
    return { faults: [{ place: { file }, text: 'uses YAML aliases; write the text out' }], lineOf };
  }
  const faults = schemaFaults(schema, value).map(({ path, text: message }) => ({
    place: { file, line: lineOf(path), field: fieldName(value, path) },
    text: message,
  }));
  return faults.length > 0 ? { faults, lineOf } : { value: value as Static<S>, faults, lineOf };
}

/** What a schema has against a value, deepest first: the most telling fault leads. Empty when it fits. */
export function schemaFaults(schema: TSchema, value: unknown): { path: (string | number)[]; text: string }[] {
  const validator = validatorOf(schema);
  if (validator.Check(value)) return [];
  const found = new Map<string, { path: (string | number)[]; text: string }>();
  for (const error of validator.Errors(value)) {
    if (error.keyword === 'anyOf') continue;
    const params = error.params as {
      additionalProperties?: string[];
      allowedValue?: unknown;
      allowedValues?: unknown[];
    };
    const extra = params.additionalProperties?.join(', ') ?? '';
    const allowed = params.allowedValues ?? (params.allowedValue === undefined ? [] : [params.allowedValue]);
    const text = [
      error.message,
      error.message.includes(extra) ? '' : `(${extra})`,
      allowed.length > 0 ? `(${allowed.join(', ')})` : '',
    ]
      .filter(Boolean)
      .join(' ');
    found.set(`${error.instancePath} ${text}`, { path: pathOf(error.instancePath), text });
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
