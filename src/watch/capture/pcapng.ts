// The block-structured capture file (pcapng, draft-ietf-opsawg-pcapng): sections, interfaces, packets; the rest is skipped.
import { type Framer, largestFrame, type PacketSink } from './framer.ts';

const sectionHeader = 0x0a0d0d0a;
const byteOrderMagic = 0x1a2b3c4d;
/** Longest block believed; longer means damage. */
const largestBlock = 64 << 20;
const mostInterfaces = 65_536;

interface Interface {
  linkType: number;
  snapLength: number;
  /** Milliseconds of one tick and to add. */
  tick: number;
  shift: number;
}

/** Walks options (type, length, value padded to 4) until the end or nonsense. */
function* options(
  view: DataView,
  from: number,
  to: number,
  little: boolean,
): Generator<[number, number, number]> {
  let at = from;
  while (at + 4 <= to) {
    const code = view.getUint16(at, little);
    const length = view.getUint16(at + 2, little);
    if (code === 0 || at + 4 + length > to) return;
    yield [code, at + 4, length];
    at += 4 + ((length + 3) & ~3);
  }
}

/** Whether a file begins like pcapng. */
export const isPcapng = (head: DataView): boolean => head.getUint32(0) === sectionHeader;

/** Makes a framer for a pcapng file. */
export function pcapngFramer(sink: PacketSink): Framer {
  let little = true;
  let interfaces: Interface[] = [];
  let lastTime = 0;

  function describeInterface(view: DataView, body: number, bodyEnd: number) {
    if (interfaces.length >= mostInterfaces) return;
    let tick = 1e-3;
    let shift = 0;
    for (const [code, at, length] of options(view, body + 8, bodyEnd, little))
      if (code === 9 && length >= 1) {
        const resolution = view.getUint8(at);
        const power = resolution & 0x7f;
        tick = 1000 * (resolution & 0x80 ? 2 ** -power : 10 ** -power);
      } else if (code === 14 && length >= 8) shift = Number(view.getBigInt64(at, little)) * 1000;
    const linkType = view.getUint16(body, little);
    sink.linkTypes.add(linkType);
    interfaces.push({ linkType, snapLength: view.getUint32(body + 4, little), tick, shift });
  }

  /** Enhanced (6) and obsolete (2) packet blocks differ only in how they name the interface. */
  function packet(
    data: Uint8Array,
    view: DataView,
    body: number,
    bodyEnd: number,
    kind: number,
    byte: number,
  ) {
    if (bodyEnd - body < 20) return sink.skip(byte, 'packet block too short');
    const index = kind === 6 ? view.getUint32(body, little) : view.getUint16(body, little);
    const on = interfaces[index];
    const captured = view.getUint32(body + 12, little);
    if (!on) return sink.skip(byte, `packet names interface ${index}, which is not described`);
    if (captured > largestFrame || body + 20 + captured > bodyEnd)
      return sink.skip(byte, `packet length ${captured} exceeds its block`);
    const ticks = view.getUint32(body + 4, little) * 2 ** 32 + view.getUint32(body + 8, little);
    lastTime = ticks * on.tick + on.shift;
    const wire = view.getUint32(body + 16, little);
    sink.packet(data, body + 20, body + 20 + captured, on.linkType, lastTime, wire, byte);
  }

  function simplePacket(data: Uint8Array, view: DataView, body: number, bodyEnd: number, byte: number) {
    const on = interfaces[0];
    if (!on || bodyEnd - body < 4) return sink.skip(byte, 'simple packet block without an interface');
    const wire = view.getUint32(body, little);
    const captured = Math.min(wire, bodyEnd - body - 4, on.snapLength || wire);
    // It carries no time: the last one seen is the best guess.
    sink.packet(data, body + 4, body + 4 + captured, on.linkType, lastTime, wire, byte);
  }

  function statistics(view: DataView, body: number, bodyEnd: number) {
    for (const [code, at, length] of options(view, body + 12, bodyEnd, little))
      if (code === 5 && length >= 8) sink.dropped += Number(view.getBigUint64(at, little));
  }

  const framer: Framer = {
    failure: undefined,
    parse(data, view, start, end, base) {
      let at = start;
      while (at + 12 <= end && !sink.full) {
        let kind = view.getUint32(at, little);
        if (kind === sectionHeader) {
          const magic = view.getUint32(at + 8);
          if (magic !== byteOrderMagic && magic !== 0x4d3c2b1a) {
            framer.failure = 'section header without a byte-order mark';
            return at;
          }
          little = magic !== byteOrderMagic;
          interfaces = [];
          kind = sectionHeader;
        }
        const length = view.getUint32(at + 4, little);
        if (length < 12 || length % 4 !== 0 || length > largestBlock) {
          framer.failure = `block length ${length} is impossible: damaged from here on`;
          return at;
        }
        const next = at + length;
        const wanted =
          kind === 6 || kind === 2 || kind === 3 || kind === 1 || kind === 5 || kind === sectionHeader;
        if (!wanted) {
          at = next; // may lie past the end: the reader skips ahead
          continue;
        }
        if (length > largestFrame + 65_536 + 64) {
          framer.failure = `block of ${length} bytes is too long for its type: damaged from here on`;
          return at;
        }
        if (next > end) break;
        if (view.getUint32(next - 4, little) !== length) {
          framer.failure = 'block lengths before and after differ: damaged from here on';
          return at;
        }
        const body = at + 8;
        const bodyEnd = next - 4;
        if (kind === 6 || kind === 2) packet(data, view, body, bodyEnd, kind, base + at);
        else if (kind === 3) simplePacket(data, view, body, bodyEnd, base + at);
        else if (kind === 1 && bodyEnd - body >= 8) describeInterface(view, body, bodyEnd);
        else if (kind === 5) statistics(view, body, bodyEnd);
        at = next;
      }
      return at;
    },
  };
  return framer;
}
