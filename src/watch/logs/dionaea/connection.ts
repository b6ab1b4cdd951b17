// One connection line of Dionaea's log_json: the connection, then its login attempts and FTP commands.
import { bruteForce } from '../core/honeypot.ts';
import { LabelBag } from '../core/labels.ts';
import { compileTable, type Fields, objectAt, textAt } from '../core/record.ts';
import { bounded, lower, put } from '../core/values.ts';
import type { Draft } from '../format.ts';

export type Start = (kind: string, category: string, action: string) => Draft;

/** Most attempts or commands taken from one line; what lies beyond stays in the labels. */
const partsLimit = 1_000;

const common = {
  timestamp: () => true,
  src_ip: put('source.ip'),
  src_port: put('source.port'),
  dst_ip: put('destination.ip'),
  dst_port: put('destination.port'),
  'connection.transport': lower('network.transport'),
  'connection.protocol': lower('network.protocol'),
};
const map = compileTable(common);

/** Dionaea names its service modules (`smbd`); these are the protocols they speak. */
const protocols: ReadonlyMap<string, string> = new Map([
  ['smbd', 'smb'],
  ['ftpd', 'ftp'],
  ['httpd', 'http'],
  ['mysqld', 'mysql'],
  ['mssqld', 'mssql'],
  ['epmapper', 'dce_rpc'],
  ['tftpd', 'tftp'],
  ['mqttd', 'mqtt'],
  ['upnpd', 'upnp'],
  ['pptpd', 'pptp'],
  ['sipsession', 'sip'],
  ['sipcall', 'sip'],
  ['mongod', 'mongodb'],
  ['memcached', 'memcached'],
]);

export const protocolName = (name: string): string => protocols.get(name.toLowerCase()) ?? name.toLowerCase();

/** Lists of objects, or (with flat_data) an object of lists: brought to a list of objects. */
function rows(value: unknown): Fields[] {
  if (Array.isArray(value))
    return value
      .slice(0, partsLimit)
      .filter((item): item is Fields => item !== null && typeof item === 'object' && !Array.isArray(item));
  if (value === null || typeof value !== 'object') return [];
  const columns = Object.entries(value).filter((entry): entry is [string, unknown[]] =>
    Array.isArray(entry[1]),
  );
  const length = Math.min(partsLimit, Math.max(0, ...columns.map(([, list]) => list.length)));
  return Array.from({ length }, (_, index) =>
    Object.fromEntries(columns.map(([name, list]) => [name, list[index]])),
  );
}

const words = (value: unknown): string =>
  Array.isArray(value) ? value.join(' ') : typeof value === 'string' ? value : '';

export function fromConnection(record: Fields, start: Start): Draft[] {
  const { credentials, ftp, ...rest } = record;
  const connection = start('connection', 'network', 'connection');
  const labels = new LabelBag();
  map(rest, connection, labels);
  const protocol = connection['network.protocol'];
  if (protocol !== undefined) connection['network.protocol'] = protocolName(protocol);
  const type = textAt(objectAt(record, 'connection') ?? {}, 'type');
  if (type === 'listen') connection['event.action'] = 'listen';
  if (type === 'reject') connection['event.outcome'] = 'failure';
  const attempts = rows(credentials);
  const commands = rows(objectAt(record, 'ftp')?.['commands']);
  if (attempts.length === 0) labels.addValue('credentials', credentials);
  if (commands.length === 0) labels.addValue('ftp', ftp);
  labels.finish(connection);

  const part = (kind: string, category: string, action: string): Draft => {
    const draft = start(kind, category, action);
    for (const name of [
      'source.ip',
      'source.port',
      'destination.ip',
      'destination.port',
      'network.transport',
      'network.protocol',
    ] as const) {
      const value = connection[name];
      if (value !== undefined) (draft as Record<string, unknown>)[name] = value;
    }
    return draft;
  };
  return [
    connection,
    ...attempts.map(attempt => ({
      ...part('login', 'authentication', 'login-attempt'),
      'event.outcome': 'unknown',
      'rsit.type': bruteForce['rsit.type'],
      'threat.technique.id': [...bruteForce['threat.technique.id']],
      'user.name': bounded(words(attempt['username']), 4096),
      'hinomi.password': bounded(words(attempt['password']), 4096),
    })),
    ...commands.map(command => ({
      ...part('ftp', 'process', 'command'),
      'process.command_line': bounded(
        `${words(command['command'])} ${words(command['arguments'])}`.trim(),
        4096,
      ),
    })),
  ];
}
