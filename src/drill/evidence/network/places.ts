// Where things stand in the network: which zone an address is in, which host has which part. Worked out once for a world.
import { addressIn, inBlock } from '../../world/address.ts';
import type { Host, HostRole, Segment, World } from '../../world/entities.ts';
import { providerOf } from '../../world/internet/providers.ts';
import { perWorld } from './per-world.ts';

export type Zone = Segment['zone'];

export interface Places {
  world: World;
  /** Zone an address belongs to; everything unknown is the internet. */
  zoneOf(ip: string): Zone;
  hostAt(ip: string): Host | undefined;
  /** First host with a role. */
  first(role: HostRole): Host | undefined;
  proxy: Host | undefined;
  /** The resolver that asks the internet: BIND on Linux where there is one. */
  resolver: Host | undefined;
  /** Resolver the clients ask: a domain controller that forwards to `resolver`, or `resolver` itself. */
  clientResolver: Host | undefined;
  /** Takes mail from outside, and hands it on to `mail` (may be the same host). */
  mailGateway: Host | undefined;
  mail: Host | undefined;
  /** Resolvers of the provider, which `resolver` forwards to. */
  forwarders: readonly string[];
  /** ISO code of the country an outside address is registered in; '' when unknown. */
  countryOf(ip: string): string;
  /** First address of the segment a host is in: its router, and so the DHCP relay. */
  routerOf(host: Host): string;
}

export const placesOf: (world: World) => Places = perWorld(make);

/** Outside addresses remembered; scans come from anywhere, so the memory starts again when it is full. */
const remembered = 50_000;

function remembering<T>(work: (ip: string) => T): (ip: string) => T {
  const known = new Map<string, T>();
  return ip => {
    let value = known.get(ip);
    if (value === undefined) {
      value = work(ip);
      if (known.size >= remembered) known.clear();
      known.set(ip, value);
    }
    return value;
  };
}

function make(world: World): Places {
  const { hosts, segments, publicCidr } = world.organisation;
  const byAddress = new Map(hosts.map(host => [host.ip, host]));
  const inside = segments.filter(segment => segment.zone !== 'internet');
  const role = (name: HostRole) => hosts.filter(host => host.roles.includes(name));
  // Asked for with every line of the firewall, so looked for once.
  const firsts = new Map<HostRole, Host | undefined>();
  const first = (name: HostRole) => {
    if (!firsts.has(name)) firsts.set(name, role(name)[0]);
    return firsts.get(name);
  };
  const resolvers = role('dns');
  const resolver = resolvers.find(host => host.os === 'debian-12') ?? resolvers[0];
  const controller = first('domain-controller');
  const routers = new Map(segments.map(segment => [segment.id, addressIn(segment.cidr, 1)]));
  const isp = world.internet.providers[0]?.cidrs[0] ?? '192.0.2.0/24';
  return {
    world,
    zoneOf: remembering(
      ip =>
        byAddress.get(ip)?.segment.zone ??
        // Our own public addresses are those of servers in the DMZ.
        (inBlock(publicCidr, ip)
          ? 'dmz'
          : (inside.find(segment => inBlock(segment.cidr, ip))?.zone ?? 'internet')),
    ),
    hostAt: ip => byAddress.get(ip),
    first,
    proxy: first('proxy'),
    resolver,
    clientResolver: controller && resolver && controller !== resolver ? controller : resolver,
    mailGateway: first('mail-gateway') ?? first('mail'),
    mail: first('mail') ?? first('mail-gateway'),
    forwarders: [addressIn(isp, 53), addressIn(isp, 54)],
    countryOf: remembering(ip => providerOf(world.internet, ip)?.country ?? ''),
    routerOf: host => routers.get(host.segment.id) ?? host.ip,
  };
}
