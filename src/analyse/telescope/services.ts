// UDP services that reflect and amplify, and the names of common TCP services: data, looked up by port.
import * as payload from './payload.ts';

/** One UDP service that answers unasked-for senders. */
export interface UdpService {
  port: number;
  name: string;
  check: payload.PayloadCheck;
}

const service = (name: string, ports: readonly number[], check = payload.cannotTell): UdpService[] =>
  ports.map(port => ({ port, name, check }));

/** Abused or abusable for reflection (US-CERT TA14-017A, Shadowserver scan list, and later reports). */
export const udpServices: readonly UdpService[] = [
  ...service('echo', [7]),
  ...service('qotd', [17], payload.bySize(32, 33)),
  ...service('chargen', [19], payload.bySize(64, 65)),
  ...service('time', [37], payload.bySize(0, 4)),
  ...service('dns', [53], payload.dns),
  ...service('dhcp', [67, 68]),
  ...service('tftp', [69], payload.tftp),
  ...service('portmap', [111], payload.rpc),
  ...service('ntp', [123], payload.ntp),
  ...service('netbios-ns', [137], payload.netbios),
  ...service('netbios-dgm', [138]),
  ...service('snmp', [161], payload.snmp),
  ...service('xdmcp', [177]),
  ...service('cldap', [389], payload.cldap),
  ...service('slp', [427]),
  ...service('quic', [443], payload.dtls),
  ...service('isakmp', [500], payload.isakmp),
  ...service('syslog', [514]),
  ...service('rip', [520], payload.rip),
  ...service('db2', [523], payload.bySize(32, 100)),
  ...service('ipmi', [623]),
  ...service('openvpn', [1194], payload.openvpn),
  ...service('mssql-browser', [1434], payload.sqlBrowser),
  ...service('citrix-ica', [1604]),
  ...service('l2tp', [1701]),
  ...service('ssdp', [1900], payload.ssdp),
  ...service('digiman', [2362]),
  ...service('arms', [3283], payload.bySize(32, 500)),
  ...service('rdp-udp', [3389]),
  ...service('dtls', [3391, 4433, 5061], payload.dtls),
  ...service('stun', [3478, 3479], payload.stun),
  ...service('ws-discovery', [3702], payload.wsDiscovery),
  ...service('isakmp', [4500], payload.natTraversal),
  ...service('sip', [5060], payload.sip),
  ...service('sentinel', [5093], payload.bySize(16, 100)),
  ...service('nat-pmp', [5351]),
  ...service('mdns', [5353], payload.dns),
  ...service('llmnr', [5355], payload.dns),
  ...service('coap', [5683], payload.coap),
  ...service('bittorrent', [6881]),
  ...service('ubiquiti-discovery', [10001], payload.ubiquiti),
  ...service('mitel-tp240', [10074]),
  ...service('memcached', [11211], payload.memcached),
  ...service('wdb', [17185]),
  ...service('powerhouse', [20811]),
  ...service('steam', [27015, 27016, 27017], payload.gameQuery),
  ...service('quake3', [27960], payload.gameQuery),
  ...service('lantronix', [30718], payload.bySize(16, 30)),
  ...service('plex', [32410, 32412, 32414], payload.bySize(40, 80)),
  ...service('jenkins', [33848], payload.bySize(32, 80)),
  ...service('dhdiscover', [37810], payload.dahua),
  ...service('crestron', [41794], payload.bySize(300, 301)),
  ...service('bacnet', [47808], payload.bacnet),
];

/** Index into `udpServices` plus one, by port; 0 is not listed. */
export const udpServiceAt = new Uint8Array(65_536);
for (const [index, entry] of udpServices.entries()) udpServiceAt[entry.port] = index + 1;

const tcpNames = new Map<number, string>([
  [20, 'ftp-data'],
  [21, 'ftp'],
  [22, 'ssh'],
  [23, 'telnet'],
  [25, 'smtp'],
  [53, 'dns'],
  [80, 'http'],
  [110, 'pop3'],
  [111, 'portmap'],
  [135, 'msrpc'],
  [139, 'netbios-ssn'],
  [143, 'imap'],
  [179, 'bgp'],
  [389, 'ldap'],
  [443, 'https'],
  [445, 'smb'],
  [465, 'smtps'],
  [502, 'modbus'],
  [587, 'smtp'],
  [993, 'imaps'],
  [995, 'pop3s'],
  [1433, 'mssql'],
  [1723, 'pptp'],
  [1883, 'mqtt'],
  [2222, 'ssh'],
  [2323, 'telnet'],
  [3306, 'mysql'],
  [3389, 'rdp'],
  [5060, 'sip'],
  [5432, 'postgresql'],
  [5555, 'adb'],
  [5900, 'vnc'],
  [6379, 'redis'],
  [7547, 'cwmp'],
  [8080, 'http'],
  [8443, 'https'],
  [9200, 'elasticsearch'],
  [20000, 'dnp3'],
  [27017, 'mongodb'],
]);

/** Service name for `network.protocol`, or empty. */
export function serviceName(transport: number, port: number): string {
  if (transport === 6) return tcpNames.get(port) ?? '';
  if (transport !== 17) return '';
  const index = udpServiceAt[port]!;
  return index ? udpServices[index - 1]!.name : '';
}
