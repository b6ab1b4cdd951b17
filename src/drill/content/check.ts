// Checks content files as an author wants to hear it: every fault with file, line, field and what to do.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type ErrorPlace, HinomiError } from '#model/errors.ts';
import { fieldName, readYaml } from '../skills/read-yaml.ts';
import { type At, checkers } from './checkers.ts';
import { type ContentKind, contentKinds, kindOf } from './kinds.ts';
import { textFaults } from './texts.ts';

export interface ContentFault {
  place: ErrorPlace;
  text: string;
  remedy: string;
}

/** What is known of the folder a file stands in, for references between files. */
export interface Surroundings {
  /** Content folders to look in, the author's own first. */
  folders: readonly string[];
}

/** Every content file of a folder, by kind and name. */
export function contentFiles(folder: string): string[] {
  const names = contentKinds.flatMap(kind => {
    const own = join(folder, kind.folder);
    if (!existsSync(own)) return [];
    return readdirSync(own)
      .filter(name => kindOf(`${kind.folder}/${name}`) === kind)
      .map(name => join(own, name));
  });
  return [...new Set(names)].sort();
}

/**
 * Organisations and scenarios of a folder with an id of the product's: exercises that were, and worlds that are loaded,
 * go by these names, and one name must always mean one thing.
 */
export function takenIds([own, ...others]: readonly string[]): ContentFault[] {
  if (own === undefined) return [];
  return contentFiles(own).flatMap(file => {
    const kind = kindOf(file);
    const taken =
      (kind?.id === 'organisation' || kind?.id === 'scenario') &&
      others.some(other => existsSync(join(other, kind.folder, basename(file))));
    return taken
      ? [
          {
            place: { file, field: 'id' },
            text: 'is the id of one of the product’s own',
            remedy: 'Choose another id, and name the file so.',
          },
        ]
      : [];
  });
}

/** Faults of one file; never throws on bad content. */
export function checkFile(file: string, around: Surroundings): ContentFault[] {
  const kind = kindOf(file);
  const one = (text: string, remedy: string): ContentFault[] => [{ place: { file }, text, remedy }];
  if (!kind)
    return one(
      'is no content file',
      `Put it into one of the folders ${[...new Set(contentKinds.map(known => known.folder))].join(', ')}.`,
    );
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return one('cannot be read', 'Check the name and who may read it.');
  }
  return checkText(kind, file, text, around);
}

function checkText(kind: ContentKind, file: string, text: string, around: Surroundings): ContentFault[] {
  const { value, faults, lineOf } = readYaml(file, text, kind.schema);
  if (value === undefined)
    return faults.map(fault => ({
      ...fault,
      remedy: `See content/schemas/${kind.id}.schema.json; an editor with YAML support shows what may stand here.`,
    }));
  const found: ContentFault[] = [];
  const at: At = (path, what, remedy) => {
    const field = fieldName(value, path);
    found.push({ place: { file, line: lineOf(path), ...(field ? { field } : {}) }, text: what, remedy });
  };
  const { id } = value as { id?: unknown };
  if (typeof id === 'string' && `${id}.yaml` !== basename(file))
    at(['id'], `is ${id}, but the file is ${basename(file)}`, 'Give both the same name.');
  textFaults(kind.id, value, at);
  try {
    checkers[kind.id]?.({ file, text, value, at, around });
  } catch (error) {
    if (!(error instanceof HinomiError)) throw error;
    found.push(fromError(error, file, value, lineOf));
  }
  return found.sort((a, b) => (a.place.line ?? 0) - (b.place.line ?? 0));
}

/** Loaders throw their first fault; it keeps its place. */
function fromError(
  error: HinomiError,
  file: string,
  value: unknown,
  lineOf: (path: readonly (string | number)[]) => number,
): ContentFault {
  const { place, remedy } = error;
  const pointer = place.field?.startsWith('/') ? place.field.split('/').slice(1) : undefined;
  const path = pointer?.filter(Boolean).map(part => (/^\d+$/.test(part) ? Number(part) : part));
  // Its message begins with the place, which is told apart from it.
  const told = error.message.split('\n')[0]!.replace(/^\S+\.yaml(:\d+)?[: ]+/, '');
  const text = place.field && told.startsWith(place.field) ? told.slice(place.field.length) : told;
  return {
    place: {
      file,
      ...(path ? { line: lineOf(path) } : place.line === undefined ? {} : { line: place.line }),
      ...(path ? { field: fieldName(value, path) } : place.field === undefined ? {} : { field: place.field }),
    },
    text: text.replace(/^[: ]+/, ''),
    remedy,
  };
}
