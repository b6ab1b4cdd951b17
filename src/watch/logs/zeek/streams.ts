// Zeek's log streams: what each record is, and where its own columns go. Unlisted streams still give events.
import type { RsitType } from '#model/vocab/rsit.ts';
import type { Table } from '../core/record.ts';
import { add, lower, type Put, put } from '../core/values.ts';

export interface Stream {
  category: string;
  action: string;
  table: Table;
}

const outcome: Put = (draft, value) => {
  const yes = value === true || value === 'T' || value === 'true';
  const no = value === false || value === 'F' || value === 'false';
  if (yes || no) draft['event.outcome'] = yes ? 'success' : 'failure';
  return yes || no;
};

/** JA4 says more than JA3; whichever comes, JA4 stays. */
const ja3: Put = (draft, value) =>
  draft['hinomi.client_fingerprint'] === undefined && put('hinomi.client_fingerprint')(draft, value);

const fallback =
  (name: 'file.size'): Put =>
  (draft, value) =>
    draft[name] === undefined && put(name)(draft, value);

/** Columns that mean the same in every stream. */
export const common: Table = {
  uid: put('hinomi.session'),
  'id.orig_h': put('source.ip'),
  'id.orig_p': put('source.port'),
  'id.resp_h': put('destination.ip'),
  'id.resp_p': put('destination.port'),
  id_orig_h: put('source.ip'),
  id_orig_p: put('source.port'),
  id_resp_h: put('destination.ip'),
  id_resp_p: put('destination.port'),
  proto: lower('network.transport'),
  community_id: put('network.community_id'),
};

const network = (action: string, table: Table = {}): Stream => ({ category: 'network', action, table });
const login = (action: string, table: Table): Stream => ({ category: 'authentication', action, table });

export const streams: ReadonlyMap<string, Stream> = new Map<string, Stream>([
  [
    'conn',
    network('flow', {
      service: lower('network.protocol'),
      orig_pkts: add('network.packets'),
      resp_pkts: add('network.packets'),
      orig_ip_bytes: add('network.bytes'),
      resp_ip_bytes: add('network.bytes'),
    }),
  ],
  [
    'dns',
    network('dns-query', {
      query: lower('dns.question.name'),
      qtype_name: put('dns.question.type'),
      rcode_name: put('dns.response_code'),
    }),
  ],
  [
    'http',
    {
      category: 'web',
      action: 'request',
      table: {
        method: put('http.request.method'),
        host: lower('url.domain'),
        status_code: put('http.response.status_code'),
        user_agent: put('user_agent.original'),
        username: put('user.name'),
      },
    },
  ],
  ['ssl', network('tls', { server_name: lower('url.domain'), ja4: put('hinomi.client_fingerprint'), ja3 })],
  ['quic', network('quic', { server_name: lower('url.domain') })],
  [
    'files',
    {
      category: 'file',
      action: 'file',
      table: {
        filename: put('file.name'),
        total_bytes: put('file.size'),
        seen_bytes: fallback('file.size'),
        md5: put('file.hash.md5'),
        sha256: put('file.hash.sha256'),
      },
    },
  ],
  [
    'notice',
    {
      category: 'intrusion_detection',
      action: 'notice',
      table: {
        note: put('rule.name'),
        msg: put('message'),
        src: put('source.ip'),
        dst: put('destination.ip'),
        p: put('destination.port'),
      },
    },
  ],
  ['weird', { category: 'intrusion_detection', action: 'weird', table: { name: put('rule.name') } }],
  [
    'signatures',
    {
      category: 'intrusion_detection',
      action: 'alert',
      table: {
        sig_id: put('rule.id'),
        note: put('rule.name'),
        event_msg: put('message'),
        src_addr: put('source.ip'),
        src_port: put('source.port'),
        dst_addr: put('destination.ip'),
        dst_port: put('destination.port'),
      },
    },
  ],
  [
    'ssh',
    login('ssh', {
      client: put('user_agent.original'),
      auth_success: outcome,
      hassh: put('hinomi.client_fingerprint'),
    }),
  ],
  [
    'smb_files',
    { category: 'file', action: 'smb-file', table: { name: put('file.name'), size: put('file.size') } },
  ],
  ['smb_mapping', network('smb-mapping')],
  ['kerberos', login('kerberos', { client: put('user.name'), success: outcome })],
  ['ntlm', login('login-attempt', { username: put('user.name'), success: outcome })],
  ['radius', login('login-attempt', { username: put('user.name') })],
  ['rdp', login('rdp', { cookie: put('user.name') })],
  ['ftp', network('ftp', { user: put('user.name'), file_size: put('file.size') })],
  ['smtp', network('smtp', { user_agent: put('user_agent.original') })],
  [
    'dhcp',
    network('dhcp', {
      client_addr: put('source.ip'),
      server_addr: put('destination.ip'),
      domain: lower('url.domain'),
    }),
  ],
  ['software', network('software', { host: put('source.ip'), unparsed_version: put('user_agent.original') })],
  ['known_hosts', network('known_hosts', { host: put('source.ip') })],
  [
    'known_services',
    network('known_services', { host: put('destination.ip'), port_num: put('destination.port') }),
  ],
  ['sip', network('sip', { method: put('http.request.method'), user_agent: put('user_agent.original') })],
  ...[
    'x509',
    'dce_rpc',
    'tunnel',
    'pe',
    'ldap',
    'mysql',
    'snmp',
    'socks',
    'syslog',
    'irc',
    'ntp',
    'modbus',
    'dnp3',
  ].map(name => [name, network(name)] as [string, Stream]),
  ...[
    'ldap_search',
    'modbus_detailed',
    'known_certs',
    'intel',
    'traceroute',
    'dpd',
    'ocsp',
    'rfb',
    'mqtt_connect',
  ].map(name => [name, network(name)] as [string, Stream]),
  ...[
    'mqtt_publish',
    'mqtt_subscribe',
    'capture_loss',
    'stats',
    'reporter',
    'packet_filter',
    'loaded_scripts',
  ].map(name => [name, network(name)] as [string, Stream]),
]);

/** Application protocols whose stream has their name; `ssl` records are TLS. */
export const protocolOf: ReadonlyMap<string, string> = new Map(
  'dns http ssh smtp ftp dhcp rdp kerberos ntlm radius sip quic dce_rpc ldap mysql snmp socks syslog irc ntp modbus dnp3 rfb'
    .split(' ')
    .map(name => [name, name]),
);

/** Notices of Zeek's own scripts that say plainly what happened. */
export const rsitOfNote: ReadonlyMap<string, RsitType> = new Map<string, RsitType>([
  ['Scan::Port_Scan', 'scanner'],
  ['Scan::Address_Scan', 'scanner'],
  ['Scan::Random_Scan', 'scanner'],
  ['SSH::Password_Guessing', 'brute-force'],
  ['FTP::Bruteforcing', 'brute-force'],
  ['HTTP::SQL_Injection_Attacker', 'exploit'],
  ['Heartbleed::SSL_Heartbeat_Attack', 'exploit'],
  ['TeamCymruMalwareHashRegistry::Match', 'malware-distribution'],
]);

const namePattern = new RegExp(
  `(?:^|[^a-z])(${[...streams.keys()].sort((a, b) => b.length - a.length).join('|')})(?=[^a-z]|$)`,
  'i',
);

/** Which stream a file name speaks of (`conn.log`, `conn.00:00:00-01:00:00.log.gz`, `site_smb_files.log`), or empty. */
export const streamOfName = (name: string): string =>
  namePattern.exec(name.slice(name.lastIndexOf('/') + 1))?.[1]?.toLowerCase() ?? '';
