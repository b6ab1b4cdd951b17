// Reads an organisation profile and the lists it draws from.
import { existsSync } from 'node:fs';
import { folderOf, productContent } from '../../content/folders.ts';
import { isPlain, joined, origin, type Plain } from './base.ts';
import { broken, check, lineOf, read } from './content-file.ts';
import { InternetLists, PeopleNames } from './lists.ts';
import type { Profile } from './profile.ts';
import { checkReferences } from './references.ts';
import { OrganisationProfile } from './schema.ts';

/**
 * Reads `organisations/<id>.yaml` with its base and the lists of names; those a folder lacks are the product's own.
 * @param given content folder; when absent the organisation's own, or the product's if that has no such profile.
 * @throws HinomiError DRILL_PROFILE with file, line and field; DRILL_PROFILE_MISSING when there is no such profile.
 */
export function loadProfile(id: string, given?: string): Profile {
  const unnamed = (what: string) => broken(`organisations/${id}.yaml`, 1, '', what);
  if (!/^[a-z][a-z0-9-]{0,30}$/.test(id))
    throw broken('organisations', undefined, 'id', `${id} is no profile id`);
  const folder = given ?? folderOf(`organisations/${id}.yaml`) ?? productContent;
  const common = (file: string) => read(existsSync(`${folder}/${file}`) ? folder : productContent, file);
  const own = read(folder, `organisations/${id}.yaml`);
  if (!isPlain(own.value)) throw unnamed('is no mapping');
  const { base, ...rest } = own.value;
  const sources = [own];
  let organisation: Plain = rest;
  if (base !== undefined) {
    if (typeof base !== 'string' || !/^[a-z-]+$/.test(base)) throw unnamed('base is no name');
    const under = common(`organisations/base/${base}.yaml`);
    sources.push(under);
    organisation = joined(isPlain(under.value) ? under.value : {}, rest);
  }
  check(OrganisationProfile, organisation, path => origin(path, organisation, sources));
  const people = common('names/people.yaml');
  check(PeopleNames, people.value, path => ({ source: people, path }));
  const internet = common('names/internet.yaml');
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
