// The parts of Suricata's EVE records.
import type { SimTime, World } from '../../world/entities.ts';
import type { DnsLookup, WebRequest } from '../../world/event.ts';
import { hashKeys } from '../../world/random.ts';
import type { Flow } from '../network/flows.ts';
import { scramble } from '../network/scramble.ts';
import { fingerprint, offer, serverName, siteOf } from '../network/tls.ts';
import { clockOf, micros } from '../syslog/clock.ts';
import type { Shape } from '../zeek/shape.ts';

const plain = /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/;

/** A JSON string; the common case without a look at every character. */
export const json = (text: string): string =>
  plain.test(text) ? `"${text}"` : JSON.stringify(text.toWellFormed()).replaceAll('\x7f', '\\u007f');

/** `2026-11-02T09:15:03.123456+0900` */
export function timestamp(world: World, at: SimTime): string {
  const clock = clockOf(world);
  const { date, time } = clock.second(at);
  return `${date}T${time}.${micros(at)}${clock.zone}`;
}

const upper = { tcp: 'TCP', udp: 'UDP', icmp: 'ICMP' } as const;

/** Flow id of a pair of endpoints: alerts and records of one flow meet in it (53 bits). */
const flowId = (flow: Flow): number => {
  const low = hashKeys(flow.source, flow.sourcePort, flow.destination, flow.destinationPort);
  const high = scramble(flow.sourcePort * 65_536 + flow.destinationPort) % 0x1f_ffff;
  return high * 4_294_967_296 + low;
};

/**
 * The beginning every record shares, without the closing brace. Source and destination are those of the flow, or the other way
 * round for what the server sent (`fromServer`). What is written of a packet says where packets come from; of a flow, not.
 */
export function head(world: World, at: SimTime, type: string, flow: Flow, fromServer = false): string {
  const outer = flow.sourceZone === 'internet' || flow.destinationZone === 'internet';
  const ends = [
    { ip: flow.source, port: flow.sourcePort },
    { ip: flow.destination, port: flow.destinationPort },
  ];
  const [from, to] = (fromServer ? ends.reverse() : ends) as [(typeof ends)[0], (typeof ends)[0]];
  const addresses =
    flow.transport === 'icmp'
      ? `"src_ip":"${from.ip}","dest_ip":"${to.ip}","proto":"ICMP","icmp_type":8,"icmp_code":0`
      : `"src_ip":"${from.ip}","src_port":${from.port},"dest_ip":"${to.ip}","dest_port":${to.port},"proto":"${upper[flow.transport]}"`;
  const packets = type === 'flow' ? '' : ',"pkt_src":"wire/pcap"';
  return `{"timestamp":"${timestamp(world, at)}","flow_id":${flowId(flow)},"in_iface":"${outer ? 'ens4' : 'ens5'}","event_type":"${type}",${addresses}${packets}`;
}

const protocols: Record<string, string> = {
  ssl: 'tls',
  http: 'http',
  dns: 'dns',
  smtp: 'smtp',
  ssh: 'ssh',
  rdp: 'rdp',
  smb: 'smb',
  ntp: 'ntp',
  snmp: 'snmp',
  modbus: 'modbus',
};

/** Frames on the wire: Ethernet heads are counted with the packets. */
const frames = (ipBytes: number, packets: number): number => ipBytes + 14 * packets;

export function flowText(flow: Flow, shape: Shape, start: string, end: string, length: number): string {
  const answered = shape.answered && flow.result !== 'refused';
  const protocol = answered && flow.received > 0 ? protocols[flow.service] : undefined;
  const app = flow.transport === 'icmp' ? '' : `,"app_proto":"${protocol ?? 'failed'}"`;
  const state =
    flow.transport === 'tcp'
      ? answered
        ? 'closed'
        : flow.result === 'refused'
          ? 'closed'
          : 'new'
      : answered
        ? 'established'
        : 'new';
  const counts = `"pkts_toserver":${shape.originPackets},"pkts_toclient":${shape.responsePackets},"bytes_toserver":${frames(shape.originIpBytes, shape.originPackets)},"bytes_toclient":${frames(shape.responseIpBytes, shape.responsePackets)}`;
  return `${app},"flow":{${counts},"start":"${start}","end":"${end}","age":${Math.round(length / 1000)},"state":"${state}","reason":"timeout","alerted":false}${flow.transport === 'tcp' ? `,"tcp":${tcpFlags(flow, shape)}` : ''}`;
}

function tcpFlags(flow: Flow, shape: Shape): string {
  if (!shape.answered)
    return '{"tcp_flags":"02","tcp_flags_ts":"02","tcp_flags_tc":"00","syn":true,"state":"syn_sent"}';
  if (flow.result === 'refused')
    return '{"tcp_flags":"16","tcp_flags_ts":"02","tcp_flags_tc":"14","syn":true,"rst":true,"ack":true,"state":"closed"}';
  if (flow.result === 'reset')
    return '{"tcp_flags":"1e","tcp_flags_ts":"1e","tcp_flags_tc":"1a","syn":true,"rst":true,"psh":true,"ack":true,"state":"closed"}';
  return '{"tcp_flags":"1b","tcp_flags_ts":"1b","tcp_flags_tc":"1b","syn":true,"fin":true,"psh":true,"ack":true,"state":"closed"}';
}

/** A question or its answer, version 2 of the format (the default of Suricata 7). */
export function dnsText(event: DnsLookup, id: number, type: 'query' | 'answer'): string {
  const name = json(event.name.replace(/\.$/, ''));
  if (type === 'query')
    return `{"version":2,"type":"query","id":${id},"rrname":${name},"rrtype":"${event.type}","tx_id":0,"opcode":0}`;
  const ttl = [60, 300, 300, 900, 3600][hashKeys(event.name) % 5]!;
  const rows = event.answers.map(
    answer => `{"rrname":${name},"rrtype":"${event.type}","ttl":${ttl},"rdata":${json(answer)}}`,
  );
  // Only these types are grouped by Suricata.
  const groups = ['A', 'AAAA', 'MX', 'NS', 'PTR', 'TXT'];
  const grouped =
    rows.length > 0 && groups.includes(event.type)
      ? `,"grouped":{"${event.type}":[${event.answers.map(json).join(',')}]}`
      : '';
  const found = rows.length > 0 ? `,"answers":[${rows.join(',')}]${grouped}` : '';
  const flags = { NOERROR: '8180', NXDOMAIN: '8183', SERVFAIL: '8182', REFUSED: '8185' }[event.rcode];
  return `{"version":2,"type":"answer","id":${id},"flags":"${flags}","qr":true,"rd":true,"ra":true,"opcode":0,"rrname":${name},"rrtype":"${event.type}","rcode":"${event.rcode}"${found}}`;
}

export function httpText(event: WebRequest): string {
  const mime = event.mime.split(';', 1)[0]!.trim();
  const parts = [
    `"hostname":${json(event.domain)}`,
    `"url":${json(event.path)}`,
    ...(event.agent === '' ? [] : [`"http_user_agent":${json(event.agent)}`]),
    ...(mime === '' ? [] : [`"http_content_type":${json(mime)}`]),
    ...(event.referer === '' ? [] : [`"http_refer":${json(event.referer)}`]),
    `"http_method":${json(event.method)}`,
    '"protocol":"HTTP/1.1"',
    `"status":${event.status}`,
    `"length":${event.bytes}`,
  ];
  return `{${parts.join(',')}}`;
}

/** The body of an answer, as a file named by the path that was asked for; hashes are left off, as the default is. */
export const fileText = ({ path, bytes }: WebRequest): string =>
  `{"filename":${json(path.split('?', 1)[0]!)},"gaps":false,"state":"CLOSED","stored":false,"size":${bytes},"tx_id":0}`;

const colons = (digits: string): string => digits.replace(/(..)(?=.)/g, '$1:');

export function tlsText(flow: Flow): string {
  const name = serverName(flow);
  const sni = name === '' ? '' : `"sni":${json(name)},`;
  if (offer(flow) !== 3) return `{${sni}"version":"TLS 1.3"}`;
  const site = siteOf(flow);
  const print = fingerprint(5, site, 'leaf');
  return `{"subject":${json(`CN=${site}`)},"issuerdn":"C=JP, O=Example Trust Services, CN=Example TLS CA ${1 + (hashKeys(site) % 12)}","serial":"${colons(print.slice(0, 32).toUpperCase())}","fingerprint":"${colons(print)}",${sni}"version":"TLS 1.2","notbefore":"2026-04-01T00:00:00","notafter":"2027-04-30T23:59:59"}`;
}
