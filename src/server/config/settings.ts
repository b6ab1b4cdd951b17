// Every setting of the platform: one table gives the defaults, the checks, the environment names and docs/settings.md.
import { type Static, Type } from 'typebox';

const text = (fallback: string, description: string) => Type.String({ default: fallback, description });
const port = (fallback: number, description: string) =>
  Type.Integer({ minimum: 0, maximum: 65535, default: fallback, description });
const flag = (fallback: boolean, description: string) => Type.Boolean({ default: fallback, description });
const count = (fallback: number, minimum: number, maximum: number, description: string) =>
  Type.Integer({ minimum, maximum, default: fallback, description });
const list = (fallback: string[], description: string) =>
  Type.Array(Type.String({ minLength: 1 }), { default: fallback, description });

/** Flat, dotted keys. `http.port` is HINOMI_HTTP_PORT in the environment and --http-port on the command line. */
export const Settings = Type.Object(
  {
    data: text('./hinomi-data', 'Folder that holds everything the platform keeps.'),
    content: text(
      '',
      'Folder of the organisation’s own exercise content: organisations, scenarios, programmes with their injects and lectures, hints; besides the product’s. Checked at start.',
    ),
    'http.address': text('127.0.0.1', 'Address the API and console listen on.'),
    'http.port': port(8080, 'Port of the API and console.'),
    'http.publicUrl': text('', 'URL people reach the console at; empty means http://<address>:<port>.'),
    'collector.address': text('127.0.0.1', 'Address agents push to.'),
    'collector.port': port(8443, 'HTTPS port agents push to.'),
    'collector.publicUrl': text(
      '',
      'URL agents reach the collector at; empty means https://<address>:<port>.',
    ),
    'clickhouse.url': text('', 'URL of a ClickHouse server; empty runs the embedded engine.'),
    'postgres.url': text('', 'URL of a PostgreSQL server; empty uses SQLite in the data folder.'),
    'events.retentionDays': count(90, 1, 3650, 'Days events are kept.'),
    'agent.enabled': flag(true, 'Run an agent with honeypots on this machine.'),
    'agent.honeypots': list(
      ['ssh', 'telnet', 'http', 'https', 'dns', 'ntp', 'ssdp', 'snmp', 'cldap', 'memcached', 'chargen'],
      'Honeypots the local agent runs.',
    ),
    'agent.address': text('127.0.0.1', 'Address the local honeypots listen on.'),
    'agent.ports': list(
      [],
      'Ports that differ from the defaults, as `ssh=2022`; `ssh=0` takes any free port.',
    ),
    'agent.capture': text(
      '',
      'Interface the local agent captures from (needs tcpdump and the right to use it).',
    ),
    'agent.captureFilter': text('', 'Capture filter in pcap-filter syntax.'),
    'agent.logs': list(
      [],
      'Growing logs the local agent follows, as `format:path`, e.g. zeek:/var/log/zeek/conn.log; `auto` recognises.',
    ),
    'agent.vantage': Type.Enum(['darknet', 'victim', 'honeypot', 'lan', 'unknown'], {
      default: 'honeypot',
      description: 'Where the local agent looks from.',
    }),
    'dns.enabled': flag(true, 'Run the RPZ server, the filtering resolver and the warning page.'),
    'dns.address': text('127.0.0.1', 'Address the resolver and the RPZ server listen on.'),
    'dns.resolverPort': port(5300, 'Port of the filtering resolver; 0 turns it off.'),
    'dns.rpzPort': port(5301, 'Port of the RPZ primary.'),
    'dns.upstreams': list(
      [],
      'Resolvers the filtering resolver asks, as address or address:port; empty reads /etc/resolv.conf.',
    ),
    'dns.secondaries': list([], 'Resolvers that get NOTIFY, as address:port.'),
    'dns.tsigName': text('hinomi-rpz', 'Name of the TSIG key of zone transfers.'),
    'dns.warningAddress': text(
      '127.0.0.1',
      'Address blocked names are answered with: where the warning page is.',
    ),
    'dns.warningPort': port(8081, 'Port of the warning page (80 where it faces users).'),
    'dns.clients': list(
      ['127.0.0.0/8', '::1/128', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
      'Networks the filtering resolver answers.',
    ),
    'indicators.autoList': flag(
      false,
      'List proposed indicators of high confidence without asking a person.',
    ),
    'indicators.autoListConfidence': count(
      90,
      50,
      100,
      'Confidence from which a proposal is listed by itself.',
    ),
    'indicators.ownDomains': list([], 'Domains of this organisation, never listed.'),
    'mail.url': text(
      '',
      'SMTP server alerts go out by, as smtp://user:password@host:port; empty sends none.',
    ),
    'mail.from': text('hinomi@localhost', 'Sender address of alerts.'),
    'oidc.issuer': text('', 'OpenID Connect issuer; empty offers local accounts only.'),
    'oidc.clientId': text('', 'Client id at the issuer.'),
    'oidc.clientSecret': text('', 'Client secret at the issuer.'),
    'oidc.rolesClaim': text('groups', 'Claim that carries the groups.'),
    'oidc.roleMap': list([], 'Roles by group, as `group=role`; others become viewers.'),
    'watch.folder': text('', 'Folder whose new files are taken in by themselves; empty means <data>/inbox.'),
    'log.level': Type.Enum(['debug', 'info', 'warn', 'error'], {
      default: 'info',
      description: 'Detail of the log.',
    }),
  },
  { title: 'Settings', additionalProperties: false },
);
export type Settings = Static<typeof Settings>;
export type SettingKey = keyof Settings;

export const settingKeys = Object.keys(Settings.properties) as SettingKey[];

/** `http.publicUrl` → `HINOMI_HTTP_PUBLIC_URL`. */
export const environmentName = (key: SettingKey): string => `HINOMI_${words(key).join('_').toUpperCase()}`;

/** `http.publicUrl` → `--http-public-url`. */
export const flagName = (key: SettingKey): string => words(key).join('-').toLowerCase();

const words = (key: string): string[] => key.split('.').flatMap(part => part.split(/(?=[A-Z])/));

/** Settings whose values are secrets: never logged, never shown. */
export const secretSettings: readonly SettingKey[] = [
  'mail.url',
  'oidc.clientSecret',
  'postgres.url',
  'clickhouse.url',
];
