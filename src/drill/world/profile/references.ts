// What a schema cannot say: names in a profile that must fit together.
import { duties } from './duties.ts';
import type { OrganisationProfile } from './schema.ts';

/** The first thing that does not fit, with its field (`applications.2.server`). */
export function checkReferences(
  profile: OrganisationProfile,
  id: string,
): { field: string; what: string } | undefined {
  if (profile.id !== id) return { field: 'id', what: `must be ${id}, as the file is named` };
  const segments = new Set(profile.segments.map(segment => segment.id));
  const servers = new Set(profile.servers.filter(server => server.count !== 0).map(server => server.name));
  const departments = new Set(profile.departments.map(department => department.id));
  const unknown = (field: string, kind: string, name: string) => ({
    field,
    what: `there is no ${kind} ${name}`,
  });
  for (const [n, server] of profile.servers.entries())
    if (!segments.has(server.segment)) return unknown(`servers.${n}.segment`, 'segment', server.segment);
  for (const [n, application] of profile.applications.entries()) {
    if (!servers.has(application.server))
      return unknown(`applications.${n}.server`, 'server', application.server);
    if (application.database && !servers.has(application.database))
      return unknown(`applications.${n}.database`, 'server', application.database);
    for (const department of application.departments ?? [])
      if (!departments.has(department))
        return unknown(`applications.${n}.departments`, 'department', department);
  }
  for (const [n, jewel] of profile.crownJewels.entries())
    if (!servers.has(jewel.server)) return unknown(`crownJewels.${n}.server`, 'server', jewel.server);
  const titled = new Set(profile.ranks.map(rank => rank.duty));
  for (const duty of duties)
    if (!titled.has(duty)) return { field: 'ranks', what: `there is no title for ${duty}` };
  for (const task of ['leadership', 'systems'] as const)
    if (profile.departments.filter(department => department.task === task).length !== 1)
      return { field: 'departments', what: `exactly one department must have the task ${task}` };
  if (profile.departments.length > 40)
    return { field: 'departments', what: 'at most 40 fit the address plan' };
  return undefined;
}
