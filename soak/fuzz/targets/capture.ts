// Captures: containers and packets straight into framer and decoder; whole files through reader and telescope.
import { Readable } from 'node:stream';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { Telescope } from '#analyse/telescope/telescope.ts';
import { HinomiError } from '#model/errors.ts';
import { packetColumns } from '#model/packet/columns.ts';
import * as craft from '#model/packet/craft.ts';
import { decoder } from '#watch/capture/decode.ts';
import { PacketSink } from '#watch/capture/framer.ts';
import { pcapFramer, pcapHeader } from '#watch/capture/pcap.ts';
import { isPcapng, pcapngFramer } from '#watch/capture/pcapng.ts';
import { openCapture } from '#watch/capture/reader.ts';
import { holds, refusable, type Target } from '../target.ts';

const probe = craft.ip4(
  '192.0.2.1',
  '198.51.100.2',
  6,
  craft.tcp(40_000, 80, 2, { options: [2, 4, 5, 0xb4] }),
);
const answered = craft.udp(53, 4_242, [0x12, 0x34, 0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 1]);
const options = { options: [7, 7, 4, 0, 0, 0, 0, 0] };
const networks = [
  probe,
  craft.ip4('203.0.113.7', '198.51.100.9', 17, answered, options),
  craft.ip4('203.0.113.8', '198.51.100.2', 1, craft.icmp(3, 3, probe)),
  craft.ip4('203.0.113.8', '198.51.100.2', 17, answered, { id: 7, fragment: 0x2000 }),
  craft.ip4('203.0.113.8', '198.51.100.2', 17, answered, { id: 7, fragment: 0x0003 }),
  craft.ip6('2001:db8::1', '2001:db8::2', 6, craft.tcp(1_024, 22, 2)),
  // Hop-by-hop, then a fragment header, then UDP.
  craft.ip6(
    '2001:db8::1',
    '2001:db8::2',
    0,
    craft.concatBytes([44, 0, 1, 4, 0, 0, 0, 0], [17, 0, 0, 1, 0, 0, 0, 9], answered),
  ),
];
const frames = networks.map((network, index) => {
  const six = network[0]! >> 4 === 6;
  return craft.ethernet(six ? 0x86dd : 0x0800, network, index % 2 ? [0x88a8, 0x8100] : []);
});
const packets = frames.map((frame, index) => ({ frame, time: 1_700_000_000 + index / 4 }));
const pcapng = (little: boolean) =>
  craft.concatBytes(
    craft.sectionHeader(little),
    craft.interfaceBlock(1, { little, resolution: 9, shift: 5 }),
    craft.interfaceBlock(101, { little, snapLength: 96 }),
    ...frames.map((frame, index) => craft.packetBlock(frame, 1.7e15 + index, { little })),
    craft.packetBlock(probe, 1.7e15, { little, interface: 1 }),
    craft.packetBlock(frames[0]!, 1.7e15, { little, obsolete: true }),
    craft.simplePacketBlock(frames[0]!, little),
  );
/** Link types we read: loopback, Ethernet, raw, Linux-cooked. */
const links = [0, 12, 101, 113, 228, 276];
const plain = [
  craft.pcap(packets),
  craft.pcap(packets, { little: false, nano: true }),
  ...links.map(linkType =>
    craft.pcap([{ time: 1_700_000_000, frame: craft.concatBytes(new Uint8Array(16), probe) }], { linkType }),
  ),
  ...networks.map(network => craft.pcap([{ time: 1_700_000_000, frame: network }], { linkType: 101 })),
  pcapng(true),
  pcapng(false),
];

/** Smallest record of either format, bytes: no more packets than this allows. */
const smallestRecord = 12;

export const framer: Target = {
  name: 'capture/framer',
  guided: true,
  cases: 3_000_000,
  samples: () => plain,
  open() {
    const columns = packetColumns(4_096);
    const decode = decoder(columns);
    return {
      run(data) {
        if (data.length < pcapHeader) return;
        const bytes = new Uint8Array(data);
        const view = new DataView(bytes.buffer);
        let skips = 0;
        const sink = new PacketSink(columns, decode, () => skips++);
        const ng = isPcapng(view);
        const made = refusable(() => (ng ? pcapngFramer(sink) : pcapFramer(view, sink)));
        if (!made) return;
        let at = ng ? 0 : pcapHeader;
        for (let turns = 0; at < bytes.length && !made.failure; turns++) {
          columns.count = 0;
          const next = made.parse(bytes, view, at, bytes.length, 0);
          holds(next >= at, `the framer goes back from ${at} to ${next}`);
          for (let row = 0; row < columns.count; row++) {
            holds(columns.time[row]! >= 0 && Number.isFinite(columns.time[row]!), 'a time is no time');
            holds(columns.offset[row]! <= bytes.length, 'a packet lies outside the file');
          }
          if (next === at && !sink.full) break;
          holds(turns < bytes.length, 'the framer makes no headway');
          at = next;
        }
        holds(
          sink.records * smallestRecord <= bytes.length,
          `${sink.records} packets in ${bytes.length} bytes`,
        );
        holds(skips <= sink.records + 1, 'more skips than packets');
      },
    };
  },
};

/** Whole files, compressed too, through the reader into one telescope that never ends: state must stay bounded. */
export const telescope: Target = {
  name: 'capture/telescope',
  cases: 60_000,
  samples: () => [...plain, gzipSync(plain[0]!), zstdCompressSync(plain[0]!), gzipSync(plain.at(-1)!)],
  open() {
    let rows = 0;
    let read = 0;
    const judge = new Telescope({
      inputId: 'fuzz',
      file: 'fuzz.pcap',
      vantage: 'unknown',
      observer: 'fuzz',
      exercise: '',
      clock: Date.now,
      onBlock: block => {
        rows += block.rows;
      },
    });
    return {
      async run(data) {
        try {
          const reader = await openCapture({ stream: Readable.from([data]) });
          try {
            for (let columns = await reader.next(); columns; columns = await reader.next()) {
              read += columns.count;
              await judge.add(columns);
            }
          } finally {
            await reader.close();
          }
        } catch (error) {
          if (!(error instanceof HinomiError)) throw error;
        }
      },
      check: () => holds(rows <= read, `${rows} events of ${read} packets`),
      async close() {
        await judge.end();
      },
    };
  },
};
