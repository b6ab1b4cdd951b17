// Where things stand in the network: which zone an address is in, which host has which part. Worked out once for a world.
import type { Host, HostRole, Segment, World } from '../../world/entities.ts';
import { block, dotted, ipv4, within } from './address.ts';
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

function make(world: World): Places {
  const { hosts, segments, publicAddress, publicWeb, publicMail, publicDns } = world.organisation;
  const byAddress = new Map(hosts.map(host => [host.ip, host]));
  const zones = new Map<string, Zone>(hosts.map(host => [host.ip, host.segment.zone]));
  for (const address of [publicWeb, publicMail, publicDns]) zones.set(address, 'dmz');
  zones.set(publicAddress, 'internet');
  const blocks = segments
    .filter(segment => segment.zone !== 'internet')
    .flatMap(segment => {
      const found = block(segment.cidr);
      return found ? [{ ...found, zone: segment.zone }] : [];
    })
    .sort((a, b) => a.size - b.size);
  const inside = (ip: string): Zone => {
    const value = ipv4(ip);
    return blocks.find(candidate => within(candidate, value))?.zone ?? 'internet';
  };
  const isPrivate = (ip: string) =>
    ip.startsWith('10.') || ip.startsWith('192.168.') || ip.startsWith('172.');
  const role = (name: HostRole) => hosts.filter(host => host.roles.includes(name));
  const first = (name: HostRole) => role(name)[0];
  const resolvers = role('dns');
  const resolver = resolvers.find(host => host.os === 'debian-12') ?? resolvers[0];
  const controller = first('domain-controller');
  const providers = world.internet.providers.flatMap(provider =>
    provider.cidrs.flatMap(cidr => {
      const found = block(cidr);
      return found ? [{ ...found, country: provider.country }] : [];
    }),
  );
  const countries = new Map<string, string>();
  const isp = providers[0];
  const routers = new Map(
    segments.map(segment => [segment.id, dotted((block(segment.cidr)?.base ?? 0) + 1)] as const),
  );
  return {
    world,
    zoneOf: ip => zones.get(ip) ?? (isPrivate(ip) ? inside(ip) : 'internet'),
    hostAt: ip => byAddress.get(ip),
    first,
    proxy: first('proxy'),
    resolver,
    clientResolver: controller && resolver && controller !== resolver ? controller : resolver,
    mailGateway: first('mail-gateway') ?? first('mail'),
    mail: first('mail') ?? first('mail-gateway'),
    forwarders: isp ? [dotted(isp.base + 53), dotted(isp.base + 54)] : ['192.0.2.53'],
    countryOf(ip) {
      let country = countries.get(ip);
      if (country === undefined) {
        const value = ipv4(ip);
        country = providers.find(candidate => within(candidate, value))?.country ?? '';
        // Addresses of scans come from anywhere: keep what is asked again, not everything ever seen.
        if (countries.size > 50_000) countries.clear();
        countries.set(ip, country);
      }
      return country;
    },
    routerOf: host => routers.get(host.segment.id) ?? host.ip,
  };
}
