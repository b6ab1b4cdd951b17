// The transport flows behind an event, leg by leg. Firewall, Zeek and Suricata all start from these, so that their lines
// agree in address, port, time and size wherever each of them can see the leg.
import type { SimTime, World } from '../../world/entities.ts';
import type { Connection, DnsLookup, Mail, Ticket, Vpn, WebRequest, WorldEvent } from '../../world/event.ts';
import { hashKeys } from '../../world/random.ts';
import { answerSize, ednsSize, questionSize } from './dns-size.ts';
import { connected, connectHead, requestHead, responseHeadSize } from './http-head.ts';
import { handing, mailTimes } from './mail-times.ts';
import { perWorld } from './per-world.ts';
import { type Places, placesOf, type Zone } from './places.ts';
import { scramble } from './scramble.ts';

export interface Flow {
  at: SimTime;
  /** ms */
  duration: number;
  transport: 'tcp' | 'udp' | 'icmp';
  source: string;
  sourcePort: number;
  sourceZone: Zone;
  destination: string;
  destinationPort: number;
  destinationZone: Zone;
  /** Application protocol recognised on it; '-' = none. */
  service: string;
  /** Payload bytes from source and from destination. */
  sent: number;
  received: number;
  result: Connection['result'];
  /** Name asked for (TLS server name, HTTP host, DNS name); ''. */
  name: string;
  /** Which leg of its event it is: '' for the only or first one. */
  leg: '' | 'upstream' | 'inner';
  /**
   * Joins the lines of this flow (Zeek uid, Suricata flow_id). Flows that several events speak of (a connection, and the
   * share accesses on it) have a key of addresses and ports alone; all others carry their time too.
   * Two numbers of 32 bits: one alone would meet another flow's by chance in a world of ten million.
   */
  key: number;
  salt: number;
}

/** Services whose connection lives through many events. */
const lasting = new Set(['smb', 'ldap', 'rdp', 'ssh', 'dce_rpc', 'winrm', 'sql', 'ipsec', 'modbus']);

export const ephemeral = (...keys: readonly (string | number)[]): number =>
  32_768 + (hashKeys(...keys) % 28_000);

/** Days of lasting connections begin at four in the morning in Japan, when hardly any is open. */
const quietHour = 19 * 3_600_000;
const dayLength = 86_400_000;

/** Time in the key of a connection that many events refer to: the day, since ports come round again. */
export const lastingTime = (at: SimTime): number => Math.floor((at - quietHour) / dayLength) * dayLength;

/** Key and salt of a flow; `at` is {@link lastingTime} for one that many events refer to. */
export const keysOf = (
  source: string,
  sourcePort: number,
  destination: string,
  port: number,
  at: SimTime,
) => ({
  key: hashKeys(source, sourcePort, destination, port, at),
  salt: scramble(Math.imul(sourcePort * 65_536 + port, 0x9e3779b9) ^ (at * 1000)),
});

type Bare = Omit<Flow, 'sourceZone' | 'destinationZone' | 'key' | 'salt' | 'leg' | 'name'> & {
  leg?: Flow['leg'];
  name?: string;
};

interface Kept {
  event: WorldEvent | undefined;
  flows: readonly Flow[];
}
const lastOf = perWorld((): Kept => ({ event: undefined, flows: [] }));

const none: readonly Flow[] = [];

/** Flows of an event. The last answer is kept, since every network source asks for the same event in turn. */
export function flowsOf(event: WorldEvent, world: World): readonly Flow[] {
  const kept = lastOf(world);
  if (kept.event === event) return kept.flows;
  const places = placesOf(world);
  const flows: Flow[] = [];
  const add = (bare: Bare): void => {
    const { source, sourcePort, destination, destinationPort, service } = bare;
    flows.push({
      ...bare,
      sourceZone: places.zoneOf(source),
      destinationZone: places.zoneOf(destination),
      leg: bare.leg ?? '',
      name: bare.name ?? '',
      ...keysOf(
        source,
        sourcePort,
        destination,
        destinationPort,
        lasting.has(service) ? lastingTime(bare.at) : bare.at,
      ),
    });
  };
  switch (event.kind) {
    case 'connection':
      ofConnection(event, add);
      break;
    case 'web':
      ofWeb(event, places, add);
      break;
    case 'dns':
      ofDns(event, places, add);
      break;
    case 'mail':
      ofMail(event, places, add);
      break;
    case 'vpn':
      ofVpn(event, places, add);
      break;
    case 'ticket':
      ofTicket(event, add);
      break;
    default:
  }
  kept.event = event;
  kept.flows = flows.length === 0 ? none : flows;
  return kept.flows;
}

type Add = (flow: Bare) => void;

function ofConnection(event: Connection, add: Add): void {
  add({
    at: event.at,
    duration: event.duration,
    transport: event.transport,
    source: event.source.ip,
    sourcePort: event.source.port,
    // Behind the firewall a server of ours has its inside address, whatever the outside asked for.
    destination: event.destination.host?.ip ?? event.destination.ip,
    destinationPort: event.destination.port,
    service: event.service,
    sent: event.sent,
    received: event.received,
    result: event.result,
    name: event.destination.name ?? '',
  });
}

/** What a handshake of TLS takes of client and server. */
const tlsClient = 760;
const tlsServer = 3900;

/** True when the proxy let a CONNECT through, so that a site was talked to over TLS. */
export const tunnelled = (event: WebRequest): boolean =>
  event.scheme === 'https' && event.verdict !== 'denied' && event.status < 500;

function ofWeb(event: WebRequest, places: Places, add: Add): void {
  const tls = event.scheme === 'https';
  const service = tls ? 'ssl' : 'http';
  const sent =
    event.sent +
    (tls ? tlsClient : requestHead(event, event.via === 'proxy' ? 'from-proxy' : 'direct').length);
  const received = event.bytes + (tls ? tlsServer : responseHeadSize);
  const bare: Bare = {
    at: event.at,
    duration: event.duration,
    transport: 'tcp',
    source: event.client.ip,
    sourcePort: event.client.port,
    destination: event.via === 'server' ? event.host.ip : event.address,
    destinationPort: event.port,
    service,
    sent,
    received,
    result: 'ok',
    name: event.domain,
  };
  const dropped = { result: 'denied', service: '-', sent: 0, received: 0, duration: 0 } as const;
  if (event.via !== 'proxy') {
    add(event.via === 'direct' && event.verdict === 'denied' ? { ...bare, ...dropped } : bare);
    return;
  }
  const proxy = places.proxy;
  const asksOutside = event.verdict !== 'denied' && event.verdict !== 'hit';
  if (proxy) {
    add({
      ...bare,
      destination: proxy.ip,
      destinationPort: 3128,
      service: 'http',
      ...(tls
        ? {
            sent: connectHead(event).length + (tunnelled(event) ? sent : 0),
            received: tunnelled(event) ? received + connected.length : event.bytes + responseHeadSize,
          }
        : { sent: event.sent + requestHead(event, 'to-proxy').length }),
    });
    if (asksOutside && event.address !== '')
      add({
        ...bare,
        at: event.at + 1.25,
        duration: Math.max(0, event.duration - 2),
        source: proxy.ip,
        sourcePort: ephemeral(event.client.ip, event.client.port, event.at),
        leg: 'upstream',
      });
  }
}

function ofDns(event: DnsLookup, places: Places, add: Add): void {
  const resolver = places.clientResolver;
  if (!resolver) return;
  const sent = questionSize(event.name);
  const received = answerSize(event);
  const wait = event.upstream ? 12 + (hashKeys(event.name, event.at) % 60_000) / 1000 : 0.35;
  const bare: Bare = {
    at: event.at,
    duration: wait,
    transport: 'udp',
    source: event.host.ip,
    sourcePort: event.port,
    destination: resolver.ip,
    destinationPort: 53,
    service: 'dns',
    sent,
    received,
    result: 'ok',
    name: event.name,
  };
  if (event.host !== resolver) add(bare);
  const outer = places.resolver;
  // A blocked name is refused where the policy is, so the question gets that far.
  if (!outer || !(event.upstream || event.blocked)) return;
  let asker = event.host;
  if (outer !== resolver && event.host !== outer) {
    add({
      ...bare,
      at: event.at + 0.15,
      duration: wait - 0.3,
      source: resolver.ip,
      sourcePort: ephemeral(event.name, event.host.ip, event.at),
      destination: outer.ip,
      leg: event.host === resolver ? '' : 'inner',
    });
    asker = resolver;
  }
  if (event.blocked) return;
  add({
    ...bare,
    at: event.at + 0.3,
    duration: wait - 0.6,
    source: outer.ip,
    sourcePort: ephemeral(event.name, asker.ip, event.at, 'out'),
    destination: places.forwarders[hashKeys(event.name) % places.forwarders.length]!,
    sent: sent + ednsSize,
    received: received + ednsSize,
    leg: 'upstream',
  });
}

function ofMail(event: Mail, places: Places, add: Add): void {
  const { mail, mailGateway } = places;
  if (!mail || !mailGateway) return;
  const taken = event.outcome !== 'rejected';
  const hop = (at: SimTime, source: string, destination: string, port: number, leg: Flow['leg'], ok = true) =>
    add({
      at,
      duration: 180 + event.bytes / 2000,
      transport: 'tcp',
      source,
      sourcePort: ephemeral(event.messageId, source, destination),
      destination,
      destinationPort: port,
      service: 'smtp',
      sent: taken ? event.bytes + 240 : 190,
      received: taken ? 620 : 410,
      result: ok ? 'ok' : 'no-answer',
      leg,
    });
  const { handed, done } = mailTimes(event);
  const inner = Math.max(event.at, handed - handing);
  if (event.direction === 'in') {
    hop(event.at, event.peer.ip, mailGateway.ip, 25, '');
    if (taken && event.outcome !== 'quarantined' && mail !== mailGateway)
      hop(inner, mailGateway.ip, mail.ip, 25, 'inner');
    return;
  }
  if (event.client.ip !== mail.ip) hop(event.at, event.client.ip, mail.ip, 587, '');
  if (event.direction !== 'out' || !taken) return;
  if (mail !== mailGateway) hop(inner, mail.ip, mailGateway.ip, 25, 'inner');
  const outward = Math.max(handed, done - 190 - event.bytes / 2000);
  hop(outward, mailGateway.ip, event.peer.ip, 25, 'upstream', event.outcome !== 'deferred');
}

/** Number of the DNS message on a flow. */
export const dnsId = (flow: Flow): number => scramble(flow.salt) & 0xffff;

/** Port a VPN client comes from: its router keeps the mapping for a session; a failed try has one of its own. */
export const vpnPort = (event: Vpn): number =>
  event.what === 'failed'
    ? ephemeral(event.account, event.from, event.at)
    : ephemeral(event.account, event.from);

function ofVpn(event: Vpn, places: Places, add: Add): void {
  const gateway = places.first('vpn') ?? places.first('firewall');
  if (!gateway || event.what === 'connect') return;
  const failed = event.what === 'failed';
  add({
    at: event.at - (failed ? 0 : event.duration),
    duration: failed ? 1200 : event.duration,
    transport: 'udp',
    source: event.from,
    sourcePort: vpnPort(event),
    destination: gateway.ip,
    destinationPort: 1194,
    service: '-',
    sent: failed ? 2900 : event.sent,
    received: failed ? 4100 : event.received,
    result: 'ok',
  });
}

function ofTicket(event: Ticket, add: Add): void {
  if (event.what === 'ntlm' || event.client.ip === event.host.ip) return;
  add({
    at: event.at,
    duration: 1.9,
    transport: 'tcp',
    source: event.client.ip.startsWith('::ffff:') ? event.client.ip.slice(7) : event.client.ip,
    sourcePort: event.client.port,
    destination: event.host.ip,
    destinationPort: 88,
    service: 'krb_tcp',
    sent: event.what === 'tgt' || event.what === 'preauth-failed' ? 305 : 1640,
    received: event.status === 0 ? 1695 : 190,
    result: 'ok',
  });
}
