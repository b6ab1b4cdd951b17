// Syslog, CEF, access logs, JSON and CSV by mapping.
import { expect, test } from 'vitest';
import { extensionPairs } from './cef/parse.ts';
import { splitCsv } from './mapped/csv.ts';
import { parseMapping } from './mapped/mapping.ts';
import { parseAll, parseOne } from './testing/parse.ts';

test('RFC 5424 with structured data', () => {
  const line =
    '<165>1 2003-10-11T22:14:15.003Z host.example evntslog - ID47 [a@1 k="v\\"w\\]" e=""][b x="1"] \uFEFFAn event';
  expect(parseOne('syslog', line)).toMatchObject({
    '@timestamp': Date.UTC(2003, 9, 11, 22, 14, 15, 3),
    'event.dataset': 'syslog.evntslog',
    'event.severity': 20,
    message: 'An event',
    labels: { host: 'host.example', msgid: 'ID47', facility: '20', 'a@1.k': 'v"w]', 'b.x': '1' },
  });
});

test.each([
  ['<34>Oct 11 22:14:15 mymachine su: failed', 'su', 'mymachine', 'failed'],
  ['Oct 11 22:14:15 mymachine su[77]: failed', 'su', 'mymachine', 'failed'],
  ['2023-10-11T22:14:15+00:00 mymachine su[77]: failed', 'su', 'mymachine', 'failed'],
  ['Oct 11 22:14:15 mymachine just words', '', 'mymachine', 'just words'],
])('%s', (line, app, host, message) => {
  const event = parseOne('syslog', line);
  expect(event).toMatchObject({ '@timestamp': Date.UTC(2023, 9, 11, 22, 14, 15), message, labels: { host } });
  expect(event.labels!['app']).toBe(app === '' ? undefined : app);
});

const auth = (message: string) => parseAll('syslog', `May  1 10:00:00 web1 sshd[812]: ${message}`).drafts;

test.each([
  ['Failed password for invalid user admin from 192.0.2.1 port 4242 ssh2', 'admin', 'failure'],
  ['Failed password for root from 2001:db8::1 port 4242 ssh2', 'root', 'failure'],
  ['Accepted publickey for alice from 192.0.2.1 port 4242 ssh2: ED25519 SHA256:abc', 'alice', 'success'],
  ['error: PAM: Authentication failure for root from 192.0.2.1', 'root', 'failure'],
  [
    'Failed password for invalid user a from 192.0.2.9 port 1 from 192.0.2.1 port 4242 ssh2',
    'a from 192.0.2.9 port 1',
    'failure',
  ],
  ['Failed password for invalid user  from 192.0.2.1 port 4242 ssh2', '', 'failure'],
])('sshd: %s', (message, user, outcome) => {
  expect(auth(message)).toMatchObject([
    {
      'event.action': 'login-attempt',
      'event.outcome': outcome,
      'user.name': user,
      'network.protocol': 'ssh',
    },
  ]);
  expect(auth(message)[0]!['source.ip']).not.toBe('192.0.2.9');
});

test('sshd: repeated messages count as often; other messages are no attempts', () => {
  expect(
    auth('message repeated 3 times: [ Failed password for root from 192.0.2.1 port 4242 ssh2]'),
  ).toHaveLength(3);
  for (const message of [
    'Connection closed by 192.0.2.1 port 4242 [preauth]',
    'Failed none for root from 192.0.2.1 port 1 ssh2',
    'Invalid user admin from 192.0.2.1 port 4242',
  ])
    expect(auth(message)).toMatchObject([{ 'event.action': 'log', 'network.protocol': 'ssh' }]);
});

test('netfilter packets', () => {
  const line =
    'May  1 10:00:00 gw kernel: [1.5] [UFW BLOCK] IN=eth0 OUT= MAC=00 SRC=192.0.2.1 DST=198.51.100.2 LEN=40 TTL=64 PROTO=TCP SPT=4242 DPT=23 WINDOW=1 SYN URGP=0';
  expect(parseOne('syslog', line)).toMatchObject({
    'event.action': 'packet',
    'source.ip': '192.0.2.1',
    'destination.port': 23,
    'network.transport': 'tcp',
    'network.bytes': 40,
  });
});

test('CEF: escapes, labelled fields, times, inside syslog', () => {
  expect(
    parseOne(
      'cef',
      'CEF:0|Ven\\|dor|Prod uct|1|42|na\\\\me|High|rt=May 01 2024 10:00:00 UTC src=192.0.2.1 cs1=x y cs1Label=My Policy msg=a\\=b\\nc act=Blocked request=http://h/?a\\=b fileHash=AABBCCDDEEFF00112233445566778899',
    ),
  ).toMatchObject({
    '@timestamp': Date.UTC(2024, 4, 1, 10),
    'event.dataset': 'cef.prod-uct',
    'event.severity': 80,
    'event.action': 'blocked',
    'rule.id': '42',
    'rule.name': 'na\\me',
    message: 'a=b\nc',
    'url.full': 'http://h/?a=b',
    'file.hash.md5': 'aabbccddeeff00112233445566778899',
    labels: { 'My Policy': 'x y', 'device.vendor': 'Ven|dor' },
  });
  expect(parseOne('cef', '<134>May  1 10:00:00 fw1 CEF:0|V|P|1|1|n|3|src=192.0.2.1')).toMatchObject({
    '@timestamp': Date.UTC(2024, 4, 1, 10),
    labels: { host: 'fw1' },
  });
  expect(extensionPairs('a=1 b=two words c= d=x\\=y=z')).toEqual([
    ['a', '1'],
    ['b', 'two words'],
    ['c', ''],
    ['d', 'x=y=z'],
  ]);
});

test('access log: combined, with virtual host, hostile requests', () => {
  expect(
    parseOne(
      'access',
      'www.example:443 192.0.2.1 - bob smith [10/Oct/2000:13:55:36 -0700] "GET /a?b HTTP/1.1" 200 2326 "-" "x \\"y\\""',
    ),
  ).toMatchObject({
    '@timestamp': Date.UTC(2000, 9, 10, 20, 55, 36),
    'source.ip': '192.0.2.1',
    'user.name': 'bob smith',
    'http.request.method': 'GET',
    'url.full': 'https://www.example/a?b',
    'url.domain': 'www.example',
    'http.response.status_code': 200,
    'user_agent.original': 'x "y"',
  });
  expect(
    parseOne('access', '2001:db8::1 - - [10/Oct/2000:13:55:36 +0000] "\\x16\\x03\\x01" 400 -'),
  ).toMatchObject({ 'source.ip': '2001:db8::1', 'http.response.status_code': 400 });
});

const mapping = parseMapping({
  module: 'shop',
  dataset: 'login',
  time: { path: 'meta.when', format: 'epoch-ms' },
  fields: {
    'source.ip': 'client.addr',
    'event.action': { value: 'login-attempt' },
    'event.outcome': { path: 'ok', map: { true: 'success', false: 'failure' } },
    'user.name': { path: 'user', case: 'lower', value: 'nobody' },
  },
});

test('JSON by mapping: paths, constants, tables, defaults; the rest as labels', () => {
  const record = {
    meta: { when: 1714521600123, node: 'n1' },
    client: { addr: '192.0.2.1', port: 7 },
    ok: false,
    user: 'ROOT',
  };
  expect(parseOne('jsonl', record, { mapping })).toEqual({
    '@timestamp': 1714521600123,
    'event.module': 'shop',
    'event.dataset': 'shop.login',
    'event.category': 'host',
    'event.action': 'login-attempt',
    'event.outcome': 'failure',
    'observer.type': 'log',
    'source.ip': '192.0.2.1',
    'user.name': 'root',
    labels: { 'meta.node': 'n1', 'client.port': '7' },
  });
  expect(parseOne('jsonl', { ...record, user: '' }, { mapping })['user.name']).toBe('nobody');
});

test('a wrong mapping is refused with its field', () => {
  for (const [value, field] of [
    [{ time: { path: 'x' }, fields: { nonsense: 'x' } }, 'nonsense'],
    [{ time: { path: 'x' }, fields: { 'event.id': 'x' } }, 'event.id'],
    [{ fields: {} }, ''],
    [7, ''],
  ] as const)
    expect(() => parseMapping(value)).toThrowError(
      expect.objectContaining({ code: 'LOG_MAPPING_INVALID', place: { field } }),
    );
});

test('JSON without a mapping: ECS names nested or flat, and synonyms', () => {
  expect(
    parseOne('jsonl', {
      '@timestamp': '2024-05-01T00:00:00Z',
      source: { ip: '192.0.2.1', port: '5' },
      'destination.ip': '192.0.2.2',
    }),
  ).toMatchObject({ 'source.ip': '192.0.2.1', 'source.port': 5, 'destination.ip': '192.0.2.2' });
  expect(parseOne('jsonl', { ts: 1714521600, src_ip: 'not an address' })).toMatchObject({
    labels: { src_ip: 'not an address' },
  });
});

test('CSV: quoting, delimiters, wrong width', () => {
  expect(splitCsv('a,"b,""c""",,d', ',')).toEqual(['a', 'b,"c"', '', 'd']);
  expect(splitCsv('a,"b', ',')).toBeUndefined();
  expect(splitCsv('a,"b"c', ',')).toBeUndefined();
  const { drafts, skips } = parseAll(
    'csv',
    'time;src_ip;dst_port;__proto__\n2024-05-01T00:00:00Z;192.0.2.1;22;x\nshort;1\n2024-05-01T00:00:00Z;192.0.2.1;22;"open',
  );
  expect(drafts).toMatchObject([
    { 'source.ip': '192.0.2.1', 'destination.port': 22, labels: { _proto_: 'x' } },
  ]);
  expect(skips.map(skip => skip.skip)).toEqual([
    '2 cells, the header names 4',
    'a quoted cell does not end in its line',
  ]);
});
