// Machines: servers by the profile's list, PCs, telephones and printers by people.
import { addressIn } from '../address.ts';
import type { Host, HostKind, HostRole, OperatingSystem, Segment, SimTime } from '../entities.ts';
import { macOf } from '../mac.ts';
import type { OrganisationProfile } from '../profile/schema.ts';
import { stream } from '../random.ts';
import type { Network } from './network.ts';

const day = 86_400_000;

/** What machines need to know of their surroundings. */
export interface Site {
  seed: number;
  start: SimTime;
  profile: OrganisationProfile;
  network: Network;
}

interface Description {
  name: string;
  kind: HostKind;
  roles: readonly HostRole[];
  os: OperatingSystem;
  ip: string;
  segment: Segment;
  /** Number among machines of its kind; never used twice. */
  number: number;
}

/** A machine; `index` is set when all are listed. */
export function makeHost(site: Site, described: Description): Host {
  const { number, ...host } = described;
  const random = stream(site.seed, host.name, 'host');
  const windows = host.os.startsWith('windows');
  // PCs were last started within days, servers at their last round of updates, equipment long ago.
  const up =
    host.kind === 'pc' || host.kind === 'smartphone'
      ? random.exponential() * 2 * day
      : host.kind === 'server'
        ? (4 + random.exponential() * 14) * day
        : (20 + random.exponential() * 150) * day;
  const sysmon = windows && random.chance(site.profile.sysmon);
  return {
    ...host,
    index: -1,
    fqdn: `${host.name.toLowerCase()}.ad.${site.profile.domain}`,
    mac: macOf(site.seed, host.kind, number),
    owner: undefined,
    sysmon,
    bootedAt: site.start - Math.min(Math.floor(up) + 3_600_000, 900 * day),
  };
}

const kindOf = (roles: readonly HostRole[]): HostKind =>
  roles.includes('plc')
    ? 'controller'
    : roles.some(role => role === 'firewall' || role === 'vpn' || role === 'wireless')
      ? 'network'
      : 'server';

/**
 * Servers, equipment and controllers. Only the number of machines of a `per` entry scales with the staff; each entry keeps
 * room for all it may ever have, so that names and addresses of the others stay.
 */
export function makeServers(site: Site, staff: number): Host[] {
  const hosts: Host[] = [];
  const next = new Map<string, number>();
  let number = 0;
  for (const spec of site.profile.servers) {
    const room = spec.most ?? spec.count ?? 1;
    const count = spec.per ? Math.min(room, Math.max(1, Math.ceil(staff / spec.per))) : (spec.count ?? 1);
    const segment = site.network.fixed(spec.segment);
    const first = next.get(segment.id) ?? 10;
    for (let n = 0; n < count; n++)
      hosts.push(
        makeHost(site, {
          name: `${spec.name}${String(n + 1).padStart(2, '0')}`,
          kind: kindOf(spec.roles),
          roles: spec.roles,
          os: spec.os,
          ip: addressIn(segment.cidr, first + n),
          segment,
          number: number + n,
        }),
      );
    number += room;
    next.set(segment.id, first + room);
  }
  return hosts;
}
