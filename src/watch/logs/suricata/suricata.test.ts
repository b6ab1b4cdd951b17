// Suricata EVE: one record of each shape.
import { expect, test } from 'vitest';
import { parseAll, parseOne } from '../testing/parse.ts';

const base = {
  timestamp: '2024-05-01T10:00:00.123456+0900',
  flow_id: 42,
  src_ip: '192.0.2.1',
  src_port: 4242,
  dest_ip: '198.51.100.2',
  dest_port: 80,
  proto: 'TCP',
};
const eve = (event_type: string, more: object = {}) => parseOne('suricata', { ...base, event_type, ...more });

test('alert: rule, severity, RSIT by category, technique, the application record with it', () => {
  const alert = eve('alert', {
    alert: {
      action: 'allowed',
      signature_id: 2001219,
      signature: 'SCAN example',
      category: 'Detection of a Network Scan',
      severity: 2,
      metadata: { mitre_technique_id: ['T1046', 'nonsense'] },
    },
    http: {
      hostname: 'WWW.example',
      url: '/a?b=c',
      http_method: 'GET',
      status: 404,
      http_user_agent: 'probe',
    },
    app_proto: 'http',
    flow: { pkts_toserver: 900, bytes_toserver: 9_000 },
  });
  expect(alert).toMatchObject({
    '@timestamp': Date.UTC(2024, 4, 1, 1, 0, 0, 123),
    'event.module': 'suricata',
    'event.dataset': 'suricata.alert',
    'event.category': 'intrusion_detection',
    'event.action': 'alert',
    'event.severity': 60,
    'rule.id': '2001219',
    'rule.name': 'SCAN example',
    'rsit.type': 'scanner',
    'threat.technique.id': ['T1046'],
    'source.ip': '192.0.2.1',
    'destination.port': 80,
    'network.transport': 'tcp',
    'network.protocol': 'http',
    'url.full': 'http://www.example/a?b=c'.replace('www', 'WWW'),
    'url.domain': 'www.example',
    'http.response.status_code': 404,
    'hinomi.session': '42',
  });
  // The flow's counters so far are not what the alert stands for.
  expect(alert['network.packets']).toBeUndefined();
  expect(alert.labels).toMatchObject({ 'alert.action': 'allowed', 'flow.pkts_toserver': '900' });
  expect(eve('alert', { alert: { category: 'Misc activity' } })['rsit.type']).toBe('ids-alert');
});

test('flow: from start to end, with the sums of both directions', () => {
  const flow = eve('flow', {
    flow: {
      pkts_toserver: 4,
      pkts_toclient: 3,
      bytes_toserver: 600,
      bytes_toclient: 700,
      start: '2024-05-01T09:59:00.000000+0900',
      end: '2024-05-01T09:59:30.500000+0900',
    },
    tcp: { tcp_flags: '1b' },
  });
  expect(flow).toMatchObject({
    '@timestamp': Date.UTC(2024, 4, 1, 0, 59),
    'event.end': Date.UTC(2024, 4, 1, 0, 59, 30, 500),
    'event.action': 'flow',
    'network.packets': 7,
    'network.bytes': 1_300,
    'hinomi.tcp.flags': 0x1b,
  });
  expect(eve('netflow', { netflow: { pkts: 2, bytes: 90 } })).toMatchObject({
    'event.action': 'flow',
    'network.packets': 2,
    'network.bytes': 90,
  });
});

test.each([
  [
    'version 1',
    { type: 'answer', rrname: 'A.example', rrtype: 'A', rcode: 'NOERROR', rdata: '192.0.2.9' },
    'dns-answer',
  ],
  [
    'version 2',
    { version: 2, type: 'query', rrname: 'a.example', rrtype: 'A', rcode: 'NOERROR' },
    'dns-query',
  ],
  [
    'version 3',
    { version: 3, type: 'response', rcode: 'NOERROR', queries: [{ rrname: 'a.example', rrtype: 'A' }] },
    'dns-answer',
  ],
  [
    'version 3 request',
    { version: 3, type: 'request', rcode: 'NOERROR', queries: [{ rrname: 'a.example', rrtype: 'A' }] },
    'dns-query',
  ],
])('dns %s', (_, dns, action) => {
  expect(eve('dns', { dns })).toMatchObject({
    'event.action': action,
    'network.protocol': 'dns',
    'dns.question.name': 'a.example',
    'dns.question.type': 'A',
    'dns.response_code': 'NOERROR',
  });
});

test('dns inside an alert', () => {
  const alert = eve('alert', { alert: {}, dns: { query: [{ rrname: 'bad.example', rrtype: 'TXT' }] } });
  expect(alert).toMatchObject({ 'event.action': 'alert', 'dns.question.name': 'bad.example' });
});

test('tls, ssh, fileinfo, smb, krb5 and mqtt keep their marks', () => {
  expect(eve('tls', { tls: { sni: 'Host.Example', ja4: 't13d…', ja3: { hash: 'abc' } } })).toMatchObject({
    'url.domain': 'host.example',
    'hinomi.client_fingerprint': 't13d…',
    labels: { 'tls.ja3.hash': 'abc' },
  });
  expect(
    eve('ssh', { ssh: { client: { software_version: 'libssh_0.9', hassh: { hash: 'h' } } } }),
  ).toMatchObject({
    'user_agent.original': 'libssh_0.9',
    'hinomi.client_fingerprint': 'h',
    'network.protocol': 'ssh',
  });
  expect(eve('fileinfo', { fileinfo: { filename: '/x', size: 5, sha256: 'aa', md5: 'bb' } })).toMatchObject({
    'event.category': 'file',
    'file.name': '/x',
    'file.size': 5,
    'file.hash.sha256': 'aa',
    'file.hash.md5': 'bb',
  });
  expect(eve('smb', { smb: { command: 'SMB2_CREATE', ntlmssp: { user: 'u' } } })).toMatchObject({
    'user.name': 'u',
    labels: { 'smb.command': 'SMB2_CREATE' },
  });
  expect(eve('krb5', { krb5: { cname: 'alice' } })).toMatchObject({ 'user.name': 'alice' });
  expect(eve('mqtt', { mqtt: { connect: { username: 'm', password: 'p' } } })).toMatchObject({
    'user.name': 'm',
    labels: { 'mqtt.connect.password': 'p' },
  });
});

test('any other event type is an event named after itself; stats are known', () => {
  expect(eve('brand_new', { brand_new: { x: [{ y: 1 }] } })).toMatchObject({
    'event.dataset': 'suricata.brand_new',
    'event.action': 'brand_new',
    labels: { 'brand_new.x.0.y': '1' },
  });
  expect(parseAll('suricata', { ...base, event_type: 'stats', stats: {} }).skips[0]).toMatchObject({
    kind: 'known',
  });
});

test('IPv6 is brought to its one spelling', () => {
  expect(eve('flow', { src_ip: '2001:0db8:0000:0000:0000:0000:0000:0001' })['source.ip']).toBe('2001:db8::1');
});

test('what does not fit its field stays as a label', () => {
  expect(eve('http', { src_port: 70_000, dest_ip: 'host' })).toMatchObject({
    labels: { src_port: '70000', dest_ip: 'host' },
  });
});
