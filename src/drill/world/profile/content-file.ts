// One content file: YAML checked by a schema; errors name file, line and field.
import { readFileSync } from 'node:fs';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { HinomiError } from '#model/errors.ts';
import { parseYaml, type Yaml } from '../../content/yaml.ts';

const limit = 1_000_000;

export interface Source {
  file: string;
  yaml: Yaml;
  value: unknown;
}

export const broken = (file: string, line: number | undefined, field: string, what: string) =>
  new HinomiError('DRILL_PROFILE', `${file}${line ? `:${line}` : ''}: ${field ? `${field}: ` : ''}${what}`, {
    place: { file, ...(line ? { line } : {}), ...(field ? { field } : {}) },
    remedy: 'Correct the file; the schema of profiles says what each field means.',
    status: 400,
  });

export function read(folder: string, file: string): Source {
  let text: string;
  try {
    text = readFileSync(`${folder}/${file}`, 'utf8');
  } catch (cause) {
    throw new HinomiError('DRILL_PROFILE_MISSING', `${file} cannot be read`, {
      place: { file },
      remedy: 'Give the id of a profile in content/organisations.',
      status: 404,
      cause,
    });
  }
  const yaml = parseYaml(text, limit);
  const [fault] = yaml.faults;
  if (fault) throw broken(file, fault.line, '', fault.text);
  return { file, yaml, value: yaml.value };
}

/** Line of a field, or of the nearest thing around it that is in this file. */
export const lineOf = (source: Source, path: readonly string[]): number | undefined =>
  path.length === 0
    ? undefined
    : source.yaml.lineOf(path.map(part => (/^\d+$/.test(part) ? Number(part) : part)));

/** @param at where a field of the value was written. */
export function check(
  schema: TSchema,
  value: unknown,
  at: (path: string[]) => { source: Source; path: string[] },
): void {
  const compiled = Compile(schema);
  if (compiled.Check(value)) return;
  const errors = compiled.Errors(value);
  // A field nobody knows (`schema is false`) explains the one that is missing: it is most often the same, misspelt.
  const unknown = errors.find(error => error.keyword === 'boolean');
  const error = unknown ?? errors[0];
  const { source, path } = at((error?.instancePath ?? '').split('/').slice(1));
  const what = unknown ? 'there is no such field' : (error?.message ?? 'is not valid');
  throw broken(source.file, lineOf(source, path), path.join('.'), what);
}
