// pcap and pcapng, whole and damaged; counts agree with capinfos.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { detail } from '#model/packet/columns.ts';
import * as craft from '#model/packet/craft.ts';
import { openCapture } from './reader.ts';

interface Seen {
  family: number;
  source: number;
  protocol: number;
  ports: [number, number];
  detail: number;
  time: number;
  record: number;
  offset: number;
  length: number;
  quoted: [number, number, number];
}

async function readAll(file: Uint8Array, pieces = 0) {
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < file.length; at += pieces || file.length)
    chunks.push(Buffer.from(file.subarray(at, at + (pieces || file.length))));
  const reader = await openCapture({ stream: Readable.from(chunks) });
  const seen: Seen[] = [];
  for (;;) {
    const columns = await reader.next();
    if (!columns) break;
    for (let row = 0; row < columns.count; row++)
      seen.push({
        family: columns.family[row]!,
        source: columns.source[row]!,
        protocol: columns.protocol[row]!,
        ports: [columns.sourcePort[row]!, columns.destinationPort[row]!],
        detail: columns.detail[row]!,
        time: columns.time[row]!,
        record: columns.recordBase + columns.record[row]!,
        offset: columns.offsetBase + columns.offset[row]!,
        length: columns.length[row]!,
        quoted: [
          columns.quotedProtocol[row]!,
          columns.quotedSourcePort[row]!,
          columns.quotedDestinationPort[row]!,
        ],
      });
  }
  await reader.close();
  return { seen, reader };
}

const probe = craft.ip4('192.0.2.1', '198.51.100.2', 6, craft.tcp(40_000, 80, 2));
const frame = craft.ethernet(0x0800, probe);

describe('pcap', () => {
  for (const little of [true, false])
    for (const nano of [true, false])
      test(`${little ? 'little' : 'big'} endian, ${nano ? 'ns' : 'µs'}`, async () => {
        const file = craft.pcap(
          [
            { time: 1_700_000_000.25, frame },
            { time: 1_700_000_001.5, frame, wire: 1_500 },
          ],
          { little, nano },
        );
        const { seen } = await readAll(file, 7);
        expect(seen).toHaveLength(2);
        expect(seen[0]).toMatchObject({
          family: 4,
          source: 0xc0000201,
          protocol: 6,
          ports: [40_000, 80],
          record: 1,
          offset: 24,
          length: frame.length,
        });
        expect(seen[0]!.time).toBeCloseTo(1_700_000_000_250, 2);
        expect(seen[1]).toMatchObject({ record: 2, offset: 24 + 16 + frame.length, length: 1_500 });
        expect(seen[1]!.time).toBeCloseTo(1_700_000_001_500, 2);
      });

  test('refuses relatives by name and strangers clearly', async () => {
    const relative = craft.pcap([{ time: 1, frame }]);
    relative.set([0x34, 0xcd, 0xb2, 0xa1]);
    await expect(readAll(relative)).rejects.toMatchObject({ code: 'CAPTURE_FORMAT_UNSUPPORTED' });
    await expect(readAll(craft.ascii('GET / HTTP/1.1\r\nHost: a\r\n\r\n'))).rejects.toMatchObject({
      code: 'CAPTURE_FORMAT_UNKNOWN',
    });
    await expect(openCapture({ file: '/nowhere/at/all' })).rejects.toMatchObject({
      code: 'CAPTURE_UNREADABLE',
    });
    await expect(openCapture({ file: '/' })).rejects.toMatchObject({ code: 'CAPTURE_UNREADABLE' });
  });

  test('reports a cut file and what it read, plain and compressed', async () => {
    const whole = craft.pcap([
      { time: 1, frame },
      { time: 2, frame },
    ]);
    for (const cut of [
      whole.subarray(0, -5),
      gzipSync(whole.subarray(0, -5)),
      zstdCompressSync(whole.subarray(0, -5)),
    ]) {
      const { seen, reader } = await readAll(cut);
      expect(seen).toHaveLength(1);
      expect(reader.skipped).toEqual([
        { at: `byte ${24 + 16 + frame.length}`, why: expect.stringContaining('ends within a record') },
      ]);
    }
    expect((await readAll(gzipSync(whole))).seen).toHaveLength(2);
    expect((await readAll(zstdCompressSync(whole), 3)).seen).toHaveLength(2);
    // Packed in parallel or joined: several frames, several members.
    for (const pack of [gzipSync, zstdCompressSync]) {
      const parts = [whole.subarray(0, 30), whole.subarray(30, 90), whole.subarray(90)];
      const { seen, reader } = await readAll(Buffer.concat(parts.map(part => pack(part))));
      expect(seen).toHaveLength(2);
      expect(reader.skipped).toEqual([]);
    }
  });

  test('an impossible length ends the reading with a reason', async () => {
    const file = craft.pcap([
      { time: 1, frame },
      { time: 2, frame },
    ]);
    new DataView(file.buffer).setUint32(24 + 16 + frame.length + 8, 0xffff_0000, true);
    const { seen, reader } = await readAll(file);
    expect(seen).toHaveLength(1);
    expect(reader.skipped[0]!.why).toContain('damaged');
  });
});

describe('pcapng', () => {
  test('sections of both byte orders, resolutions, offsets, old and simple packets, unknown blocks', async () => {
    const file = craft.concatBytes(
      craft.sectionHeader(true),
      craft.interfaceBlock(1, { resolution: 9, shift: 100 }),
      craft.block(0x0bad, new Uint8Array(700_000)),
      craft.packetBlock(frame, 5e9),
      craft.packetBlock(frame, 6e9, { obsolete: true }),
      craft.simplePacketBlock(frame),
      craft.packetBlock(frame, 1, { interface: 9 }),
      craft.sectionHeader(false),
      craft.interfaceBlock(101, { little: false, resolution: 0x80 | 10 }),
      craft.packetBlock(probe, 2_048, { little: false }),
    );
    const { seen, reader } = await readAll(file, 65_536);
    expect(seen.map(entry => Math.round(entry.time))).toEqual([105_000, 106_000, 106_000, 2_000]);
    expect(seen.map(entry => entry.record)).toEqual([1, 2, 3, 5]);
    expect(reader.records).toBe(5);
    expect(reader.format).toBe('pcapng');
    expect(reader.linkTypes).toEqual([1, 101]);
    expect(reader.skipped).toEqual([
      { at: expect.stringMatching(/^packet 4 /), why: expect.stringContaining('interface 9') },
    ]);
  });
});

describe('link and network layers', () => {
  const one = async (linkType: number, data: Uint8Array) =>
    (await readAll(craft.pcap([{ time: 1, frame: data }], { linkType }))).seen[0];
  const want = { family: 4, ports: [40_000, 80] };
  const head = (...parts: (Uint8Array | number[])[]) => craft.concatBytes(...parts);

  test.each([
    ['VLAN', 1, craft.ethernet(0x0800, probe, [0x8100])],
    ['QinQ', 1, craft.ethernet(0x0800, probe, [0x88a8, 0x8100])],
    ['QinQ, old', 1, craft.ethernet(0x0800, probe, [0x9100, 0x9100, 0x8100])],
    ['MPLS', 1, craft.ethernet(0x8847, head([0, 1, 0, 64, 0, 2, 1, 64], probe))],
    ['PPPoE', 1, craft.ethernet(0x8864, head([0x11, 0, 0, 1, 0, 50, 0, 0x21], probe))],
    ['PPP', 9, head([0xff, 3, 0, 0x21], probe)],
    ['raw', 101, probe],
    ['raw 12', 12, probe],
    ['IPv4', 228, probe],
    ['NULL little', 0, head([2, 0, 0, 0], probe)],
    ['NULL big', 0, head([0, 0, 0, 2], probe)],
    ['LOOP', 108, head([0, 0, 0, 2], probe)],
    ['cooked v1', 113, head(new Uint8Array(14), [8, 0], probe)],
    ['cooked v2', 276, head([8, 0], new Uint8Array(18), probe)],
    ['cooked v1 VLAN', 113, head(new Uint8Array(14), [0x81, 0, 0, 5, 8, 0], probe)],
  ])('%s', async (_name, linkType, data) => {
    expect(await one(linkType, data)).toMatchObject(want);
  });

  test('options, fragments, extension headers, quoted packets', async () => {
    const datagram = craft.udp(53, 22, new Uint8Array(40));
    const quoted = craft.ip4('198.51.100.9', '192.0.2.7', 17, craft.udp(4_000, 161));
    const frames = [
      craft.ip4('192.0.2.1', '198.51.100.2', 6, craft.tcp(1, 2, 2), { options: [7, 4, 0, 0] }),
      craft.ip4('192.0.2.1', '198.51.100.2', 17, datagram, { id: 9, fragment: 0x2000 }),
      craft.ip4('192.0.2.1', '198.51.100.2', 17, new Uint8Array(40), { id: 9, fragment: 6 }),
      craft.ip4('192.0.2.1', '198.51.100.2', 17, new Uint8Array(40), { id: 8, fragment: 6 }),
      craft.ip6(
        '2001:db8::1',
        '2001:db8::2',
        0,
        craft.tcp(5, 6, 2),
        [60, 0, 1, 4, 0, 0, 0, 0, 6, 0, 1, 4, 0, 0, 0, 0],
      ),
      craft.ip6('2001:db8::1', '2001:db8::2', 44, craft.udp(7, 8), [17, 0, 0, 1, 0, 0, 0, 3]),
      craft.ip6('2001:db8::1', '2001:db8::2', 44, new Uint8Array(8), [17, 0, 0, 16, 0, 0, 0, 3]),
      craft.ip4('192.0.2.1', '198.51.100.9', 1, craft.icmp(3, 3, quoted)),
    ];
    const { seen } = await readAll(
      craft.pcap(
        frames.map((data, index) => ({ time: index, frame: data })),
        { linkType: 101 },
      ),
    );
    expect(seen.map(entry => entry.ports)).toEqual([
      [1, 2],
      [53, 22],
      [53, 22],
      [0, 0],
      [5, 6],
      [7, 8],
      [7, 8],
      [3, 3],
    ]);
    expect(seen[1]!.detail & detail.firstFragment).toBeTruthy();
    expect(seen[2]!.detail).toBe(detail.laterFragment | detail.ports);
    expect(seen[3]!.detail).toBe(detail.laterFragment);
    expect(seen[7]!.quoted).toEqual([17, 4_000, 161]);
  });

  test('says why a packet was skipped', async () => {
    const { reader } = await readAll(
      craft.pcap([
        { time: 1, frame: new Uint8Array(5) },
        { time: 1, frame: craft.ethernet(0x0800, new Uint8Array(30)) },
        { time: 1, frame: craft.ethernet(0x86dd, new Uint8Array(3)) },
        { time: 1, frame: craft.ethernet(0x0806, new Uint8Array(28)) },
      ]),
    );
    expect(reader.records).toBe(4);
    expect(reader.skipped.map(entry => entry.why)).toEqual([
      'truncated link header',
      'IPv4 header with a wrong version or length',
      'truncated IPv6 header',
    ]);
    expect(reader.skipped[0]!.at).toBe('packet 1 (byte 24)');
  });
});

describe('hostile bytes', () => {
  const seeds = [
    craft.pcap(Array.from({ length: 5 }, (_, index) => ({ time: index, frame }))),
    craft.concatBytes(
      craft.sectionHeader(),
      craft.interfaceBlock(1),
      craft.packetBlock(frame, 1),
      craft.packetBlock(frame, 2),
    ),
    craft.pcap(
      [
        {
          time: 1,
          frame: craft.ip6(
            '2001:db8::1',
            '2001:db8::2',
            0,
            craft.tcp(5, 6, 2),
            [43, 0, 1, 4, 0, 0, 0, 0, 6, 0, 1, 4, 0, 0, 0, 0],
          ),
        },
        { time: 2, frame: craft.ip4('192.0.2.1', '198.51.100.9', 1, craft.icmp(3, 3, probe)) },
      ],
      { linkType: 101 },
    ),
  ];
  test('mutated and cut files never throw nor loop, and every packet is accounted for', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...seeds),
        fc.array(fc.tuple(fc.nat(400), fc.integer({ min: 0, max: 255 })), { maxLength: 12 }),
        fc.nat(500),
        fc.integer({ min: 1, max: 90 }),
        async (seed, changes, cut, pieces) => {
          const file = seed.slice(0, Math.max(24, seed.length - cut));
          for (const [at, value] of changes) if (at >= 24 && at < file.length) file[at] = value;
          const { seen, reader } = await readAll(file, pieces);
          expect(seen.length).toBeLessThanOrEqual(reader.records);
          expect(reader.records).toBeLessThanOrEqual(file.length / 12);
          expect(reader.records - seen.length).toBeLessThanOrEqual(reader.skippedCount);
        },
      ),
      { numRuns: 1_500 },
    );
  }, 120_000);

  test('frames of random bytes on every link type', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(0, 1, 9, 12, 50, 51, 101, 104, 108, 113, 228, 229, 276, 147),
        fc.array(fc.uint8Array({ maxLength: 120 }), { minLength: 1, maxLength: 20 }),
        async (linkType, frames) => {
          const file = craft.pcap(
            frames.map(data => ({ time: 1, frame: data })),
            { linkType },
          );
          const { seen, reader } = await readAll(file);
          expect(reader.records).toBe(frames.length);
          expect(seen.length + reader.skippedCount).toBe(frames.length);
        },
      ),
      { numRuns: 800 },
    );
  }, 120_000);
});

test('packet count equals capinfos for a generated file', async context => {
  try {
    execFileSync('capinfos', ['--version'], { stdio: 'ignore' });
  } catch {
    context.skip('capinfos is not installed');
  }
  const folder = mkdtempSync(join(tmpdir(), 'hinomi-capture-'));
  try {
    const path = join(folder, 'a.pcap');
    writeFileSync(path, craft.pcap(Array.from({ length: 321 }, (_, index) => ({ time: index, frame }))));
    const said = execFileSync('capinfos', ['-c', '-M', '-T', '-r', path], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    expect(said.trim().split(/\s+/).at(-1)).toBe('321');
    const reader = await openCapture({ file: path });
    while (await reader.next());
    expect(reader.records).toBe(321);
    await reader.close();
  } finally {
    rmSync(folder, { recursive: true });
  }
});
