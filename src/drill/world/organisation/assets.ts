// Applications and crown jewels: names of the profile bound to machines.
import type { Application, CrownJewel, Department, Host } from '../entities.ts';
import type { OrganisationProfile } from '../profile/schema.ts';

/** The first machine of a server entry. @throws RangeError when the profile names one it does not have. */
function machine(hosts: readonly Host[], name: string): Host {
  const host = hosts.find(candidate => candidate.name === `${name}01`);
  if (!host) throw new RangeError(`no server ${name}`);
  return host;
}

export function makeApplications(
  profile: OrganisationProfile,
  hosts: readonly Host[],
  departments: readonly Department[],
): Application[] {
  return profile.applications.map(({ id, name, kind, server, database, departments: users }) => ({
    id,
    name,
    kind,
    host: machine(hosts, server),
    database: database ? machine(hosts, database) : undefined,
    databaseName: id.replaceAll('-', '_'),
    domain: kind === 'public' ? `${id}.${profile.domain}` : `${id}.ad.${profile.domain}`,
    departments: departments.filter(department => users?.includes(department.id)),
  }));
}

export function makeCrownJewels(profile: OrganisationProfile, hosts: readonly Host[]): CrownJewel[] {
  return profile.crownJewels.map(({ id, name, server, location, files, value }) => {
    const host = machine(hosts, server);
    return {
      id,
      name,
      host,
      location: location.replaceAll('{server}', host.name),
      files: files.map(file => ({ path: file.path, bytes: Math.round(file.kilobytes * 1024) })),
      value,
    };
  });
}
