// Cowrie and Dionaea: what each record becomes.
import { expect, test } from 'vitest';
import { parseAll, parseOne } from './testing/parse.ts';

const cowrie = (eventid: string, more: object = {}) =>
  parseOne('cowrie', {
    eventid,
    timestamp: '2024-05-01T10:00:00.123456Z',
    src_ip: '192.0.2.1',
    session: 's1',
    sensor: 'pot',
    protocol: 'ssh',
    ...more,
  });

test.each([
  [
    'cowrie.session.connect',
    { dst_port: 2222, dst_ip: '198.51.100.2', src_port: 9 },
    { 'event.action': 'connection', 'destination.port': 2222 },
  ],
  [
    'cowrie.login.failed',
    { username: 'root', password: 'x' },
    {
      'event.action': 'login-attempt',
      'event.outcome': 'failure',
      'user.name': 'root',
      'hinomi.password': 'x',
      'rsit.type': 'brute-force',
      'threat.technique.id': ['T1110'],
    },
  ],
  [
    'cowrie.login.success',
    { username: 'root', password: '' },
    { 'event.outcome': 'success', 'event.category': 'authentication' },
  ],
  [
    'cowrie.command.input',
    { input: 'wget http://x' },
    { 'event.action': 'command', 'process.command_line': 'wget http://x' },
  ],
  [
    'cowrie.session.file_download',
    { url: 'http://192.0.2.9/a', shasum: 'ab', outfile: 'o' },
    {
      'event.action': 'download-request',
      'url.full': 'http://192.0.2.9/a',
      'file.hash.sha256': 'ab',
      'rsit.type': 'malware-distribution',
    },
  ],
  [
    'cowrie.session.file_upload',
    { filename: 'a.sh', shasum: 'ab' },
    { 'event.action': 'file-captured', 'file.name': 'a.sh' },
  ],
  ['cowrie.client.version', { version: 'SSH-2.0-Go' }, { 'user_agent.original': 'SSH-2.0-Go' }],
  ['cowrie.client.kex', { hassh: 'h' }, { 'hinomi.client_fingerprint': 'h' }],
  [
    'cowrie.session.closed',
    { duration: 1.5 },
    { 'event.action': 'session-end', labels: { duration: '1.5' } },
  ],
  ['cowrie.something.new', { x: 1 }, { 'event.dataset': 'cowrie.something.new', labels: { x: '1' } }],
])('%s', (id, more, expected) => {
  const event = cowrie(id, more);
  expect(event).toMatchObject({
    'observer.type': 'honeypot',
    'hinomi.vantage': 'honeypot',
    'source.ip': '192.0.2.1',
    'hinomi.session': 's1',
    'network.protocol': 'ssh',
  });
  expect(event).toMatchObject(expected);
});

test("a tunnel request names the far end in labels, never as the honeypot's address", () => {
  const event = cowrie('cowrie.direct-tcpip.request', { dst_ip: 'mail.example', dst_port: 25, src_port: 5 });
  expect(event).toMatchObject({
    'event.action': 'tunnel-request',
    labels: { 'destination.address': 'mail.example', 'destination.port': '25' },
  });
  expect(event['destination.port']).toBeUndefined();
});

const connection = {
  connection: { protocol: 'mssqld', transport: 'tcp', type: 'accept' },
  dst_ip: '198.51.100.2',
  dst_port: 1433,
  src_hostname: '',
  src_ip: '192.0.2.1',
  src_port: 5,
  timestamp: '2024-05-01T10:00:00.123456',
};

test.each([
  [
    'as written',
    [
      { username: 'sa', password: '1' },
      { username: 'sa', password: '2' },
    ],
  ],
  ['flattened', { username: ['sa', 'sa'], password: ['1', '2'] }],
])('Dionaea connection with logins %s', (_, credentials) => {
  const { drafts } = parseAll('dionaea', { ...connection, credentials });
  expect(drafts.map(draft => draft['event.action'])).toEqual([
    'connection',
    'login-attempt',
    'login-attempt',
  ]);
  expect(drafts[2]).toMatchObject({
    '@timestamp': Date.UTC(2024, 4, 1, 10, 0, 0, 123),
    'network.protocol': 'mssql',
    'destination.port': 1433,
    'user.name': 'sa',
    'hinomi.password': '2',
    'rsit.type': 'brute-force',
  });
});

test('Dionaea FTP commands', () => {
  const ftp = {
    commands: [
      { command: 'USER', arguments: ['anonymous'] },
      { command: 'QUIT', arguments: [] },
    ],
  };
  const { drafts } = parseAll('dionaea', { ...connection, ftp });
  expect(drafts.slice(1).map(draft => draft['process.command_line'])).toEqual(['USER anonymous', 'QUIT']);
});

test.each([
  [
    'dionaea.download.offer',
    { url: 'ftp://192.0.2.9/a' },
    {
      'event.action': 'download-request',
      'url.full': 'ftp://192.0.2.9/a',
      'rsit.type': 'malware-distribution',
    },
  ],
  [
    'dionaea.download.complete.unique',
    { md5hash: 'aa', file: '/b' },
    { 'event.action': 'file-captured', 'file.hash.md5': 'aa' },
  ],
  [
    'dionaea.modules.python.mysql.login',
    { username: 'u', password: 'p' },
    { 'event.action': 'login-attempt', 'user.name': 'u', 'hinomi.password': 'p' },
  ],
  ['dionaea.connection.tcp.accept', {}, { 'event.action': 'connection' }],
  ['dionaea.connection.free', {}, { 'event.action': 'session-end' }],
  ['dionaea.shellcode.detected', {}, { 'event.action': 'shellcode.detected' }],
])('incident %s', (origin, data, expected) => {
  const con = {
    id: 3,
    protocol: 'smbd',
    transport: 'tcp',
    local_ip: '198.51.100.2',
    local_port: 445,
    remote_ip: '192.0.2.1',
    remote_port: 7,
  };
  const event = parseOne('dionaea', {
    timestamp: '2024-05-01T10:00:00',
    name: 'dionaea',
    origin,
    data: { ...data, connection: con },
  });
  expect(event).toMatchObject({
    'source.ip': '192.0.2.1',
    'destination.port': 445,
    'network.protocol': 'smb',
    'hinomi.session': '3',
  });
  expect(event).toMatchObject(expected);
});
