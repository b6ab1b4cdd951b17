// Writes a big capture for the benchmarks: a /24 darknet’s mix (scans, Masscan, backscatter, UDP probes) from documentation prefixes.
import { closeSync, openSync, writeSync } from 'node:fs';

/** Deterministic 32-bit generator (xorshift), so that every run reads the same file. */
const generator = (seed: number) => () => {
  seed ^= seed << 13;
  seed ^= seed >>> 17;
  seed ^= seed << 5;
  return seed >>> 0;
};

/** Writes a little-endian µs pcap of about `bytes` bytes and answers how many packets it holds. */
export function generateCapture(path: string, bytes: number, packetsPerSecond = 20_000): number {
  const file = openSync(path, 'w');
  const random = generator(0x2545f491);
  const block = Buffer.alloc(4 << 20);
  let used = block.writeUInt32LE(0xa1b2c3d4, 0);
  used = block.writeUInt16LE(2, used);
  used = block.writeUInt16LE(4, used);
  used = block.writeUInt32LE(0, block.writeUInt32LE(0, used));
  used = block.writeUInt32LE(1, block.writeUInt32LE(65_535, used));
  let written = 0;
  let packets = 0;
  while (written + used < bytes) {
    if (used + 128 > block.length) {
      written += writeSync(file, block, 0, used);
      used = 0;
    }
    const kind = random() % 100;
    const udp = kind >= 95;
    const size = 14 + 20 + (udp ? 8 + 4 : 20 + (kind < 60 ? 4 : 0));
    const micros = Math.floor((packets * 1e6) / packetsPerSecond);
    block.writeUInt32LE(1_700_000_000 + Math.floor(micros / 1e6), used);
    block.writeUInt32LE(micros % 1e6, used + 4);
    block.writeUInt32LE(size, used + 8);
    block.writeUInt32LE(size, used + 12);
    const frame = used + 16;
    block.fill(0, frame, frame + size);
    block.writeUInt16BE(0x0800, frame + 12);
    const ip = frame + 14;
    // 60 busy sources towards a /24, a third of the traffic from eight of them: many packets a flow, as in an attack.
    const source = (0xc6120000 | (random() % (kind < 30 ? 8 : 60))) >>> 0;
    const destination = (0xcb007100 | (random() & 0xff)) >>> 0;
    const port = [23, 80, 443, 22, 2323, 8080, 3389, 445][random() & 7]!;
    const sequence = random();
    block[ip] = 0x45;
    block.writeUInt16BE(size - 14, ip + 2);
    block.writeUInt16BE(kind < 30 ? (destination ^ port ^ sequence) & 0xffff : random() & 0xffff, ip + 4);
    block[ip + 8] = 240;
    block[ip + 9] = udp ? 17 : 6;
    block.writeUInt32BE(source, ip + 12);
    block.writeUInt32BE(destination, ip + 16);
    const l4 = ip + 20;
    const answer = kind >= 90 && !udp;
    block.writeUInt16BE(answer ? 80 : 40_000 + (source & 0xfff), l4);
    block.writeUInt16BE(answer ? 1024 + (random() % 60_000) : udp ? 1900 : port, l4 + 2);
    if (udp) block.writeUInt16BE(12, l4 + 4);
    else {
      block.writeUInt32BE(sequence, l4 + 4);
      block[l4 + 12] = (size - 34) << 2;
      block[l4 + 13] = answer ? 0x12 : 0x02;
      block.writeUInt16BE(1024, l4 + 14);
      if (kind < 60) block.writeUInt32BE(0x020405b4, l4 + 20);
    }
    used = frame + size;
    packets++;
  }
  writeSync(file, block, 0, used);
  closeSync(file);
  return packets;
}
