// Link layers: from the first byte of a frame to the network layer inside it (tcpdump.org link-layer header types).

/** EtherTypes that a network layer can be told by. */
export const ipv4EtherType = 0x0800;
export const ipv6EtherType = 0x86dd;

/** Where the network layer begins; filled by `findNetwork`, shared to spare an allocation per packet. */
export interface NetworkStart {
  at: number;
  etherType: number;
}

const truncatedLink = 1;
const unsupportedLink = 2;
const tooManyTags = 3;
export const linkReasons = [
  '',
  'truncated link header',
  'unsupported link type',
  'too many VLAN or MPLS tags',
];

const deepestTags = 8;

function byVersion(data: Uint8Array, at: number, end: number, out: NetworkStart): number {
  if (at >= end) return truncatedLink;
  const version = data[at]! >> 4;
  out.at = at;
  out.etherType = version === 4 ? ipv4EtherType : version === 6 ? ipv6EtherType : 0;
  return 0;
}

/** RFC 1661 protocol field, one byte when compressed. */
function ppp(data: Uint8Array, start: number, end: number, out: NetworkStart): number {
  let at = start;
  if (at + 2 <= end && data[at] === 0xff && data[at + 1] === 0x03) at += 2;
  if (at + 2 > end) return truncatedLink;
  const short = (data[at]! & 1) === 1;
  const number = short ? data[at]! : (data[at]! << 8) | data[at + 1]!;
  out.at = at + (short ? 1 : 2);
  out.etherType = number === 0x21 ? ipv4EtherType : number === 0x57 ? ipv6EtherType : number;
  return 0;
}

/** Follows VLAN tags, MPLS labels, PPPoE sessions and SNAP from an EtherType to the network layer. */
function unwrap(data: Uint8Array, start: number, end: number, first: number, out: NetworkStart): number {
  let at = start;
  let etherType = first;
  for (let depth = 0; depth <= deepestTags; depth++) {
    switch (etherType) {
      case 0x8100:
      case 0x88a8:
      case 0x9100:
      case 0x9200:
        if (at + 4 > end) return truncatedLink;
        etherType = (data[at + 2]! << 8) | data[at + 3]!;
        at += 4;
        continue;
      case 0x8847:
      case 0x8848: // RFC 3032: the bottom of the stack carries bit 8 of the third byte
        if (at + 4 > end) return truncatedLink;
        at += 4;
        if (data[at - 2]! & 1) return byVersion(data, at, end, out);
        continue;
      case 0x8864:
        return at + 6 > end ? truncatedLink : ppp(data, at + 6, end, out);
    }
    if (etherType < 0x600 && at + 8 <= end && data[at] === 0xaa && data[at + 1] === 0xaa) {
      etherType = (data[at + 6]! << 8) | data[at + 7]!;
      at += 8;
      continue;
    }
    out.at = at;
    out.etherType = etherType;
    return 0;
  }
  return tooManyTags;
}

/** BSD loopback: the address family in the byte order of the capturing host. */
function family(data: Uint8Array, start: number, end: number, out: NetworkStart): number {
  if (start + 4 > end) return truncatedLink;
  const number = data[start]! | data[start + 3]!;
  out.at = start + 4;
  out.etherType = number === 2 ? ipv4EtherType : [10, 24, 28, 30].includes(number) ? ipv6EtherType : 0;
  return 0;
}

/** Finds the network layer of a frame. Answers 0 or an index into `linkReasons`. */
export function findNetwork(
  linkType: number,
  data: Uint8Array,
  start: number,
  end: number,
  out: NetworkStart,
): number {
  const word = (at: number) => (data[at]! << 8) | data[at + 1]!;
  switch (linkType) {
    case 1: // Ethernet
      return start + 14 > end ? truncatedLink : unwrap(data, start + 14, end, word(start + 12), out);
    case 0: // NULL
    case 108: // LOOP
      return family(data, start, end, out);
    case 9: // PPP
    case 50: // PPP in HDLC framing
      return ppp(data, start, end, out);
    case 51: // PPPoE session
      return start + 6 > end ? truncatedLink : ppp(data, start + 6, end, out);
    case 104: // Cisco HDLC
      return start + 4 > end ? truncatedLink : unwrap(data, start + 4, end, word(start + 2), out);
    case 12:
    case 14:
    case 101: // raw IP
    case 228:
    case 229:
      return byVersion(data, start, end, out);
    case 113: // Linux cooked v1
      return start + 16 > end ? truncatedLink : unwrap(data, start + 16, end, word(start + 14), out);
    case 276: // Linux cooked v2
      return start + 20 > end ? truncatedLink : unwrap(data, start + 20, end, word(start), out);
    default:
      return unsupportedLink;
  }
}
