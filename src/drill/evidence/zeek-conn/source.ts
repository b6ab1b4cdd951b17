// Zeek conn.log: every flow the sensor saw.
import type { WorldEvent } from '../../world/event.ts';
import { type Flow, flowsOf } from '../network/flows.ts';
import { placesOf } from '../network/places.ts';
import { seen } from '../network/sensor.ts';
import { defineSource, type Emit, type ProjectionContext } from '../source.ts';
import { secondsOf } from '../syslog/clock.ts';
import { endpoints, flowFacets, zeekReaders } from '../zeek/endpoints.ts';
import { shapeOf } from '../zeek/shape.ts';
import { type Column, connectionColumns, header } from '../zeek/table.ts';

const columns: readonly Column[] = [
  ...connectionColumns,
  ['proto', 'enum'],
  ['service', 'string'],
  ['duration', 'interval'],
  ['orig_bytes', 'count'],
  ['resp_bytes', 'count'],
  ['conn_state', 'string'],
  ['local_orig', 'bool'],
  ['local_resp', 'bool'],
  ['missed_bytes', 'count'],
  ['history', 'string'],
  ['orig_pkts', 'count'],
  ['orig_ip_bytes', 'count'],
  ['resp_pkts', 'count'],
  ['resp_ip_bytes', 'count'],
  ['tunnel_parents', 'set[string]'],
];

/** Names Zeek's analyzers give; what it has no analyzer for stays unset. */
const services: Record<string, string> = {
  http: 'http',
  ssl: 'ssl',
  dns: 'dns',
  smtp: 'smtp',
  smb: 'gssapi,ntlm,smb',
  rdp: 'rdp',
  ssh: 'ssh',
  kerberos: 'krb_tcp',
  krb_tcp: 'krb_tcp',
  ldap: 'ldap_tcp',
  ntp: 'ntp',
  modbus: 'modbus',
  snmp: 'snmp',
  syslog: 'syslog',
  winrm: 'http',
  dce_rpc: 'dce_rpc',
};

const local = (zone: Flow['sourceZone']): string => (zone === 'internet' ? 'F' : 'T');

function write(event: WorldEvent, emit: Emit, { world }: ProjectionContext): void {
  for (const flow of flowsOf(event, world)) {
    if (!seen(flow)) continue;
    const shape = shapeOf(flow);
    const known = shape.answered && flow.received > 0 ? (services[flow.service] ?? '-') : '-';
    // Kerberos may run over either transport; Zeek names it after it.
    const service = known === 'krb_tcp' && flow.transport === 'udp' ? 'krb' : known;
    const measured = shape.answered
      ? `${secondsOf(flow.duration)}\t${shape.state === 'REJ' ? '0\t0' : `${flow.sent}\t${flow.received}`}`
      : flow.transport === 'tcp'
        ? `${secondsOf(3000)}\t0\t0`
        : '-\t-\t-';
    emit(
      // Zeek writes at the end and gives the start: a flow of hours stands among the records of its end.
      Math.max(flow.at, event.at),
      `${endpoints(world.seed, flow, flow.at)}\t${flow.transport}\t${service}\t${measured}\t${shape.state}\t${local(flow.sourceZone)}\t${local(flow.destinationZone)}\t0\t${shape.history}\t${shape.originPackets}\t${shape.originIpBytes}\t${shape.responsePackets}\t${shape.responseIpBytes}\t-`,
      flowFacets(placesOf(world), flow, flow.name, shape.state),
    );
  }
}

export const zeekConn = defineSource({
  id: 'zeek-conn',
  title: { en: 'Connections (Zeek conn)', ja: '通信 (Zeek conn)' },
  summary: {
    en: 'Every flow past the sensor, which has two mirrors: the uplink of server and DMZ segments, and the inner side of the internet edge. PCs talking to each other in the office, traffic within a segment, and what the firewall dropped outside are not there. uid joins the other Zeek logs. A request through the proxy shows twice: PC to proxy, and proxy to site.',
    ja: 'センサーが見た全ての通信。サーバー・DMZセグメントの上流と、インターネット境界の内側の2か所をミラーしている。執務室のPC同士や同一セグメント内の通信、ファイアウォールが外側で落とした通信は見えない。uidで他のZeekログとつながる。プロキシ経由の要求はPC→プロキシ、プロキシ→サイトの2本になる。',
  },
  file: 'zeek/conn.log',
  format: 'tsv',
  header: header('conn', columns),
  readers: zeekReaders,
  reference: 'Zeek 6.0, base/protocols/conn',
  on: {
    connection: write,
    web: write,
    dns: write,
    mail: write,
    vpn: write,
    ticket: write,
  },
});
