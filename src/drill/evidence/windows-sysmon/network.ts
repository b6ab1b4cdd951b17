// Connections and names looked up, as the host that runs the program sees them.
import type { Connection, DnsLookup, WebRequest } from '../../world/event.ts';
import { bareGuid, utcTime } from '../windows/format.ts';
import type { HostFacts } from '../windows/host.ts';
import { sysmonPolicy } from '../windows/policy.ts';
import { isSystem, system, userName } from '../windows/principal.ts';
import { type Field, flag, guid, number, plain, text } from '../windows/record.ts';
import { sysmon, when } from './provider.ts';

const portNames: Readonly<Record<number, string>> = {
  21: 'ftp',
  22: 'ssh',
  25: 'smtp',
  53: 'domain',
  80: 'http',
  88: 'kerberos',
  110: 'pop3',
  123: 'ntp',
  135: 'epmap',
  139: 'netbios-ssn',
  143: 'imap',
  389: 'ldap',
  443: 'https',
  445: 'microsoft-ds',
  587: 'submission',
  636: 'ldaps',
  993: 'imaps',
  1433: 'ms-sql-s',
  3389: 'ms-wbt-server',
};
const portName = (port: number): string => portNames[port] ?? '-';

interface End {
  ip: string;
  port: number;
  name: string;
}
interface Acting {
  at: number;
  process?: { guid: string; pid: number; image: string };
  session?: Connection['session'];
}
const sixth = (address: string): boolean => address.includes(':');

const connectionFields = <E extends Acting>(
  source: (e: E) => End,
  destination: (e: E, host: HostFacts) => End,
  protocol: (e: E) => string,
): Field<E>[] => [
  ...when<E>(),
  guid('ProcessGuid', e => bareGuid(e.process?.guid ?? '')),
  number('ProcessId', e => e.process?.pid ?? 4),
  text('Image', e => e.process?.image ?? 'System'),
  text('User', e => userName(e.session ?? system)),
  text('Protocol', protocol),
  flag('Initiated', true),
  flag('SourceIsIpv6', e => sixth(source(e).ip)),
  text('SourceIp', e => source(e).ip),
  text('SourceHostname', e => source(e).name),
  number('SourcePort', e => source(e).port),
  plain('SourcePortName', e => portName(source(e).port)),
  flag('DestinationIsIpv6', (e, h) => sixth(destination(e, h).ip)),
  text('DestinationIp', (e, h) => destination(e, h).ip),
  text('DestinationHostname', (e, h) => destination(e, h).name),
  number('DestinationPort', (e, h) => destination(e, h).port),
  plain('DestinationPortName', (e, h) => portName(destination(e, h).port)),
];

/** The other end of a page fetched: the proxy, unless the program went past it. */
const webEnd = (e: WebRequest, host: HostFacts): End =>
  (e.via === 'proxy' ? host.domain.proxy : undefined) ?? { ip: e.address, port: e.port, name: e.domain };

const statuses: Readonly<Record<DnsLookup['rcode'], string>> = {
  NOERROR: '0',
  NXDOMAIN: '9003',
  SERVFAIL: '9002',
  REFUSED: '9005',
};

export const networkRecords = [
  sysmon('connection', 'Network connection detected', {
    id: 3,
    version: 5,
    // Sysmon sees what was established or at least tried; its filter leaves out what Windows does on its own.
    when: e => e.process !== undefined && e.transport !== 'icmp',
    where: e => e.source.host,
    user: e => e.session?.account ?? '',
    source: e => e.source.ip,
    destination: e => e.destination.ip,
    object: e => e.destination.name ?? e.process?.image ?? '',
    fields: connectionFields<Connection>(
      e => ({ ip: e.source.ip, port: e.source.port, name: e.source.host?.fqdn ?? '-' }),
      e => ({
        ip: e.destination.ip,
        port: e.destination.port,
        name: e.destination.host?.fqdn ?? e.destination.name ?? '-',
      }),
      e => e.transport,
    ),
  }),
  sysmon('web', 'Network connection detected', {
    id: 3,
    version: 5,
    // Browsers on their way to the proxy are left out, as in most configurations: squid has them with the user's name.
    when: e =>
      e.process !== undefined &&
      e.via !== 'server' &&
      !(e.via === 'proxy' && sysmonPolicy.browser(e.process.image)),
    where: e => e.client.host,
    user: e => e.session?.account ?? e.client.account ?? '',
    source: e => e.client.ip,
    destination: (e, h) => webEnd(e, h).ip,
    object: (e, h) => webEnd(e, h).name,
    fields: connectionFields<WebRequest>(
      e => ({ ip: e.client.ip, port: e.client.port, name: e.client.host?.fqdn ?? '-' }),
      webEnd,
      () => 'tcp',
    ),
  }),
  sysmon('dns', 'Dns query', {
    id: 22,
    version: 5,
    when: e => e.process !== undefined,
    user: e => e.session?.account ?? '',
    object: e => e.name,
    fields: [
      text('RuleName', '-'),
      plain('UtcTime', (_, __, at) => utcTime(at)),
      guid('ProcessGuid', e => bareGuid(e.process?.guid ?? '')),
      number('ProcessId', e => e.process?.pid ?? 0),
      text('QueryName', e => e.name),
      text('QueryStatus', e => statuses[e.rcode]),
      text('QueryResults', e =>
        e.answers.length === 0
          ? '-'
          : e.answers
              .map(answer => (/^\d+(\.\d+){3}$/.test(answer) ? `::ffff:${answer};` : `${answer};`))
              .join(''),
      ),
      text('Image', e => e.process?.image ?? '-'),
      text('User', e => (e.session && !isSystem(e.session) ? userName(e.session) : userName(system))),
    ],
  }),
];
