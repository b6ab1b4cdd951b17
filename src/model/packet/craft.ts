// Crafts packets and capture files for tests: the reader and the telescope are tried on what these functions write.
import { parseIp } from '../ip.ts';

const bytes = (...parts: (Uint8Array | readonly number[])[]): Uint8Array => {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
};
const u16 = (value: number, little = false) =>
  little ? [value & 0xff, (value >>> 8) & 0xff] : [(value >>> 8) & 0xff, value & 0xff];
const u32 = (value: number, little = false) => {
  const word = [(value >>> 24) & 0xff, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff];
  return little ? word.reverse() : word;
};

/** Text as bytes (Latin-1). */
export const ascii = (text: string): Uint8Array => Uint8Array.from(text, letter => letter.charCodeAt(0));

export const tcp = (
  from: number,
  to: number,
  flags: number,
  more: { sequence?: number; window?: number; options?: readonly number[]; payload?: Uint8Array } = {},
): Uint8Array => {
  const options = more.options ?? [];
  return bytes(
    u16(from),
    u16(to),
    u32(more.sequence ?? 1),
    u32(0),
    [((20 + options.length) / 4) << 4, flags],
    u16(more.window ?? 65_000),
    u32(0),
    options,
    more.payload ?? [],
  );
};

export const udp = (from: number, to: number, payload: Uint8Array | readonly number[] = []): Uint8Array =>
  bytes(u16(from), u16(to), u16(8 + payload.length), u16(0), payload);

export const icmp = (type: number, code: number, rest: Uint8Array | readonly number[] = []): Uint8Array =>
  bytes([type, code, 0, 0, 0, 0, 0, 0], rest);

/** An IPv4 packet. `fragment` is the flags-and-offset word; `options` are padded by the caller. */
export const ip4 = (
  from: string,
  to: string,
  protocol: number,
  payload: Uint8Array,
  more: { id?: number; ttl?: number; fragment?: number; options?: readonly number[] } = {},
): Uint8Array => {
  const options = more.options ?? [];
  return bytes(
    [0x40 | (5 + options.length / 4), 0],
    u16(20 + options.length + payload.length),
    u16(more.id ?? 0),
    u16(more.fragment ?? 0),
    [more.ttl ?? 64, protocol, 0, 0],
    parseIp(from)!.subarray(12),
    parseIp(to)!.subarray(12),
    options,
    payload,
  );
};

/** An IPv6 packet; `extensions` are whole headers, their first byte being the next header, already chained. */
export const ip6 = (
  from: string,
  to: string,
  next: number,
  payload: Uint8Array,
  extensions: Uint8Array | readonly number[] = [],
): Uint8Array =>
  bytes(
    [0x60, 0, 0, 0],
    u16(extensions.length + payload.length),
    [next, 64],
    parseIp(from)!,
    parseIp(to)!,
    extensions,
    payload,
  );

/** An Ethernet frame, with VLAN tags given by their EtherTypes. */
export const ethernet = (etherType: number, payload: Uint8Array, tags: readonly number[] = []): Uint8Array =>
  bytes(new Uint8Array(12), ...tags.map(tag => bytes(u16(tag), u16(7))), u16(etherType), payload);

export interface CraftedPacket {
  /** Unix seconds, may have a fraction. */
  time: number;
  frame: Uint8Array;
  /** Bytes on the wire when more than captured. */
  wire?: number;
}

/** A pcap file. */
export const pcap = (
  packets: readonly CraftedPacket[],
  more: { little?: boolean; nano?: boolean; linkType?: number } = {},
): Uint8Array => {
  const little = more.little ?? true;
  const scale = more.nano ? 1e9 : 1e6;
  return bytes(
    u32(more.nano ? 0xa1b23c4d : 0xa1b2c3d4, little),
    u16(2, little),
    u16(4, little),
    u32(0),
    u32(0),
    u32(262_144, little),
    u32(more.linkType ?? 1, little),
    ...packets.map(({ time, frame, wire }) =>
      bytes(
        u32(Math.floor(time), little),
        u32(Math.round((time % 1) * scale), little),
        u32(frame.length, little),
        u32(wire ?? frame.length, little),
        frame,
      ),
    ),
  );
};

const padded = (data: Uint8Array): Uint8Array => bytes(data, new Uint8Array((4 - (data.length % 4)) % 4));

/** One pcapng block. */
export const block = (type: number, body: Uint8Array, little = true): Uint8Array => {
  const whole = padded(body);
  return bytes(u32(type, little), u32(whole.length + 12, little), whole, u32(whole.length + 12, little));
};

export const sectionHeader = (little = true): Uint8Array =>
  block(
    0x0a0d0d0a,
    bytes(u32(0x1a2b3c4d, little), u16(1, little), u16(0), new Uint8Array(8).fill(0xff)),
    little,
  );

/** `resolution` is if_tsresol, `shift` if_tsoffset in seconds. */
export const interfaceBlock = (
  linkType: number,
  more: { little?: boolean; resolution?: number; shift?: number; snapLength?: number } = {},
): Uint8Array => {
  const little = more.little ?? true;
  const shift = more.shift ?? 0;
  const long = [...u32(Math.floor(shift / 2 ** 32), little), ...u32(shift >>> 0, little)];
  const words = little ? [...u32(shift >>> 0, true), ...u32(Math.floor(shift / 2 ** 32), true)] : long;
  return block(
    1,
    bytes(
      u16(linkType, little),
      u16(0),
      u32(more.snapLength ?? 0, little),
      more.resolution === undefined ? [] : [...u16(9, little), ...u16(1, little), more.resolution, 0, 0, 0],
      more.shift === undefined ? [] : [...u16(14, little), ...u16(8, little), ...words],
      u32(0),
    ),
    little,
  );
};

/** An enhanced packet block (type 6) or, with `obsolete`, a packet block (type 2). `ticks` in units of the interface. */
export const packetBlock = (
  frame: Uint8Array,
  ticks: number,
  more: { little?: boolean; interface?: number; obsolete?: boolean; wire?: number } = {},
): Uint8Array => {
  const little = more.little ?? true;
  const on = more.interface ?? 0;
  return block(
    more.obsolete ? 2 : 6,
    bytes(
      more.obsolete ? [...u16(on, little), 0, 0] : u32(on, little),
      u32(Math.floor(ticks / 2 ** 32), little),
      u32(ticks >>> 0, little),
      u32(frame.length, little),
      u32(more.wire ?? frame.length, little),
      frame,
    ),
    little,
  );
};

export const simplePacketBlock = (frame: Uint8Array, little = true): Uint8Array =>
  block(3, bytes(u32(frame.length, little), frame), little);

export { bytes as concatBytes };
