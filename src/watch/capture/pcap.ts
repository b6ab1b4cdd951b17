// The classic capture file (pcap): 24-byte header, 16-byte record headers; both byte orders, µs and ns.
import { HinomiError } from '#model/errors.ts';
import { type Framer, largestFrame, type PacketSink } from './framer.ts';

/** Bytes of the file header. */
export const pcapHeader = 24;

const plain = new Map([
  [0xa1b2c3d4, { little: false, nano: false }],
  [0xd4c3b2a1, { little: true, nano: false }],
  [0xa1b23c4d, { little: false, nano: true }],
  [0x4d3cb2a1, { little: true, nano: true }],
]);

/** Relatives with other record headers: reading them as pcap would give nonsense. */
const modified = new Map([
  [0xa1b2cd34, 'modified pcap (Kuznetzov)'],
  [0x34cdb2a1, 'modified pcap (Kuznetzov)'],
  [0xa1e2cb12, 'modified pcap (Navtel)'],
  [0x12cbe2a1, 'modified pcap (Navtel)'],
  [0x1c0001ac, 'IXIA capture (hardware)'],
  [0xac01001c, 'IXIA capture (hardware)'],
  [0x1c0001ab, 'IXIA capture (software)'],
  [0xab01001c, 'IXIA capture (software)'],
  [0x736e6f6f, 'Solaris snoop'],
  [0x474d4255, 'Microsoft Network Monitor'],
]);

/** The name of a known but unsupported capture format, or undefined. */
export const unsupportedFormat = (magic: number): string | undefined => modified.get(magic);

/** Makes a framer from the file header, or undefined when it is not pcap. */
export function pcapFramer(head: DataView, sink: PacketSink): Framer | undefined {
  const kind = plain.get(head.getUint32(0));
  if (!kind) return undefined;
  const { little, nano } = kind;
  const major = head.getUint16(4, little);
  const minor = head.getUint16(6, little);
  if (major !== 2)
    throw new HinomiError('CAPTURE_FORMAT_UNSUPPORTED', `pcap version ${major}.${minor} is not supported`, {
      remedy: 'Convert the file with `editcap -F pcapng IN OUT`.',
      status: 400,
    });
  const linkType = head.getUint32(20, little) & 0xffff;
  sink.linkTypes.add(linkType);
  const scale = nano ? 1e-6 : 1e-3;
  // Before 2.3 the two lengths stood in the other order; 2.3 has both (libpcap).
  const swapped = minor < 3;
  const maybeSwapped = minor === 3;
  const framer: Framer = {
    failure: undefined,
    parse(data, view, start, end, base) {
      let at = start;
      while (at + 16 <= end && !sink.full) {
        let captured = view.getUint32(at + 8, little);
        let wire = view.getUint32(at + 12, little);
        if (swapped || (maybeSwapped && captured > wire)) [captured, wire] = [wire, captured];
        if (captured > largestFrame) {
          framer.failure = `packet length ${captured} is beyond ${largestFrame}: damaged from here on`;
          return at;
        }
        const next = at + 16 + captured;
        if (next > end) break;
        const time = view.getUint32(at, little) * 1000 + view.getUint32(at + 4, little) * scale;
        sink.packet(data, at + 16, next, linkType, time, wire, base + at);
        at = next;
      }
      return at;
    },
  };
  return framer;
}
