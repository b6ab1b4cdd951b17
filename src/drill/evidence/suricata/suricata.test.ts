// EVE records after the documentation of Suricata's EVE JSON format.
import { expect, test } from 'vitest';
import type { IdsAlert } from '../../world/event.ts';
import { flowsOf } from '../network/flows.ts';
import { lookup, morning, proxied } from '../testing/events.ts';
import { textOf } from '../testing/render.ts';
import { machines, smallWorld } from '../testing/small-world.ts';
import { suricata } from './source.ts';

interface Record_ {
  timestamp: string;
  flow_id: number;
  event_type: string;
  [key: string]: unknown;
}
const records = (event: Parameters<typeof flowsOf>[0]) =>
  textOf(suricata, event).map(line => JSON.parse(line) as Record_);

const page = proxied({ scheme: 'https', port: 443, verdict: 'tunnel' });

test('a tunnel is seen behind the proxy: its TLS record stands for the flow', () => {
  const [tls, ...more] = records(page);
  expect(tls).toMatchObject({
    event_type: 'tls',
    timestamp: '2026-11-02T09:15:03.265250+0900',
    src_ip: '10.0.1.31',
    dest_ip: '198.18.1.9',
    tls: { sni: 'www.news.example', version: 'TLS 1.3' },
  });
  expect(more).toEqual([]);
  expect(Number.isSafeInteger(tls!.flow_id)).toBe(true);
});

test('an alert about a flow carries the flow’s id', () => {
  const edge = flowsOf(page, smallWorld).at(-1)!;
  const alert: IdsAlert = {
    kind: 'ids-alert',
    at: morning,
    host: machines.ids,
    cause: '',
    signature: 2_030_001,
    name: 'ET "quoted"',
    category: 'Misc activity',
    transport: 'tcp',
    source: { ip: edge.source, port: edge.sourcePort },
    destination: { ip: edge.destination, port: edge.destinationPort },
    service: 'ssl',
    allowed: true,
  };
  expect(records(alert)).toMatchObject([
    {
      event_type: 'alert',
      flow_id: records(page)[0]!.flow_id,
      app_proto: 'tls',
      alert: { action: 'allowed', signature_id: 2_030_001, signature: 'ET "quoted"', severity: 3 },
    },
  ]);
});

test('a name asked of the provider has its answer, which repeats the question; from a cache nothing', () => {
  expect(
    records(lookup()).map(record => [
      record.event_type,
      (record['dns'] as { type: string } | undefined)?.type,
    ]),
  ).toEqual([['dns', 'answer']]);
  expect(records(lookup({ upstream: false }))).toEqual([]);
});

test('a page in the clear is a request and a file the server sent, both of one flow', () => {
  const [http, file, ...more] = records(
    proxied({ scheme: 'http', port: 80, verdict: 'miss', path: '/a/b.pdf?c=1', bytes: 5120, status: 200 }),
  );
  expect(more).toEqual([]);
  expect(http).toMatchObject({
    event_type: 'http',
    dest_ip: '198.18.1.9',
    dest_port: 80,
    pkt_src: 'wire/pcap',
  });
  expect(file).toMatchObject({
    event_type: 'fileinfo',
    flow_id: http!.flow_id,
    src_ip: '198.18.1.9',
    src_port: 80,
    dest_ip: http!['src_ip'],
    dest_port: http!['src_port'],
    app_proto: 'http',
    http: http!['http'],
    fileinfo: { filename: '/a/b.pdf', size: 5120, state: 'CLOSED', tx_id: 0 },
  });
  expect(records(proxied({ scheme: 'http', port: 80, verdict: 'revalidated', status: 304 })).length).toBe(1);
});
