// Traffic log of the firewall, in the key=value form of FortiOS, received over syslog.
//
// Why this form: of the common firewalls' logs it alone has policy, address translation, both directions' bytes and the end of
// the session in one line, which are the questions an investigation asks; and it is what offices of this size often run.
import type { SimTime, World } from '../../world/entities.ts';
import type { WorldEvent } from '../../world/event.ts';
import { hashKeys } from '../../world/random.ts';
import { type Flow, flowsOf } from '../network/flows.ts';
import { type Places, placesOf } from '../network/places.ts';
import { scramble } from '../network/scramble.ts';
import { defineSource, type Emit, type ProjectionContext } from '../source.ts';
import { clockOf } from '../syslog/clock.ts';
import { logName } from '../syslog/line.ts';
import { shapeOf } from '../zeek/shape.ts';
import { implicitDeny, interfaces, policyOf } from './policy.ts';

const protocols = { tcp: 6, udp: 17, icmp: 1 } as const;

const services = new Map<string, string>([
  ['tcp/20', 'FTP'],
  ['tcp/21', 'FTP'],
  ['tcp/22', 'SSH'],
  ['tcp/23', 'TELNET'],
  ['tcp/25', 'SMTP'],
  ['tcp/80', 'HTTP'],
  ['tcp/443', 'HTTPS'],
  ['tcp/445', 'SMB'],
  ['tcp/587', 'SMTP-SUBMISSION'],
  ['tcp/993', 'IMAPS'],
  ['tcp/3389', 'RDP'],
  ['udp/53', 'DNS'],
  ['udp/123', 'NTP'],
  ['udp/161', 'SNMP'],
]);
const serviceOf = (flow: Flow): string =>
  flow.transport === 'icmp'
    ? 'PING'
    : (services.get(`${flow.transport}/${flow.destinationPort}`) ??
      `${flow.transport}/${flow.destinationPort}`);

/** Country names as the firewall's address base has them. */
const countryNames = new Map<string, string>();
function countryOf(places: Places, flow: Flow, side: 'source' | 'destination'): string {
  if (flow[`${side}Zone`] !== 'internet') return 'Reserved';
  const code = places.countryOf(flow[side]);
  let name = countryNames.get(code);
  if (name === undefined) {
    if (!/^[A-Z]{2}$/i.test(code)) return 'Reserved';
    name = new Intl.DisplayNames('en', { type: 'region' }).of(code.toUpperCase()) ?? 'Reserved';
    countryNames.set(code, name);
  }
  return name;
}

/** Address translation of a flow that crosses the edge: our servers' public address inward, the common one outward. */
function translation({ organisation }: World, flow: Flow): string {
  // What is refused is not translated.
  if (flow.result === 'denied') return 'trandisp="noop"';
  if (flow.destinationZone === 'internet')
    return `trandisp="snat" transip=${organisation.publicAddress} transport=${1024 + (scramble(flow.salt + 1) % 60_000)}`;
  if (flow.sourceZone === 'internet' && flow.transport !== 'icmp')
    return `trandisp="dnat" tranip=${flow.destination} tranport=${flow.destinationPort}`;
  return 'trandisp="noop"';
}

/** Public address of a server of ours, as the outside asked for it. */
function outerDestination({ organisation }: World, places: Places, flow: Flow): string {
  const server = flow.sourceZone === 'internet' ? places.hostAt(flow.destination) : undefined;
  if (!server) return flow.destination;
  if (flow.destinationPort === 25) return organisation.publicMail;
  if (server.roles.includes('dns')) return organisation.publicDns;
  return server.roles.includes('vpn') ? organisation.publicVpn : organisation.publicWeb;
}

const digits = '0123456789abcdef';
const uuidOf = (id: number): string => {
  let text = '';
  for (let i = 0; i < 4; i++) text += hashKeys('policy', id, i).toString(16).padStart(8, '0');
  const variant = digits[8 + (hashKeys(id) % 4)]!;
  return `${text.slice(0, 8)}-${text.slice(8, 12)}-51${text.slice(14, 16)}-${variant}${text.slice(17, 20)}-${text.slice(20, 32)}`;
};
const uuids = new Map<number, string>();

function write(event: WorldEvent, emit: Emit, { world }: ProjectionContext): void {
  const places = placesOf(world);
  for (const flow of flowsOf(event, world)) {
    const policy = policyOf(flow.sourceZone, flow.destinationZone);
    if (policy) emit(...record(flow, policy, places, world));
  }
}

type Record_ = Parameters<Emit>;

function record(flow: Flow, matched: { id: number; name: string }, places: Places, world: World): Record_ {
  const denied = flow.result === 'denied';
  const policy = denied ? implicitDeny : matched;
  // A session is logged when it ends; one that never answered, when it is given up; a refusal at once.
  const length = denied ? 0 : flow.result === 'no-answer' ? 5000 : flow.duration;
  const at: SimTime = flow.at + length;
  const shape = shapeOf(flow);
  const clock = clockOf(world);
  const second = clock.second(at);
  const [from, fromRole] = interfaces[flow.sourceZone];
  const [to, toRole] = interfaces[flow.destinationZone];
  const firewall = places.first('firewall');
  const name = firewall?.name ?? 'FW01';
  let uuid = uuids.get(policy.id);
  if (uuid === undefined) {
    uuid = uuidOf(policy.id);
    uuids.set(policy.id, uuid);
  }
  const action = denied
    ? 'deny'
    : flow.transport === 'udp' || flow.transport === 'icmp'
      ? 'accept'
      : flow.result === 'reset'
        ? 'client-rst'
        : flow.result === 'refused'
          ? 'server-rst'
          : flow.result === 'no-answer'
            ? 'timeout'
            : 'close';
  const destination = outerDestination(world, places, flow);
  const ports =
    flow.transport === 'icmp'
      ? `srcip=${flow.source} identifier=1 srcintf="${from}" srcintfrole="${fromRole}" dstip=${destination}`
      : `srcip=${flow.source} srcport=${flow.sourcePort} srcintf="${from}" srcintfrole="${fromRole}" dstip=${destination} dstport=${flow.destinationPort}`;
  const bytes = denied
    ? 'sentbyte=0 rcvdbyte=0 sentpkt=0 rcvdpkt=0'
    : `sentbyte=${shape.originIpBytes} rcvdbyte=${shape.responseIpBytes} sentpkt=${shape.originPackets} rcvdpkt=${shape.responsePackets}`;
  const service = serviceOf(flow);
  const nanoseconds = `${Math.floor(at / 1000)}${String(Math.floor((at % 1000) * 1_000_000)).padStart(9, '0')}`;
  const rule = denied
    ? 'policyid=0 policytype="policy"'
    : `policyid=${policy.id} policytype="policy" poluuid="${uuid}" policyname="${policy.name}"`;
  const text = `${second.rfc3164} ${firewall ? logName(firewall) : 'fw01'} date=${second.date} time=${second.time} devname="${name}" devid="FGT1HFTK${String(hashKeys(world.seed, name) % 100_000_000).padStart(8, '0')}" eventtime=${nanoseconds} tz="${clock.zone}" logid="${denied ? '0000000014' : '0000000013'}" type="traffic" subtype="forward" level="${denied ? 'warning' : 'notice'}" vd="root" ${ports} dstintf="${to}" dstintfrole="${toRole}" srccountry="${countryOf(places, flow, 'source')}" dstcountry="${countryOf(places, flow, 'destination')}" sessionid=${scramble(flow.key ^ flow.salt)} proto=${protocols[flow.transport]} action="${action}" ${rule} service="${service}" ${translation(world, flow)} duration=${Math.round(length / 1000)} ${bytes} appcat="unscanned"`;
  return [
    at,
    text,
    {
      host: (places.hostAt(flow.source) ?? places.hostAt(flow.destination))?.name ?? '',
      user: '',
      source: flow.source,
      destination,
      object: service,
      code: action,
    },
  ];
}

export const firewall = defineSource({
  id: 'firewall',
  title: { en: 'Firewall', ja: 'ファイアウォール' },
  summary: {
    en: 'Sessions through the firewall, logged when they end: addresses and ports before and after translation, rule, bytes each way, duration; refused ones at once (action deny, policy 0). The firewall stands between internet, DMZ, inside, VPN and plant. Office and servers meet at the core switch, so their traffic is not here, and rules from inside to the DMZ do not log. Through the proxy, the source is the proxy.',
    ja: 'ファイアウォールを通ったセッションを終了時に記録する。変換前後のアドレスとポート、ルール、双方向のバイト数、時間。拒否は即時(action deny、ポリシー0)。インターネット・DMZ・内部・VPN・制御網の間にあり、執務室とサーバーの間はコアスイッチで折り返すため記録されない。内部からDMZへのルールはログを取らない。プロキシ経由では送信元はプロキシになる。',
  },
  file: 'firewall/traffic.log',
  format: 'text',
  readers: ['lnav'],
  reference:
    'FortiOS 7.2 Log Message Reference, 13 - LOG_ID_TRAFFIC_END_FORWARD and 14 - local traffic denied',
  on: { connection: write, web: write, dns: write, mail: write, vpn: write },
});
