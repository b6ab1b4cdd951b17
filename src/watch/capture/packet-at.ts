// One packet's bytes again, from the offset its event keeps: the evidence behind an event.
import { openSource } from './source.ts';

/** Most bytes of one packet given out. */
export const evidenceBytes = 2_048;

const swappedMagics = new Set([0xd4c3b2a1, 0x4d3cb2a1]);

/**
 * The captured bytes of the packet whose record begins at `offset` (after decompression); undefined when there is no
 * record. Works for pcap in both byte orders and for pcapng enhanced and simple packet blocks.
 * @throws HinomiError `CAPTURE_UNREADABLE`.
 */
export async function packetAt(file: string, offset: number): Promise<Uint8Array | undefined> {
  const source = await openSource({ file });
  try {
    const head = Buffer.alloc(12);
    let position = await fill(source, head);
    if (position < 12) return undefined;
    const magic = head.readUInt32BE(0);
    const isPcapng = magic === 0x0a0d0d0a;
    const little = isPcapng ? head.readUInt32LE(8) === 0x1a2b3c4d : swappedMagics.has(magic);
    const skip = Buffer.alloc(1 << 18);
    if (offset < position) return undefined;
    while (position < offset) {
      const size = await source.read(skip.subarray(0, Math.min(skip.length, offset - position)));
      if (size === 0) return undefined;
      position += size;
    }
    const record = Buffer.alloc(28 + evidenceBytes);
    const got = await fill(source, record);
    const word = (at: number) => (little ? record.readUInt32LE(at) : record.readUInt32BE(at));
    if (got < 16) return undefined;
    if (!isPcapng) return record.subarray(16, Math.min(got, 16 + Math.min(word(8), evidenceBytes)));
    const simple = word(0) === 3;
    const start = simple ? 12 : 28;
    if (got < start) return undefined;
    const length = simple ? Math.min(word(8), word(4) - 16) : word(20);
    return record.subarray(start, Math.min(got, start + Math.min(length, evidenceBytes)));
  } finally {
    await source.close();
  }
}

async function fill(source: { read(into: Uint8Array): Promise<number> }, into: Buffer): Promise<number> {
  let filled = 0;
  while (filled < into.length) {
    const size = await source.read(into.subarray(filled));
    if (size === 0) break;
    filled += size;
  }
  return filled;
}
