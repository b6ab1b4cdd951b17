// Reads an organisation profile and the lists it draws from; errors name file, line and field.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { type Document, isNode, LineCounter, parseDocument } from 'yaml';
import { HinomiError } from '#model/errors.ts';
import { InternetLists, PeopleNames } from './lists.ts';
import type { Profile } from './profile.ts';
import { checkReferences } from './references.ts';
import { OrganisationProfile } from './schema.ts';

const contentFolder = fileURLToPath(new URL('../../../../content/', import.meta.url));
const limit = 1_000_000;

interface Source {
  file: string;
  document: Document;
  lines: LineCounter;
  value: unknown;
}

const broken = (file: string, line: number | undefined, field: string, what: string) =>
  new HinomiError('DRILL_PROFILE', `${file}${line ? `:${line}` : ''}: ${field ? `${field}: ` : ''}${what}`, {
    place: { file, ...(line ? { line } : {}), ...(field ? { field } : {}) },
    remedy: 'Correct the file; the schema of profiles says what each field means.',
    status: 400,
  });

function read(folder: string, file: string): Source {
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
  if (text.length > limit) throw broken(file, undefined, '', `more than ${limit} characters`);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [error] = document.errors;
  if (error) throw broken(file, error.linePos?.[0].line, '', error.message.split('\n')[0]!);
  // No aliases: a few lines of them could grow without bound.
  return { file, document, lines, value: document.toJS({ maxAliasCount: 0 }) };
}

/** Line of a field, or of the nearest thing around it that is in this file. */
function lineOf(source: Source, path: readonly string[]): number | undefined {
  for (let length = path.length; length > 0; length--) {
    const node = source.document.getIn(
      path.slice(0, length).map(part => (/^\d+$/.test(part) ? Number(part) : part)),
      true,
    );
    if (isNode(node) && node.range) return source.lines.linePos(node.range[0]).line;
  }
  return undefined;
}

/** @param at where a field of the value was written. */
function check(
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

type Plain = Record<string, unknown>;
const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Lists of base and profile that are joined, by the name their items go by. */
const keyOf: Readonly<Record<string, string>> = {
  servers: 'name',
  segments: 'id',
  serviceAccounts: 'account',
};

/** A profile takes what it does not say from its base. */
function joined(base: Plain, own: Plain): Plain {
  const merged: Plain = { ...base, ...own };
  for (const [list, key] of Object.entries(keyOf)) {
    const [inherited, added] = [base[list], own[list]];
    if (!Array.isArray(inherited) || !Array.isArray(added)) continue;
    const replaced = new Map(added.filter(isPlain).map(item => [item[key], item]));
    const known = new Set(inherited.filter(isPlain).map(item => item[key]));
    merged[list] = [
      ...inherited.map(item => (isPlain(item) && replaced.get(item[key])) || item),
      ...added.filter(item => !(isPlain(item) && known.has(item[key]))),
    ];
  }
  return merged;
}

/** Where a field of a joined profile stands: items of joined lists are the very objects of the file they come from. */
function origin(
  path: string[],
  merged: Plain,
  sources: readonly Source[],
): { source: Source; path: string[] } {
  const [field = '', index, ...rest] = path;
  for (const source of sources) {
    const value = isPlain(source.value) ? source.value[field] : undefined;
    if (value === undefined) continue;
    if (!(field in keyOf) || index === undefined || !Array.isArray(value)) return { source, path };
    const place = value.indexOf((merged[field] as unknown[])[Number(index)]);
    if (place >= 0) return { source, path: [field, String(place), ...rest] };
  }
  return { source: sources[0]!, path };
}

/**
 * Reads `organisations/<id>.yaml` with its base and the lists of names.
 * @param folder content folder; the product's own when absent.
 * @throws HinomiError DRILL_PROFILE with file, line and field; DRILL_PROFILE_MISSING when there is no such profile.
 */
export function loadProfile(id: string, folder: string = contentFolder): Profile {
  const unnamed = (what: string) => broken(`organisations/${id}.yaml`, 1, '', what);
  if (!/^[a-z][a-z0-9-]{0,30}$/.test(id))
    throw broken('organisations', undefined, 'id', `${id} is no profile id`);
  const own = read(folder, `organisations/${id}.yaml`);
  if (!isPlain(own.value)) throw unnamed('is no mapping');
  const { base, ...rest } = own.value;
  const sources = [own];
  let organisation: Plain = rest;
  if (base !== undefined) {
    if (typeof base !== 'string' || !/^[a-z-]+$/.test(base)) throw unnamed('base is no name');
    const under = read(folder, `organisations/base/${base}.yaml`);
    sources.push(under);
    organisation = joined(isPlain(under.value) ? under.value : {}, rest);
  }
  check(OrganisationProfile, organisation, path => origin(path, organisation, sources));
  const people = read(folder, 'names/people.yaml');
  check(PeopleNames, people.value, path => ({ source: people, path }));
  const internet = read(folder, 'names/internet.yaml');
  check(InternetLists, internet.value, path => ({ source: internet, path }));
  const profile = organisation as OrganisationProfile;
  const problem = checkReferences(profile, id);
  if (problem) {
    const { source, path } = origin(problem.field.split('.'), organisation, sources);
    throw broken(source.file, lineOf(source, path), path.join('.'), problem.what);
  }
  return {
    organisation: profile,
    people: people.value as PeopleNames,
    internet: internet.value as InternetLists,
  };
}
