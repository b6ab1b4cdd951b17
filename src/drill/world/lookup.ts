// Finding things in an organisation.
import type { Host, HostRole, Organisation } from './entities.ts';
import { pcRid, serverRid } from './organisation/accounts.ts';

/** Hosts that do this, in the order of their names' numbers. */
export const hostsWithRole = (organisation: Organisation, role: HostRole): Host[] =>
  organisation.hosts.filter(host => host.roles.includes(role));

/** The first host that does this. @throws RangeError when the organisation has none. */
export function hostWithRole(organisation: Organisation, role: HostRole): Host {
  const host = organisation.hosts.find(candidate => candidate.roles.includes(role));
  if (!host) throw new RangeError(`${organisation.profile} has no host with the role ${role}`);
  return host;
}

/** SID of a machine's account in the domain: `PC-0042$`. */
export const machineSid = (organisation: Organisation, host: Host): string =>
  `${organisation.domainSid}-${host.kind === 'pc' && host.owner ? pcRid(host.owner.index) : serverRid(host.index)}`;
