// Frame → columns: Ethernet and friends, IPv4, IPv6, TCP, UDP, ICMP. Never throws; answers why a packet was skipped.
import { detail, type PacketColumns, protocol } from '#model/packet/columns.ts';
import { FragmentTable } from './fragments.ts';
import { findNetwork, ipv4EtherType, ipv6EtherType, linkReasons, type NetworkStart } from './link.ts';

/** Why a packet could not be decoded, by the number `decode` answers; 0 is success. */
export const skipReasons = [
  ...linkReasons,
  'truncated IPv4 header',
  'IPv4 header with a wrong version or length',
  'truncated IPv6 header',
  'IPv6 header with a wrong version',
  'IPv6 extension headers without end',
] as const;
const [badIp4, wrongIp4, badIp6, wrongIp6, endlessIp6] = [4, 5, 6, 7, 8] as const;

const deepestExtension = 16;

/** Digest of a 16-byte address, for hashing only. */
export function foldAddress(data: Uint8Array, at: number): number {
  let hash = 0;
  for (let index = 0; index < 16; index += 4) {
    const word =
      (data[at + index]! << 24) |
      (data[at + index + 1]! << 16) |
      (data[at + index + 2]! << 8) |
      data[at + index + 3]!;
    hash = Math.imul(hash ^ word, 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  return hash >>> 0;
}

/** Decodes one frame into the row `columns.count`; the caller fills record, offset, time and length and counts it. */
export type Decode = (data: Uint8Array, start: number, end: number, linkType: number, time: number) => number;

/** Makes a decoder that writes into one batch. */
export function decoder(columns: PacketColumns): Decode {
  const { source, destination, sourcePort, destinationPort, flags, sequence, window } = columns;
  const { family, addresses, hops, ipId, payload, payloadLength } = columns;
  const { quotedProtocol, quotedSource, quotedDestination, quotedSourcePort, quotedDestinationPort } =
    columns;
  const detailOf = columns.detail;
  const protocolOf = columns.protocol;
  const fragments = new FragmentTable();
  const network: NetworkStart = { at: 0, etherType: 0 };

  function tcp(data: Uint8Array, at: number, end: number, row: number): number {
    if (at + 20 > end) {
      if (at + 14 <= end) flags[row] = data[at + 13]!;
      if (at + 8 <= end) sequence[row] = word32(data, at + 4);
      return detail.truncated;
    }
    const header = (data[at + 12]! >> 4) * 4;
    flags[row] = data[at + 13]!;
    sequence[row] = word32(data, at + 4);
    window[row] = (data[at + 14]! << 8) | data[at + 15]!;
    const body = at + Math.max(header, 20);
    payload[row] = body;
    payloadLength[row] = body < end ? end - body : 0;
    if (header === 24 && at + 24 <= end && word32(data, at + 20) === 0x020405b4) return detail.mssOnly;
    return body > end ? detail.truncated : 0;
  }

  /** The packet inside an ICMP error (RFC 792, RFC 4443 §3). */
  function quote(data: Uint8Array, at: number, end: number, row: number): number {
    if (at + 20 > end) return 0;
    const version = data[at]! >> 4;
    let inner: number;
    if (version === 4) {
      inner = at + (data[at]! & 15) * 4;
      quotedProtocol[row] = data[at + 9]!;
      quotedSource[row] = word32(data, at + 12);
      quotedDestination[row] = word32(data, at + 16);
      if ((data[at + 6]! & 0x1f) | data[at + 7]!) inner = end;
    } else if (version === 6 && at + 40 <= end) {
      inner = at + 40;
      quotedProtocol[row] = data[at + 6]!;
      quotedSource[row] = foldAddress(data, at + 8);
      quotedDestination[row] = foldAddress(data, at + 24);
    } else return 0;
    const known =
      inner + 4 <= end && (quotedProtocol[row] === protocol.tcp || quotedProtocol[row] === protocol.udp);
    quotedSourcePort[row] = known ? (data[inner]! << 8) | data[inner + 1]! : 0;
    quotedDestinationPort[row] = known ? (data[inner + 2]! << 8) | data[inner + 3]! : 0;
    return detail.quoted;
  }

  /** Fills the transport columns; answers detail bits. */
  function transport(number: number, data: Uint8Array, at: number, end: number, row: number): number {
    flags[row] = 0;
    sequence[row] = 0;
    window[row] = 0;
    payload[row] = at;
    payloadLength[row] = end > at ? end - at : 0;
    if (number === protocol.tcp || number === protocol.udp) {
      if (at + 4 > end) {
        sourcePort[row] = destinationPort[row] = 0;
        return detail.truncated;
      }
      sourcePort[row] = (data[at]! << 8) | data[at + 1]!;
      destinationPort[row] = (data[at + 2]! << 8) | data[at + 3]!;
      if (number === protocol.tcp) return detail.ports | tcp(data, at, end, row);
      payload[row] = at + 8;
      payloadLength[row] = end > at + 8 ? end - at - 8 : 0;
      return detail.ports;
    }
    if ((number === protocol.icmp || number === protocol.icmp6) && at + 2 <= end) {
      const type = data[at]!;
      sourcePort[row] = type;
      destinationPort[row] = data[at + 1]!;
      const error =
        number === protocol.icmp6
          ? type < 128
          : type === 3 || type === 4 || type === 5 || type === 11 || type === 12;
      return error ? quote(data, at + 8, end, row) : 0;
    }
    sourcePort[row] = destinationPort[row] = 0;
    return 0;
  }

  /** Gives a later fragment the ports of its datagram, or notes them from a first fragment. */
  function fragment(
    number: number,
    id: number,
    later: boolean,
    bits: number,
    row: number,
    time: number,
  ): number {
    const from = source[row]!;
    const to = destination[row]!;
    if (!later) {
      if (bits & detail.ports) {
        const ports = ((sourcePort[row]! << 16) | destinationPort[row]!) >>> 0;
        fragments.remember(from, to, id, number, ports, time);
      }
      return bits | detail.firstFragment;
    }
    const ports = fragments.portsOf(from, to, id, number, time);
    sourcePort[row] = ports < 0 ? 0 : ports >>> 16;
    destinationPort[row] = ports < 0 ? 0 : ports & 0xffff;
    return detail.laterFragment | (ports < 0 ? 0 : detail.ports);
  }

  function noTransport(at: number, end: number, row: number) {
    flags[row] = 0;
    sequence[row] = 0;
    window[row] = 0;
    payload[row] = at;
    payloadLength[row] = end > at ? end - at : 0;
  }

  function ip4(data: Uint8Array, at: number, frameEnd: number, time: number): number {
    if (at + 20 > frameEnd) return badIp4;
    const first = data[at]!;
    const header = (first & 15) * 4;
    const total = (data[at + 2]! << 8) | data[at + 3]!;
    if (first >> 4 !== 4 || header < 20 || (total !== 0 && total < header)) return wrongIp4;
    if (at + header > frameEnd) return badIp4;
    const row = columns.count;
    // A zero total length is segmentation offload: the frame's length counts.
    let end = total === 0 ? frameEnd : at + total;
    let bits = 0;
    if (end > frameEnd) {
      end = frameEnd;
      bits = detail.truncated;
    }
    const number = data[at + 9]!;
    family[row] = 4;
    protocolOf[row] = number;
    hops[row] = data[at + 8]!;
    const id = (data[at + 4]! << 8) | data[at + 5]!;
    ipId[row] = id;
    source[row] = word32(data, at + 12);
    destination[row] = word32(data, at + 16);
    const shift = ((data[at + 6]! & 0x3f) << 8) | data[at + 7]!;
    if (shift === 0) bits |= transport(number, data, at + header, end, row);
    else if ((shift & 0x1fff) === 0)
      bits |= fragment(number, id, false, transport(number, data, at + header, end, row), row, time);
    else {
      noTransport(at + header, end, row);
      bits |= fragment(number, id, true, 0, row, time);
    }
    detailOf[row] = bits;
    return 0;
  }

  function ip6(data: Uint8Array, start: number, frameEnd: number, time: number): number {
    if (start + 40 > frameEnd) return badIp6;
    if (data[start]! >> 4 !== 6) return wrongIp6;
    const row = columns.count;
    const length = (data[start + 4]! << 8) | data[start + 5]!;
    let end = length === 0 ? frameEnd : start + 40 + length;
    let bits = 0;
    if (end > frameEnd) {
      end = frameEnd;
      bits = detail.truncated;
    }
    let number = data[start + 6]!;
    let at = start + 40;
    let fragmentField = -1;
    let id = 0;
    // RFC 8200 §4: hop-by-hop, routing, fragment, authentication, destination options, mobility, HIP, shim6.
    for (let depth = 0; ; depth++) {
      if (depth > deepestExtension) return endlessIp6;
      const plain =
        number === 0 || number === 43 || number === 60 || number === 135 || number === 139 || number === 140;
      if (!plain && number !== 44 && number !== 51) break;
      if (at + 8 > end) {
        bits |= detail.truncated;
        at = end;
        break;
      }
      const next = data[at]!;
      if (number === 44) {
        fragmentField = (data[at + 2]! << 8) | data[at + 3]!;
        id = word32(data, at + 4);
        at += 8;
      } else at += number === 51 ? (data[at + 1]! + 2) * 4 : (data[at + 1]! + 1) * 8;
      number = next;
      if (fragmentField > 7) break; // a later fragment: what follows is the middle of a datagram
    }
    if (at > end) {
      at = end;
      bits |= detail.truncated;
    }
    family[row] = 6;
    protocolOf[row] = number;
    hops[row] = data[start + 7]!;
    ipId[row] = id & 0xffff;
    const room = row * 32;
    for (let index = 0; index < 32; index++) addresses[room + index] = data[start + 8 + index]!;
    source[row] = foldAddress(data, start + 8);
    destination[row] = foldAddress(data, start + 24);
    const later = fragmentField > 7;
    const whole = fragmentField < 0 || (fragmentField & 0xfff9) === 0; // RFC 6946: atomic fragments
    if (later) {
      noTransport(at, end, row);
      bits |= fragment(number, id, true, 0, row, time);
    } else {
      const found = transport(number, data, at, end, row);
      bits |= whole ? found : fragment(number, id, false, found, row, time);
    }
    detailOf[row] = bits;
    return 0;
  }

  function notIp(etherType: number, at: number, end: number) {
    const row = columns.count;
    family[row] = 0;
    protocolOf[row] = 0;
    hops[row] = 0;
    ipId[row] = 0;
    source[row] = destination[row] = 0;
    sourcePort[row] = etherType;
    destinationPort[row] = 0;
    detailOf[row] = 0;
    noTransport(at, end, row);
  }

  return (data, start, end, linkType, time) => {
    if (linkType === 1 && start + 34 <= end && data[start + 12] === 0x08 && data[start + 13] === 0x00)
      return ip4(data, start + 14, end, time);
    const failed = findNetwork(linkType, data, start, end, network);
    if (failed) return failed;
    if (network.etherType === ipv4EtherType) return ip4(data, network.at, end, time);
    if (network.etherType === ipv6EtherType) return ip6(data, network.at, end, time);
    notIp(network.etherType, network.at, end);
    return 0;
  };
}

const word32 = (data: Uint8Array, at: number): number =>
  ((data[at]! << 24) | (data[at + 1]! << 16) | (data[at + 2]! << 8) | data[at + 3]!) >>> 0;
