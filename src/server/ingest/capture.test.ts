// Crafted captures end to end: classes, victims, evidence places, and ids that repeat.
import { execFileSync } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatUuid } from '#model/ids.ts';
import { formatIp } from '#model/ip.ts';
import * as craft from '#model/packet/craft.ts';
import type { Column, EventBlock } from '#store/events/port.ts';
import { type IngestCaptureOptions, ingestCapture } from './capture.ts';

const shared = process.env['HINOMI_SHARED'] ?? '../shared';

const cell = (column: Column | undefined, row: number): unknown => {
  if (!column) return undefined;
  switch (column.kind) {
    case 'number':
    case 'text':
    case 'lists':
    case 'maps':
      return column.values[row];
    case 'coded':
      return column.dictionary[column.codes[row]!];
    case 'constant':
      return column.value;
    case 'bytes16':
      return column.values.subarray(row * 16, row * 16 + 16);
  }
};

interface Row {
  id: string;
  class: string;
  reason: string;
  protocol: string;
  transport: string;
  source: string;
  destination: string;
  ports: [number, number];
  packets: number;
  tool: string;
  labels: Record<string, string>;
  record: number;
  first: number;
  last: number;
}

const rowsOf = (block: EventBlock): Row[] =>
  Array.from({ length: block.rows }, (_, row) => {
    const at = (name: keyof EventBlock['columns']) => cell(block.columns[name], row);
    return {
      id: formatUuid(at('event.id') as Uint8Array),
      class: at('hinomi.class') as string,
      reason: at('hinomi.reason') as string,
      protocol: at('network.protocol') as string,
      transport: at('network.transport') as string,
      source: formatIp(at('source.ip') as Uint8Array),
      destination: formatIp(at('destination.ip') as Uint8Array),
      ports: [at('source.port') as number, at('destination.port') as number],
      packets: at('network.packets') as number,
      tool: at('hinomi.tool.name') as string,
      labels: at('labels') as Record<string, string>,
      record: at('hinomi.record') as number,
      first: at('@timestamp') as number,
      last: at('event.end') as number,
    };
  });

async function ingest(
  from: IngestCaptureOptions['from'] | Uint8Array,
  vantage: IngestCaptureOptions['vantage'] = 'unknown',
) {
  const rows: Row[] = [];
  const tokens: string[] = [];
  const result = await ingestCapture({
    from: from instanceof Uint8Array ? { stream: Readable.from([Buffer.from(from)]) } : from,
    inputId: 'test-input',
    vantage,
    clock: () => 1_700_000_000_000,
    onBlock: (block, token) => {
      rows.push(...rowsOf(block));
      tokens.push(token);
    },
  });
  return { rows, tokens, result };
}

const start = 1_700_000_000;
const raw = (packets: readonly Uint8Array[], apart = 0.001) =>
  craft.pcap(
    packets.map((frame, index) => ({ time: start + index * apart, frame })),
    { linkType: 101 },
  );
const host = (index: number) => `198.51.${100 + (index >> 8)}.${index & 255}`;
const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));
const reasons = (rows: readonly Row[]) => {
  const sums: Record<string, number> = {};
  for (const row of rows) sums[row.reason] = (sums[row.reason] ?? 0) + row.packets;
  return sums;
};
const victim = '203.0.113.7';

describe('reflection by protocol', () => {
  const bacnetAnswer = [0x81, 0x0a, 0, 30, 1, 0, 0x30, 1, 0x0c, ...new Array<number>(20).fill(7)];
  const ikeAnswer = [
    ...many(16, index => index + 1),
    11,
    0x10,
    5,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    60,
    ...new Array<number>(30).fill(0),
  ];
  test.each([
    ['bacnet', 47_808, bacnetAnswer],
    ['isakmp', 500, ikeAnswer],
    ['isakmp', 4_500, [0, 0, 0, 0, ...ikeAnswer]],
    ['isakmp', 4_500, ikeAnswer],
    ['dhdiscover', 37_810, [...craft.ascii('    DHIP {"method":"client.notifyDevInfo"}')]],
    ['ntp', 123, [0xd7, 0, 3, 42, ...new Array<number>(440).fill(1)]],
    ['memcached', 11_211, [0, 0, 0, 0, 0, 1, 0, 0, ...craft.ascii('VALUE a 0 1000\r\n')]],
    ['chargen', 19, new Array<number>(400).fill(65)],
    ['cldap', 389, [0x30, 0x84, 0, 0, 1, 0, 2, 1, 7, 0x64, 0x84, 0, 0, 0, 200]],
    ['ssdp', 1_900, [...craft.ascii('HTTP/1.1 200 OK\r\nST: upnp:rootdevice\r\n')]],
  ])('%s from port %i', async (name, port, payload) => {
    for (const toPort of [4_444, port]) {
      const packets = many(60, index =>
        craft.ip4(host(index % 30), victim, 17, craft.udp(port, toPort, payload)),
      );
      for (const vantage of ['unknown', 'victim'] as const) {
        const { rows, result } = await ingest(raw(packets), vantage);
        expect(result.classes).toEqual({ 'reflected-response': 60 });
        expect(new Set(rows.map(row => row.protocol))).toEqual(new Set([name]));
        expect(rows[0]).toMatchObject({ destination: victim, transport: 'udp' });
        expect(rows[0]!.ports[0]).toBe(port);
      }
    }
  });

  test('an unlisted port shared by many senders is reflection too', async () => {
    const packets = many(400, index =>
      craft.ip4(host(index % 40), victim, 17, craft.udp(20_561, 7_000 + (index % 3), new Uint8Array(600))),
    );
    const { result } = await ingest(raw(packets));
    expect(Object.keys(result.classes)).toEqual(['reflected-response']);
  });

  test('TCP: many SYN-ACKs to one host reflect, one host’s to many dark addresses are backscatter', async () => {
    const toVictim = many(40, index =>
      craft.ip4(host(index), victim, 6, craft.tcp(80, 20_000 + index, 0x12)),
    );
    const reflected = await ingest(raw(toVictim), 'victim');
    expect(reasons(reflected.rows)).toEqual({ 'tcp-reflection': 40 });
    expect(reflected.rows[0]!.protocol).toBe('tcp-syn-ack');
    const toDark = many(40, index => craft.ip4(victim, host(index), 6, craft.tcp(80, 20_000 + index, 0x12)));
    for (const vantage of ['darknet', 'unknown'] as const)
      expect(reasons((await ingest(raw(toDark), vantage)).rows)).toEqual({ 'tcp-backscatter': 40 });
  });

  test('ICMP errors about packets never sent count with it, about own packets do not', async () => {
    const error = (from: string, quotedTo: string) =>
      craft.ip4(from, victim, 1, craft.icmp(3, 3, craft.ip4(victim, quotedTo, 17, craft.udp(4_000, 161))));
    const { rows } = await ingest(raw(many(20, index => error(host(index), host(index)))), 'victim');
    expect(reasons(rows)).toEqual({ 'icmp-reflection': 20 });
    expect(rows[0]!.protocol).toBe('snmp');
    const own = await ingest(
      raw([craft.ip4(victim, host(1), 17, craft.udp(4_000, 161, [1])), error(host(1), host(1))]),
      'victim',
    );
    expect(reasons(own.rows)['icmp-error-about-own-traffic']).toBe(1);
  });

  test('fragments follow their datagram', async () => {
    const packets = many(20, index => index).flatMap(index => [
      craft.ip4(host(index), victim, 17, craft.udp(53, 22, [0, 1, 0x81, 0x80, 0, 1, 0, 9, 0, 0, 0, 0]), {
        id: index,
        fragment: 0x2000,
      }),
      craft.ip4(host(index), victim, 17, new Uint8Array(800), { id: index, fragment: 0x20b9 }),
      craft.ip4(host(index), victim, 17, new Uint8Array(800), { id: 900 + index, fragment: 0x20b9 }),
    ]);
    const { result, rows } = await ingest(raw(packets));
    expect(result.classes).toEqual({ 'reflected-response': 60 });
    expect(reasons(rows)).toEqual({ 'udp-reflection': 40, 'fragment-of-reflection': 20 });
    expect(new Set(rows.map(row => row.protocol))).toEqual(new Set(['dns']));
  });
});

describe('ordinary traffic is no attack', () => {
  const client = '192.0.2.10';
  test('a TCP conversation, a DNS lookup and a ping', async () => {
    const packets = [
      craft.ip4(client, victim, 6, craft.tcp(50_000, 80, 2)),
      craft.ip4(victim, client, 6, craft.tcp(80, 50_000, 0x12)),
      craft.ip4(client, victim, 6, craft.tcp(50_000, 80, 0x10)),
      craft.ip4(client, victim, 6, craft.tcp(50_000, 80, 0x18, { payload: craft.ascii('GET / HTTP/1.1') })),
      craft.ip4(victim, client, 6, craft.tcp(80, 50_000, 0x18, { payload: craft.ascii('HTTP/1.1 200') })),
      craft.ip4(client, victim, 17, craft.udp(50_001, 53, [0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0])),
      craft.ip4(victim, client, 17, craft.udp(53, 50_001, [0, 1, 0x81, 0, 0, 1, 0, 1, 0, 0, 0, 0])),
      craft.ip4(client, victim, 1, craft.icmp(8, 0)),
      craft.ip4(victim, client, 1, craft.icmp(0, 0)),
      craft.ip6(
        '2001:db8::1',
        '2001:db8::2',
        17,
        craft.udp(50_001, 53, [0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0]),
      ),
      craft.ip6(
        '2001:db8::2',
        '2001:db8::1',
        17,
        craft.udp(53, 50_001, [0, 1, 0x81, 0, 0, 1, 0, 1, 0, 0, 0, 0]),
      ),
    ];
    for (const vantage of ['unknown', 'victim'] as const) {
      const { result, rows } = await ingest(raw(packets), vantage);
      expect(result.classes).toEqual({ unknown: packets.length });
      expect(reasons(rows)).toEqual({ 'two-way-conversation': packets.length });
    }
  });

  test('a refused connection is a probe and its answer', async () => {
    const { rows } = await ingest(
      raw([
        craft.ip4(client, victim, 6, craft.tcp(50_000, 81, 2)),
        craft.ip4(victim, client, 6, craft.tcp(81, 50_000, 0x14)),
      ]),
    );
    expect(reasons(rows)).toEqual({ 'tcp-probe-answered': 1, 'answer-to-a-probe': 1 });
  });

  test('a lone answer is not called an attack', async () => {
    const { result } = await ingest(
      raw([craft.ip4(victim, client, 17, craft.udp(53, 50_001, [0, 1, 0x81, 0]))]),
    );
    expect(result.classes).toEqual({ unknown: 1 });
  });
});

describe('floods, scans and requests', () => {
  test('a SYN flood with forged sources is one event', async () => {
    const packets = many(3_000, index =>
      craft.ip4(
        `198.${18 + (index % 2)}.${index % 251}.${index % 241}`,
        victim,
        6,
        craft.tcp(1_024 + index, 443, 0xc2, { sequence: index * 99_991 }),
      ),
    );
    const { rows, result } = await ingest(raw(packets));
    expect(result.classes).toEqual({ flood: 3_000 });
    expect(result.fingerprints).toEqual({});
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      reason: 'tcp-syn-flood',
      destination: victim,
      source: '::',
      ports: [0, 443],
    });
    expect(Number(rows[0]!.labels['sources'])).toBe(3_000);
  });

  const walk = (tool: 'masscan' | 'mirai' | 'zmap' | 'none') => (index: number) => {
    const sequence = tool === 'mirai' ? 0xcb007100 + (index & 255) : Math.imul(index + 1, 0x9e3779b1) >>> 0;
    const to = 0xcb007100 + (index & 255);
    const port = tool === 'mirai' ? 23 : 1 + index;
    const id =
      tool === 'masscan'
        ? (to ^ port ^ sequence) & 0xffff
        : tool === 'zmap'
          ? 54_321
          : (index * 7_919) & 0xffff;
    return craft.ip4('192.0.2.66', `203.0.113.${index & 255}`, 6, craft.tcp(51_000, port, 2, { sequence }), {
      id,
      ttl: 250,
    });
  };
  test.each(['masscan', 'mirai', 'zmap'] as const)('%s is named with its probability', async tool => {
    const { rows, result } = await ingest(raw(many(200, walk(tool))), 'darknet');
    expect(result.classes).toEqual({ scan: 200 });
    expect(result.fingerprints).toEqual({ [tool]: 200 });
    expect(rows.every(row => row.tool === tool && row.labels['tool_tested'] === '200')).toBe(true);
  });
  test('one fitting packet names nothing; a scan of no tool names nothing', async () => {
    expect((await ingest(raw([walk('masscan')(1)]))).result.fingerprints).toEqual({});
    expect((await ingest(raw(many(500, walk('none'))))).result.fingerprints).toEqual({});
  });
  test('a UDP port walk is a scan, and its request ids betray Masscan', async () => {
    const to = 0xcb007107;
    const packets = many(1_001, port => {
      const cookie = (Math.imul(port + 1, 0x9e3779b1) >>> 0) & 0xffff;
      const id = (to ^ port ^ cookie) & 0xffff;
      const [high, low] = [cookie >>> 8, cookie & 255];
      const name = [high, low, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0];
      const snmp = [
        0x30,
        26,
        2,
        1,
        0,
        4,
        6,
        ...craft.ascii('public'),
        0xa0,
        13,
        2,
        4,
        1,
        2,
        high,
        low,
        2,
        1,
        0,
        2,
        1,
        0,
        0x30,
        0,
      ];
      const payload = port === 53 || port === 137 ? name : port === 161 ? snmp : [];
      return craft.ip4('192.0.2.66', victim, 17, craft.udp(40_001, port, payload), { id });
    });
    const { result } = await ingest(raw(packets));
    expect(result.classes).toEqual({ scan: 1_001 });
    expect(result.fingerprints).toEqual({ masscan: 1_001 });
  });
  test('slow probes are named across windows', async () => {
    const { result } = await ingest(raw(many(4, walk('masscan')), 70), 'darknet');
    expect(result.fingerprints['masscan']).toBeGreaterThanOrEqual(3);
  });

  const monlist = [0x17, 0, 3, 42, 0, 0, 0, 0];
  test('amplifying requests: repeated is abuse, spread is a search', async () => {
    const repeated = many(30, () => craft.ip4('192.0.2.9', victim, 17, craft.udp(80, 123, monlist)));
    expect(reasons((await ingest(raw(repeated))).rows)).toEqual({ 'amplifying-request-repeated': 30 });
    const search = many(30, index => craft.ip4('192.0.2.9', host(index), 17, craft.udp(4_000, 123, monlist)));
    expect(reasons((await ingest(raw(search), 'darknet')).rows)).toEqual({ 'amplifier-search': 30 });
  });

  test('a dark address taken for a resolver is a misconfiguration', async () => {
    const question = [0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 97, 0, 0, 1, 0, 1];
    const packets = many(9, index =>
      craft.ip4('192.0.2.9', victim, 17, craft.udp(5_000 + index, 53, question)),
    );
    expect((await ingest(raw(packets), 'darknet')).result.classes).toEqual({ misconfiguration: 9 });
  });
});

describe('windows and determinism', () => {
  const syn = craft.ip4('192.0.2.1', victim, 6, craft.tcp(4_000, 22, 2));
  test('the same input gives the same ids and tokens; ids are unique', async () => {
    const file = raw(
      many(300, index => craft.ip4(host(index % 50), host(60 + (index % 7)), 6, craft.tcp(4_000, index, 2))),
      1,
    );
    const [a, b] = [await ingest(file), await ingest(file)];
    expect(a.rows.map(row => row.id)).toEqual(b.rows.map(row => row.id));
    expect(a.tokens).toEqual(['input:test-input:0']);
    expect(b.tokens).toEqual(a.tokens);
    expect(new Set(a.rows.map(row => row.id)).size).toBe(a.rows.length);
  });

  test('gaps of years, jumps back and forth, and month-long captures are harmless', async () => {
    const times = [start, start + 1, start + 86_400 * 400, start, start + 0.5, 5, start + 86_400 * 30];
    const file = craft.pcap(
      times.map(time => ({ time, frame: syn })),
      { linkType: 101 },
    );
    const before = performance.now();
    const { result, rows } = await ingest(file);
    expect(performance.now() - before).toBeLessThan(5_000);
    expect(result.records).toBe(times.length);
    expect(rows.reduce((sum, row) => sum + row.packets, 0)).toBe(times.length);
    expect(result.firstEvent).toBe(5_000);
    const flapping = many(20_000, index => ({ time: index % 2 ? start : start + 1e6, frame: syn }));
    expect((await ingest(craft.pcap(flapping, { linkType: 101 }))).result.events).toBe(20_000);
  });

  test('every packet is in exactly one event, skipped, or both counted, whatever the bytes', async () => {
    const seeds = [
      raw(many(30, index => craft.ip4(host(index), victim, 17, craft.udp(161, 5_000, new Uint8Array(30))))),
      raw(
        many(10, index =>
          craft.ip6('2001:db8::1', `2001:db8::${index + 2}`, 6, craft.tcp(80, 9_000 + index, 0x12)),
        ),
      ),
      raw([...many(5, () => syn), craft.ip4(victim, '192.0.2.1', 1, craft.icmp(3, 1, syn))]),
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...seeds),
        fc.array(fc.tuple(fc.nat(2_000), fc.integer({ min: 0, max: 255 })), { maxLength: 30 }),
        fc.constantFrom('darknet', 'victim', 'unknown'),
        async (seed, changes, vantage) => {
          const file = seed.slice();
          for (const [at, value] of changes) if (at >= 24 && at < file.length) file[at] = value;
          const { result, rows } = await ingest(file, vantage);
          const packets = rows.reduce((sum, row) => sum + row.packets, 0);
          expect(packets).toBe(Object.values(result.classes).reduce((sum, value) => sum + value, 0));
          expect(packets).toBeLessThanOrEqual(result.records);
          expect(result.records - packets).toBeLessThanOrEqual(result.skippedCount);
          expect(rows.length).toBe(result.events);
        },
      ),
      { numRuns: 60 },
    );
  }, 120_000);
});

const files = existsSync(join(shared, 'data'))
  ? globSync(join(shared, 'data/pcap-*/*.{pcap,pcapng}')).sort()
  : [];
describe.skipIf(files.length === 0)('shared captures (skipped: no shared data here)', () => {
  const named = (part: string) => files.find(file => basename(file).includes(part))!;
  /** Packet counts by file name; files that capinfos cannot read to the end are absent. */
  const capinfos = (): Map<string, number> => {
    let said = '';
    try {
      said = execFileSync('capinfos', ['-c', '-M', '-T', '-r', '-m', ...files], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      });
    } catch (error) {
      said = String((error as { stdout?: string }).stdout ?? '');
    }
    const lines = said
      .trim()
      .split('\n')
      .filter(line => line.includes(','));
    return new Map(
      lines.map(line => [
        line.slice(0, line.lastIndexOf(',')),
        Number(line.slice(line.lastIndexOf(',') + 1)),
      ]),
    );
  };

  test('packet counts equal capinfos -c for every readable file; classes add up', async context => {
    const truths = capinfos();
    if (truths.size === 0) context.skip('capinfos is not installed');
    for (const file of files) {
      const { result } = await ingest({ file });
      const sum = Object.values(result.classes).reduce((total, value) => total + value, 0);
      expect(sum + result.skippedCount, file).toBeGreaterThanOrEqual(result.records);
      const truth = truths.get(file);
      if (truth === undefined) expect(result.skippedCount, file).toBeGreaterThan(0);
      else expect(result.records, file).toBe(truth);
    }
    expect(truths.size).toBeGreaterThan(100);
  }, 180_000);

  test('Masscan is named, wholly scan, never flood', async () => {
    const { result } = await ingest({ file: named('masscan__tcp') });
    expect(result.classes).toEqual({ scan: 1_005 });
    expect(result.fingerprints).toEqual({ masscan: 1_005 });
  });
  test('nmap’s connect scan is a scan of no recognisable tool', async () => {
    const { result } = await ingest({ file: named('nmap_80_vanilla') });
    expect(result.classes).toEqual({ scan: 8, unknown: 3 });
  });
  test.each([
    ['snmp.src161', 'snmp', 1, 0.9],
    ['reflection.SYNACK', 'tcp-syn-ack', 0.97, 0.95],
    ['syn.optionallyACK', 'tcp-syn-ack', 0.59, 1],
    ['dns.RRSIG', 'dns', 0.27, 1],
  ])('%s is reflection by %s', async (part, protocol, share, ofWhich) => {
    const { rows, result } = await ingest({ file: named(part) }, 'unknown');
    const reflected = rows.filter(row => row.class === 'reflected-response');
    const packets = result.classes['reflected-response'] ?? 0;
    expect(packets / result.records).toBeGreaterThanOrEqual(share);
    const right = reflected
      .filter(row => row.protocol === protocol)
      .reduce((sum, row) => sum + row.packets, 0);
    expect(right / packets).toBeGreaterThanOrEqual(ofWhich);
    expect(result.classes.flood ?? 0).toBe(0);
  });
});
