// Puts the organisation together from its parts.
import { addressIn } from '../address.ts';
import type { Department, Internet, Organisation, SimTime } from '../entities.ts';
import type { Profile } from '../profile/profile.ts';
import { domainSidOf, serviceRid } from './accounts.ts';
import { makeApplications, makeCrownJewels } from './assets.ts';
import { makeShares } from './files.ts';
import { makeServers, type Site } from './hosts.ts';
import { makeNetwork } from './network.ts';
import { makePeople } from './people.ts';
import { minutes } from './working-times.ts';

/** Japan has had no summer time since 1952. */
export const utcOffset = 540;

const builtIn = [
  { account: 'Administrator', rid: 500, purpose: 'Built-in administrator of the domain', privileged: true },
  { account: 'Guest', rid: 501, purpose: 'Built-in, disabled', privileged: false },
  { account: 'krbtgt', rid: 502, purpose: 'Key distribution centre', privileged: true },
];

export function makeOrganisation(
  profile: Profile,
  staff: number,
  seed: number,
  start: SimTime,
  internet: Internet,
): Organisation {
  const own = profile.organisation;
  const total = own.departments.reduce((sum, department) => sum + department.share, 0);
  const departments: Department[] = own.departments.map((department, index) => ({
    index,
    id: department.id,
    name: department.name,
    share: department.share / total,
    shifts: department.shifts ?? false,
  }));
  const network = makeNetwork(own);
  const site: Site = { seed, start, profile: own, network };
  const domainSid = domainSidOf(seed);
  const servers = makeServers(site, staff);
  const { people, machines } = makePeople(site, profile, staff, departments, internet, domainSid);
  const hosts = [...servers, ...machines];
  hosts.forEach((host, index) => {
    host.index = index;
  });
  const crownJewels = makeCrownJewels(own, servers);
  const publicAt = (n: number) => addressIn(own.network.public, n);
  return {
    profile: own.id,
    name: own.name,
    domain: own.domain,
    adDomain: `ad.${own.domain}`,
    netbios: own.netbios,
    domainSid,
    timeZone: 'Asia/Tokyo',
    utcOffset,
    publicAddress: publicAt(2),
    publicWeb: publicAt(3),
    publicMail: publicAt(4),
    publicDns: publicAt(5),
    publicVpn: publicAt(6),
    publicCidr: own.network.public,
    lunch: { from: minutes(own.lunch.from), to: minutes(own.lunch.to) },
    habits: own.habits,
    departments,
    people,
    hosts,
    segments: network.segments,
    shares: makeShares(
      seed,
      own,
      departments,
      servers.filter(host => host.roles.includes('file')),
      crownJewels,
      start,
    ),
    applications: makeApplications(own, servers, departments),
    crownJewels,
    serviceAccounts: [
      ...builtIn.map(({ rid, ...account }) => ({ ...account, sid: `${domainSid}-${rid}` })),
      ...own.serviceAccounts.map((account, n) => ({ ...account, sid: `${domainSid}-${serviceRid(n)}` })),
    ],
    hourlyCost: own.hourlyCost,
  };
}
