// Zeek logs: both writings, header rules, streams, and the shared logs when they are there.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseAll, parseOne } from '../testing/parse.ts';

const tsv = (path: string, fields: string[], ...rows: string[][]) =>
  [
    '#separator \\x09',
    '#set_separator\t,',
    '#empty_field\t(empty)',
    '#unset_field\t-',
    `#path\t${path}`,
    '#open\t2024-05-01-00-00-00',
    `#fields\t${fields.join('\t')}`,
    `#types\t${fields.map(() => 'string').join('\t')}`,
    ...rows.map(row => row.join('\t')),
    '#close\t2024-05-01-01-00-00',
  ].join('\n');

const id = ['ts', 'uid', 'id.orig_h', 'id.orig_p', 'id.resp_h', 'id.resp_p'];
const idRow = ['1714521600.123999', 'C1', '192.0.2.1', '4242', '198.51.100.2', '443'];

test('conn, tab-separated and JSON, say the same', () => {
  const fields = [
    ...id,
    'proto',
    'service',
    'duration',
    'orig_pkts',
    'orig_ip_bytes',
    'resp_pkts',
    'resp_ip_bytes',
    'conn_state',
    'tunnel_parents',
  ];
  const row = [...idRow, 'tcp', 'ssl', '1.500000', '3', '300', '4', '4000', 'SF', '(empty)'];
  const text = parseOne('zeek', tsv('conn', fields, row));
  const json = parseOne('zeek', {
    _path: 'conn',
    ts: 1714521600.123999,
    uid: 'C1',
    'id.orig_h': '192.0.2.1',
    'id.orig_p': 4242,
    'id.resp_h': '198.51.100.2',
    'id.resp_p': 443,
    proto: 'tcp',
    service: 'ssl',
    duration: 1.5,
    orig_pkts: 3,
    orig_ip_bytes: 300,
    resp_pkts: 4,
    resp_ip_bytes: 4000,
    conn_state: 'SF',
    tunnel_parents: [],
  });
  expect(text).toMatchObject({
    '@timestamp': 1714521600123,
    'event.end': 1714521601623,
    'event.dataset': 'zeek.conn',
    'event.action': 'flow',
    'source.ip': '192.0.2.1',
    'destination.port': 443,
    'network.protocol': 'ssl',
    'network.packets': 7,
    'network.bytes': 4300,
    'hinomi.session': 'C1',
    labels: { conn_state: 'SF', resp_pkts: '4' },
  });
  expect({ ...text, labels: { ...text.labels, duration: '1.5' } }).toEqual(json);
});

test('the header is honoured: separator, empty, unset, escapes, a new header in mid-file', () => {
  const odd = [
    '#separator \\x7c',
    '#empty_field|EMPTY',
    '#unset_field|NIL',
    '#path|http',
    '#fields|ts|uid|host|uri|user_agent|note',
    '1714521600.0|C1|NIL|/a\\x09b|EMPTY|\\xe6\\x97\\xa5',
    tsv('dns', ['ts', 'query'], ['1714521600.0', 'X.example']),
  ].join('\n');
  const { drafts } = parseAll('zeek', odd);
  expect(drafts[0]).toMatchObject({
    'event.dataset': 'zeek.http',
    'url.full': '/a\tb',
    labels: { note: '日' },
  });
  expect(drafts[0]!['user_agent.original']).toBeUndefined();
  expect(drafts[1]).toMatchObject({ 'event.dataset': 'zeek.dns', 'dns.question.name': 'x.example' });
});

test('rows that do not fit the header are bad, with the reason', () => {
  const { drafts, skips } = parseAll(
    'zeek',
    `a\tb\n${tsv('conn', id, idRow, ['1'], ['soon', ...idRow.slice(1)])}`,
  );
  expect(drafts).toHaveLength(1);
  expect(skips.map(skip => skip.skip)).toEqual([
    'row before a #fields line',
    '1 columns, the header names 6',
    'no readable time in ts: soon',
  ]);
});

test('a log without time takes that of its opening', () => {
  const event = parseOne('zeek', tsv('loaded_scripts', ['name'], ['base/init.zeek']));
  expect(event).toMatchObject({ '@timestamp': Date.UTC(2024, 4, 1), 'event.action': 'loaded_scripts' });
  expect(event.labels!['hinomi.time']).toContain('none in the record');
});

test.each([
  [
    'dns',
    { query: 'A.example', qtype_name: 'A', rcode_name: 'NXDOMAIN' },
    {
      'event.action': 'dns-query',
      'dns.question.name': 'a.example',
      'dns.response_code': 'NXDOMAIN',
      message: 'A a.example NXDOMAIN',
    },
  ],
  [
    'http',
    { method: 'GET', host: 'h.example', uri: '/x', status_code: 200 },
    { 'event.category': 'web', 'event.action': 'request', 'url.full': 'http://h.example:443/x' },
  ],
  [
    'ssl',
    { server_name: 'S.example', ja3: 'j' },
    {
      'event.action': 'tls',
      'network.protocol': 'tls',
      'url.domain': 's.example',
      'hinomi.client_fingerprint': 'j',
    },
  ],
  [
    'notice',
    { note: 'Scan::Port_Scan', msg: 'm', src: '192.0.2.7' },
    { 'rsit.type': 'scanner', 'source.ip': '192.0.2.7', message: 'm' },
  ],
  [
    'ssh',
    { auth_success: false, client: 'c' },
    { 'event.action': 'login-attempt', 'event.outcome': 'failure', 'user_agent.original': 'c' },
  ],
  ['ssh', { client: 'c' }, { 'event.action': 'ssh' }],
  ['kerberos', { client: 'u/R', success: true }, { 'event.outcome': 'success', 'user.name': 'u/R' }],
  [
    'smb_files',
    { action: 'SMB::FILE_OPEN', path: '\\\\h\\s', name: 'n', size: 9 },
    {
      'event.category': 'file',
      'file.name': 'n',
      'file.size': 9,
      labels: { path: '\\\\h\\s', action: 'SMB::FILE_OPEN' },
    },
  ],
  ['never_heard_of', { what: 'x' }, { 'event.dataset': 'zeek.never_heard_of', labels: { what: 'x' } }],
])('%s %j', (path, more, expected) => {
  const record = {
    _path: path,
    ts: 1714521600,
    uid: 'C1',
    'id.orig_h': '192.0.2.1',
    'id.orig_p': 1,
    'id.resp_h': '198.51.100.2',
    'id.resp_p': 443,
    ...more,
  };
  expect(parseOne('zeek', record)).toMatchObject(expected);
});

test('files: hosts from the sets, in both writings', () => {
  const expected = {
    'source.ip': '192.0.2.5',
    'destination.ip': '192.0.2.6',
    'hinomi.session': 'C9',
    'file.size': 7,
  };
  expect(
    parseOne('zeek', {
      ts: 1,
      fuid: 'F1',
      tx_hosts: ['192.0.2.5'],
      rx_hosts: ['192.0.2.6'],
      conn_uids: ['C9'],
      analyzers: [],
      seen_bytes: 7,
    }),
  ).toMatchObject(expected);
  expect(
    parseOne(
      'zeek',
      tsv(
        'files',
        ['ts', 'fuid', 'tx_hosts', 'rx_hosts', 'conn_uids', 'seen_bytes'],
        ['1714521600.0', 'F1', '192.0.2.5,192.0.2.8', '192.0.2.6', 'C9,C8', '7'],
      ),
    ),
  ).toMatchObject(expected);
});

test('ICMP type and code are no ports', () => {
  const event = parseOne('zeek', {
    _path: 'conn',
    ts: 1,
    uid: 'C',
    'id.orig_h': '2001:db8::1',
    'id.orig_p': 128,
    'id.resp_h': '2001:db8::2',
    'id.resp_p': 0,
    proto: 'icmp',
  });
  expect(event).toMatchObject({
    'network.transport': 'ipv6-icmp',
    labels: { 'icmp.type': '128', 'icmp.code': '0' },
  });
  expect(event).not.toHaveProperty('source.port');
});

test('the stream is told by the file name when the record does not say', () => {
  const record = { ts: 1, uid: 'C', whatever: 1 };
  for (const name of ['x/conn.log', 'conn.00:00:00-01:00:00.log.gz', 'day1-HOST_conn.log'])
    expect(parseOne('zeek', record, { name })['event.dataset']).toBe('zeek.conn');
  expect(parseOne('zeek', record, { name: 'a_smb_files.log' })['event.dataset']).toBe('zeek.smb_files');
});

const shared = join(process.env['HINOMI_SHARED'] ?? '../shared', 'data/zeek');
test.skipIf(!existsSync(shared))(`shared Zeek logs (skipped without ${shared}): rows in = events out`, () => {
  for (const file of readdirSync(shared)) {
    const text = readFileSync(join(shared, file), 'utf8');
    const { drafts, skips } = parseAll('zeek', text, { name: file });
    expect(skips).toEqual([]);
    expect(drafts).toHaveLength(text.split('\n').filter(line => line !== '').length);
    expect(new Set(drafts.map(draft => draft['event.dataset']))).toEqual(
      new Set([`zeek.${/_(\w+)\.log/.exec(file.slice(file.indexOf('_')))![1]}`]),
    );
  }
});
