// Packets → flows: which service a packet belongs to, on which side it is, and what it counts as.
import { detail, type PacketColumns, protocol } from '#model/packet/columns.ts';
import { type FlowTable, flowKind, line, side, tcpCount, udpCount } from './flow-table.ts';
import { said } from './payload.ts';
import { udpServiceAt, udpServices } from './services.ts';
import type { SourceTable } from './source-table.ts';

const [fin, syn, rst, ack] = [1, 2, 4, 16] as const;

/** What one packet adds to: filled by `place`, reused. */
interface Place {
  kind: number;
  counter: number;
  otherPort: number;
}

/** The counter of a TCP packet by its flags (FIN, SYN, RST, PSH, ACK, URG; ECN bits do not matter). */
function tcpCounter(flags: number): number {
  switch (flags & (fin | syn | rst | ack)) {
    case syn:
      return flags & 0x28 ? tcpCount.odd : tcpCount.syn;
    case syn | ack:
      return tcpCount.synAck;
    case rst:
    case rst | ack:
      return tcpCount.reset;
    case ack:
    case ack | fin:
      return tcpCount.segment;
    default:
      return tcpCount.odd;
  }
}

/** Low 16 bits of the request id in a UDP probe, where scanners put their cookie; -1 when there is none. */
function udpCookie(port: number, data: Uint8Array, at: number, length: number): number {
  if ((port === 53 || port === 137) && length >= 12) return (data[at]! << 8) | data[at + 1]!;
  if (port !== 161 || length < 20 || data[at] !== 0x30 || data[at + 1]! & 0x80) return -1;
  const community = data[at + 6]!;
  const id = at + 7 + community + 2; // behind version, community and the PDU's tag and length
  if (data[at + 5] !== 4 || id + 2 > at + length || data[id] !== 2) return -1;
  const size = data[id + 1]!;
  const end = id + 2 + size;
  return size < 2 || size > 5 || end > at + length ? -1 : (data[end - 2]! << 8) | data[end - 1]!;
}

/** Makes the function that adds one row of a batch to the tables. Answers the flow's index. */
export function accumulator(flows: FlowTable, sources: SourceTable) {
  const place: Place = { kind: 0, counter: 0, otherPort: 0 };

  /** A pair of ports of which neither decides: a flow already known, else the better-known or lower port. */
  function settle(
    columns: PacketColumns,
    row: number,
    transport: number,
    family: number,
    from: number,
    to: number,
  ) {
    const source = columns.source[row]!;
    const destination = columns.destination[row]!;
    const asked = flowKind(transport, to, side.destination, family);
    const answered = flowKind(transport, from, side.source, family);
    const at = row * 32;
    let answers: boolean;
    if (flows.find(source, destination, asked, columns.addresses, at) >= 0) answers = false;
    else if (flows.find(source, destination, answered, columns.addresses, at) >= 0) answers = true;
    else {
      const back = (answered ^ (1 << 16)) >>> 0; // the same service seen from the other end
      if (flows.find(destination, source, back, columns.addresses, at, true) >= 0) answers = true;
      else answers = from < to && (from < 1024 || transport === protocol.tcp);
    }
    place.kind = answers ? answered : asked;
    place.otherPort = answers ? to : from;
  }

  function placeTcp(columns: PacketColumns, row: number, family: number) {
    const from = columns.sourcePort[row]!;
    const to = columns.destinationPort[row]!;
    const counter = tcpCounter(columns.flags[row]!);
    place.counter = counter;
    if (counter === tcpCount.syn) {
      place.kind = flowKind(protocol.tcp, to, side.destination, family);
      place.otherPort = from;
    } else if (counter === tcpCount.synAck) {
      place.kind = flowKind(protocol.tcp, from, side.source, family);
      place.otherPort = to;
    } else settle(columns, row, protocol.tcp, family, from, to);
  }

  function placeUdp(columns: PacketColumns, row: number, family: number) {
    const from = columns.sourcePort[row]!;
    const to = columns.destinationPort[row]!;
    const fromService = udpServiceAt[from]!;
    const toService = udpServiceAt[to]!;
    const bits = columns.detail[row]!;
    const later = (bits & detail.laterFragment) !== 0;
    place.counter = later ? udpCount.fragment : udpCount.unsure;
    if (!fromService && !toService) {
      settle(columns, row, protocol.udp, family, from, to);
      return;
    }
    const length = columns.payloadLength[row]!;
    const check = udpServices[(fromService || toService) - 1]!.check;
    const verdict = later ? said.unsure : check(columns.data, columns.payload[row]!, length);
    let answers = fromService !== 0;
    if (fromService && toService) {
      if (verdict === said.unsure) {
        // Two service ports and no word from the payload: a known flow decides, then the size.
        const asked = flowKind(protocol.udp, to, side.destination, family);
        const known = flows.find(
          columns.source[row]!,
          columns.destination[row]!,
          asked,
          columns.addresses,
          row * 32,
        );
        answers = known < 0 && (later || columns.length[row]! >= 200);
      } else answers = verdict === said.response;
    }
    if (!later) {
      // A "request" from a service port to a client's makes no sense: leave it undecided.
      const nonsense = answers ? verdict < said.response : false;
      place.counter = nonsense ? udpCount.unsure : verdict;
    }
    place.kind = answers
      ? flowKind(protocol.udp, from, side.source, family)
      : flowKind(protocol.udp, to, side.destination, family);
    place.otherPort = answers ? to : from;
  }

  function placeIcmp(columns: PacketColumns, row: number, family: number, transport: number) {
    place.counter = 0;
    place.otherPort = 0;
    const type = columns.sourcePort[row]!;
    if (columns.detail[row]! & detail.quoted) {
      const number = columns.quotedProtocol[row]!;
      const to = columns.quotedDestinationPort[row]!;
      const from = columns.quotedSourcePort[row]!;
      const service = number !== protocol.udp ? 0 : udpServiceAt[to] ? to : udpServiceAt[from] ? from : 0;
      const quoted = number === protocol.tcp ? 1 : number === protocol.udp ? 2 : 3;
      place.kind = flowKind(transport, service, side.source, family, quoted);
    } else {
      const reply = transport === protocol.icmp6 ? 129 : 0;
      place.kind =
        type === reply
          ? flowKind(transport, transport === protocol.icmp6 ? 128 : 8, side.source, family)
          : flowKind(transport, type, side.destination, family);
    }
  }

  const { words, doubles } = flows;

  /** Tests a probe against the tools' relations and notes those it fits. */
  function probe(
    flow: number,
    columns: PacketColumns,
    row: number,
    udp: boolean,
    sequence: number,
    window: number,
  ) {
    const source = columns.source[row]!;
    let index = flows.sourceIndex[flow]!;
    if (index < 0) index = flows.sourceIndex[flow] = sources.find(source, 4);
    words[flow * line.words + line.mixed]! |= sources.probe(
      index,
      udp,
      columns.ipId[row]!,
      sequence,
      source,
      columns.destination[row]!,
      ((columns.sourcePort[row]! << 16) | columns.destinationPort[row]!) >>> 0,
      window,
      (columns.detail[row]! & detail.mssOnly) !== 0,
    );
  }

  return (columns: PacketColumns, row: number): number => {
    const family = columns.family[row]!;
    const transport = columns.protocol[row]!;
    const bits = columns.detail[row]!;
    place.otherPort = 0;
    place.counter = 0;
    if (family === 0) place.kind = flowKind(0, columns.sourcePort[row]!, side.destination, 0);
    else if (transport === protocol.tcp && bits & detail.ports) {
      placeTcp(columns, row, family);
      if (bits & detail.laterFragment) place.counter = tcpCount.segment;
    } else if (transport === protocol.udp && bits & detail.ports) placeUdp(columns, row, family);
    else if (transport === protocol.icmp || transport === protocol.icmp6)
      placeIcmp(columns, row, family, transport);
    else {
      const orphan = (bits & detail.laterFragment) !== 0;
      place.kind = flowKind(transport, 0, orphan ? side.source : side.destination, family);
      place.counter = orphan ? udpCount.fragment : 0;
    }
    const source = columns.source[row]!;
    const destination = columns.destination[row]!;
    const kind = place.kind;
    let flow = flows.find(source, destination, kind, columns.addresses, row * 32);
    const time = columns.time[row]!;
    if (flow < 0) {
      flow = flows.add(source, destination, kind, columns.addresses, row * 32);
      flows.first[flow] = time;
      doubles[flow * line.doubles + line.last] = time;
      flows.record[flow] = columns.recordBase + columns.record[row]!;
      flows.offset[flow] = columns.offsetBase + columns.offset[row]!;
      words[flow * line.words + line.mixed] = place.otherPort << 16;
      if (bits & detail.quoted) flows.quotedDestination[flow] = columns.quotedDestination[row]!;
    } else {
      if (time > doubles[flow * line.doubles + line.last]!) doubles[flow * line.doubles + line.last] = time;
      else if (time < flows.first[flow]!) flows.first[flow] = time;
      if (words[flow * line.words + line.mixed]! >>> 16 !== place.otherPort)
        words[flow * line.words + line.otherPorts]!++;
    }
    const at = flow * line.words;
    words[at + line.packets]!++;
    doubles[flow * line.doubles + line.bytes]! += columns.length[row]!;
    words[at + line.counts + place.counter]!++;
    if (transport === protocol.tcp) {
      words[at + line.mixed]! |= columns.flags[row]! << 8;
      if (columns.payloadLength[row]! > 0 && place.counter === tcpCount.segment)
        words[at + line.counts + tcpCount.data]!++;
      if (place.counter === tcpCount.syn && family === 4)
        probe(flow, columns, row, false, columns.sequence[row]!, columns.window[row]!);
    } else if (transport === protocol.udp && family === 4 && !(bits & detail.laterFragment)) {
      const port = columns.destinationPort[row]!;
      if (port === 53 || port === 137 || port === 161) {
        const cookie = udpCookie(port, columns.data, columns.payload[row]!, columns.payloadLength[row]!);
        if (cookie >= 0) probe(flow, columns, row, true, cookie, 0);
      }
    }
    return flow;
  };
}
