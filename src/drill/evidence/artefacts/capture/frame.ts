// Ethernet frames with IPv4 and what it carries, checksums included. What a capture leaves out of a packet counts as zeros,
// so the checksums are right for it too.

/** A packet as captured: the frame, and how long it was on the wire. */
export interface Packet {
  /** ms */
  at: number;
  frame: Uint8Array;
  wire: number;
}

interface Side {
  ip: string;
  port: number;
  mac: string;
  ttl: number;
}
/** Who sends and who receives. */
export interface Way {
  from: Side;
  to: Side;
}
/** Payload: the bytes that are captured, and how many there are in all. */
export interface Payload {
  seen: Uint8Array;
  size: number;
}
export const nothing: Payload = { seen: new Uint8Array(0), size: 0 };

const ethernet = 14;
const ip4 = 20;

const addressBytes = (ip: string): number[] => ip.split('.').map(Number);
const macBytes = (mac: string): number[] => mac.split(':').map(part => Number.parseInt(part, 16));

/** Sum of 16-bit words (RFC 1071); an odd last byte counts as the high one. */
function sum(data: Uint8Array, from: number, to: number, start = 0): number {
  let total = start;
  for (let i = from; i < to; i += 2) total += (data[i]! << 8) | (i + 1 < to ? data[i + 1]! : 0);
  return total;
}
const folded = (total: number): number => {
  let rest = total;
  while (rest > 0xffff) rest = (rest & 0xffff) + Math.floor(rest / 0x10000);
  return ~rest & 0xffff;
};

/** Puts Ethernet and IPv4 before a transport header of a certain length, whose checksum stands at `checksumAt`. */
function packet(
  at: number,
  way: Way,
  protocol: number,
  transport: Uint8Array,
  checksumAt: number,
  payload: Payload,
  id: number,
): Packet {
  const { from, to } = way;
  const head = ethernet + ip4 + transport.length;
  const frame = new Uint8Array(head + payload.seen.length);
  const view = new DataView(frame.buffer);
  frame.set(macBytes(to.mac), 0);
  frame.set(macBytes(from.mac), 6);
  view.setUint16(12, 0x0800);
  const length = ip4 + transport.length + payload.size;
  frame[14] = 0x45;
  view.setUint16(16, length);
  view.setUint16(18, id & 0xffff);
  view.setUint16(20, 0x4000);
  frame[22] = from.ttl;
  frame[23] = protocol;
  frame.set(addressBytes(from.ip), 26);
  frame.set(addressBytes(to.ip), 30);
  view.setUint16(24, folded(sum(frame, ethernet, ethernet + ip4)));
  frame.set(transport, ethernet + ip4);
  frame.set(payload.seen, head);
  // ICMP has no pseudo header.
  const pseudo = protocol === 1 ? 0 : sum(frame, 26, 34, protocol + transport.length + payload.size);
  const checksum = folded(sum(frame, ethernet + ip4, frame.length, pseudo));
  view.setUint16(ethernet + ip4 + checksumAt, protocol === 17 && checksum === 0 ? 0xffff : checksum);
  return { at, frame, wire: ethernet + length };
}

export const flag = { fin: 1, syn: 2, rst: 4, psh: 8, ack: 16 } as const;

export interface Segment {
  flags: number;
  sequence: number;
  acknowledge: number;
  /** Time stamps of sender and of the last packet received (RFC 7323), ms; left out of a refusal. */
  stamps?: { own: number; echo: number };
}

export function tcpPacket(at: number, way: Way, segment: Segment, payload: Payload, id: number): Packet {
  const { flags, sequence, acknowledge, stamps } = segment;
  const syn = (flags & flag.syn) !== 0;
  const options: number[] = [];
  // Segment size 1460, selective acknowledgement; then, as in all other packets, the time stamps; window scale 7.
  if (syn) options.push(2, 4, 0x05, 0xb4, 4, 2);
  if (stamps) {
    if (!syn) options.push(1, 1);
    options.push(8, 10);
    for (const value of [stamps.own, stamps.echo])
      options.push((value >>> 24) & 0xff, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff);
  }
  if (syn) options.push(1, 3, 3, 7);
  const header = new Uint8Array(20 + options.length);
  const view = new DataView(header.buffer);
  view.setUint16(0, way.from.port);
  view.setUint16(2, way.to.port);
  view.setUint32(4, sequence >>> 0);
  view.setUint32(8, (flags & flag.ack) === 0 ? 0 : acknowledge >>> 0);
  header[12] = (header.length / 4) << 4;
  header[13] = flags;
  view.setUint16(14, (flags & flag.rst) !== 0 ? 0 : syn ? 64_240 : 8192);
  header.set(options, 20);
  return packet(at, way, 6, header, 16, payload, id);
}

export function udpPacket(at: number, way: Way, payload: Payload, id: number): Packet {
  const header = new Uint8Array(8);
  const view = new DataView(header.buffer);
  view.setUint16(0, way.from.port);
  view.setUint16(2, way.to.port);
  view.setUint16(4, 8 + payload.size);
  return packet(at, way, 17, header, 6, payload, id);
}

/** Echo request or reply (RFC 792). */
export function echoPacket(
  at: number,
  way: Way,
  what: { reply: boolean; identifier: number; sequence: number },
  size: number,
  id: number,
): Packet {
  const header = new Uint8Array(8);
  const view = new DataView(header.buffer);
  header[0] = what.reply ? 0 : 8;
  view.setUint16(4, what.identifier);
  view.setUint16(6, what.sequence);
  return packet(at, way, 1, header, 2, { seen: new Uint8Array(size), size }, id);
}

/** A file of packets (pcap 2.4, microseconds, Ethernet), in order of time. */
export function pcapOf(packets: readonly Packet[]): Buffer {
  const head = Buffer.alloc(24);
  head.writeUInt32LE(0xa1b2c3d4, 0);
  head.writeUInt16LE(2, 4);
  head.writeUInt16LE(4, 6);
  head.writeUInt32LE(262_144, 16);
  head.writeUInt32LE(1, 20);
  const parts: Uint8Array[] = [head];
  for (const { at, frame, wire } of packets) {
    const micros = Math.round(at * 1000);
    const record = Buffer.alloc(16);
    record.writeUInt32LE(Math.floor(micros / 1e6), 0);
    record.writeUInt32LE(micros % 1_000_000, 4);
    record.writeUInt32LE(frame.length, 8);
    record.writeUInt32LE(wire, 12);
    parts.push(record, frame);
  }
  return Buffer.concat(parts);
}
