// What the whole window says about each host: who is answered by many, flooded by many, or asks many.
import { protocol } from '#model/packet/columns.ts';
import {
  counters,
  type FlowTable,
  kindQuoted,
  kindService,
  kindSide,
  kindTransport,
  side,
  tcpCount,
  udpCount,
} from './flow-table.ts';
import { udpServiceAt } from './services.ts';
import { Tallies } from './tallies.ts';

/** Whether a transport is ICMP of either family. */
export const isIcmp = (transport: number): boolean =>
  transport === protocol.icmp || transport === protocol.icmp6;

/** Whether the service port of a flow is the destination’s. */
export const isDestinationSide = (kind: number): boolean => kindSide(kind) === side.destination;

/** Whether a flow holds unasked answers (if nothing goes the other way). */
export function answering(flows: FlowTable, index: number): boolean {
  const kind = flows.kind[index]!;
  if (kindSide(kind) !== side.source) return false;
  const transport = kindTransport(kind);
  const at = index * counters;
  if (transport === protocol.tcp) {
    // With data, or more of a conversation than of its opening, it is the seen half of a real connection.
    const answers = flows.counts[at + tcpCount.synAck]! + flows.counts[at + tcpCount.reset]!;
    return (
      answers > 0 && answers >= flows.counts[at + tcpCount.segment]! && flows.counts[at + tcpCount.data] === 0
    );
  }
  if (transport === protocol.udp) return udpServiceAt[kindService(kind)]! > 0;
  return isIcmp(transport);
}

const noPort = 65_536;

/** The window's aggregates; IPv6 hosts go by digest. Keys: host, and a service port or transport where it says so. */
export class Context {
  /** Flow in the other direction, or -1. */
  readonly reverse: Int32Array;
  /** (host, transport; 0 for all): who answers it unasked. TCP: `spare` SYN-ACKs, `other` resets. */
  readonly answersTo = new Tallies();
  /** (host, UDP service): unasked answers. `last` is the port most go to (Boyer–Moore vote in `spare`), `other` how many do. */
  readonly serviceAnswersTo = new Tallies();
  /** (responder, 0): distinct hosts it answers unasked. */
  readonly answersFrom = new Tallies();
  /** (host, TCP port): sources of SYNs; the port `noPort` stands for the whole host. */
  readonly synsTo = new Tallies();
  readonly segmentsTo = new Tallies();
  /** (host, shared source port) of unlisted one-way UDP; `noPort` for all UDP. */
  readonly udpTo = new Tallies();
  /** (host, transport): ICMP echo requests and other protocols. */
  readonly othersTo = new Tallies();
  /** (source, 0): UDP questions, as flows. */
  readonly asksFrom = new Tallies();
  readonly #flows: FlowTable;

  constructor(flows: FlowTable) {
    this.#flows = flows;
    this.reverse = new Int32Array(flows.count);
    for (let index = 0; index < flows.count; index++) this.reverse[index] = flows.reverse(index);
    for (let index = 0; index < flows.count; index++) this.#count(index);
    for (let index = 0; index < flows.count; index++) this.#recount(index);
  }

  #count(index: number) {
    const flows = this.#flows;
    const kind = flows.kind[index]!;
    const transport = kindTransport(kind);
    const service = kindService(kind);
    const back = this.reverse[index]!;
    const to = flows.destination[index]!;
    const at = index * counters;
    const packets = flows.packets[index]!;
    const bytes = flows.bytes[index]!;
    if (back < 0 && answering(flows, index)) this.#countAnswer(index);
    if (transport === protocol.tcp) {
      const data =
        flows.counts[at + tcpCount.data]! + (back < 0 ? 0 : flows.counts[back * counters + tcpCount.data]!);
      if (data > 0) return;
      if (
        isDestinationSide(kind) &&
        flows.counts[at + tcpCount.syn]! + flows.counts[at + tcpCount.odd]! > 0
      ) {
        this.synsTo.addPartner(to, noPort, flows.source[index]!, packets, bytes);
        this.synsTo.add(to, service, packets, bytes);
      } else if (flows.counts[at + tcpCount.segment]! > 0 && back < 0)
        this.segmentsTo.add(to, 0, packets, bytes);
    } else if (transport === protocol.udp) {
      if (back >= 0) return;
      this.udpTo.addPartner(to, noPort, flows.source[index]!, packets, bytes);
      if (!isDestinationSide(kind)) return;
      this.asksFrom.add(flows.source[index]!, 0, packets, bytes);
      if (flows.otherPorts[index] === 0 && udpServiceAt[service] === 0)
        this.udpTo.addPartner(to, flows.otherPort[index]!, flows.source[index]!, packets, bytes);
    } else if (transport !== 0 && isDestinationSide(kind)) this.othersTo.add(to, transport, packets, bytes);
  }

  #countAnswer(index: number) {
    const flows = this.#flows;
    const kind = flows.kind[index]!;
    const transport = kindTransport(kind);
    const from = flows.source[index]!;
    const to = flows.destination[index]!;
    const at = index * counters;
    const packets = flows.packets[index]!;
    const bytes = flows.bytes[index]!;
    this.answersTo.addPartner(to, 0, from, packets, bytes);
    this.answersFrom.addPartner(from, 0, to, packets, bytes);
    const tally = this.answersTo.addPartner(to, transport, from, packets, bytes);
    if (transport === protocol.tcp) {
      this.answersTo.spare[tally]! += flows.counts[at + tcpCount.synAck]!;
      this.answersTo.other[tally]! += flows.counts[at + tcpCount.reset]!;
    }
    if (transport !== protocol.udp) return;
    const answers = this.serviceAnswersTo;
    const service = answers.add(to, kindService(kind), packets, bytes);
    const votes = answers.spare[service]!;
    if (votes === 0 || answers.last[service] === flows.otherPort[index]) {
      answers.last[service] = flows.otherPort[index]!;
      answers.spare[service] = votes + packets;
    } else if (votes >= packets) answers.spare[service] = votes - packets;
    else {
      answers.last[service] = flows.otherPort[index]!;
      answers.spare[service] = packets - votes;
    }
  }

  /** Second pass: how many answers really go to the port that won the vote. */
  #recount(index: number) {
    const flows = this.#flows;
    if (kindTransport(flows.kind[index]!) !== protocol.udp) return;
    if (this.reverse[index]! >= 0 || !answering(flows, index)) return;
    const service = this.serviceAnswers(index);
    if (this.serviceAnswersTo.last[service] === flows.otherPort[index])
      this.serviceAnswersTo.other[service]! += flows.packets[index]! - flows.otherPorts[index]!;
  }

  /** Index into `serviceAnswersTo` for the service and host of a flow, or -1. */
  serviceAnswers(index: number): number {
    return this.serviceAnswersTo.find(this.#flows.destination[index]!, kindService(this.#flows.kind[index]!));
  }
  /** Hosts that answer the flow's destination over a transport (0: any). */
  answerers(index: number, transport: number): number {
    const tally = this.answersTo.find(this.#flows.destination[index]!, transport);
    return tally < 0 ? 0 : this.answersTo.partners[tally]!;
  }
  /** Hosts the flow's source answers. */
  answered(index: number): number {
    const tally = this.answersFrom.find(this.#flows.source[index]!, 0);
    return tally < 0 ? 0 : this.answersFrom.partners[tally]!;
  }
  /** UDP questions the flow's source has, as flows. */
  asked(index: number): number {
    const tally = this.asksFrom.find(this.#flows.source[index]!, 0);
    return tally < 0 ? 0 : this.asksFrom.partners[tally]!;
  }
  synsToService(index: number): number {
    return this.synsTo.find(this.#flows.destination[index]!, kindService(this.#flows.kind[index]!));
  }
  synsToHost(index: number): number {
    return this.synsTo.find(this.#flows.destination[index]!, noPort);
  }
  udpToHost(index: number): number {
    return this.udpTo.find(this.#flows.destination[index]!, noPort);
  }
  sharedPort(index: number): number {
    return this.udpTo.find(this.#flows.destination[index]!, this.#flows.otherPort[index]!);
  }

  /** Distinct SYN sources of the flow's destination, counted exactly up to `enough`. */
  synSources(index: number, enough: number): number {
    const flows = this.#flows;
    if (!this.#synSources) {
      this.#synSources = new Map();
      for (let flow = 0; flow < flows.count; flow++) {
        const kind = flows.kind[flow]!;
        if (kindTransport(kind) !== protocol.tcp || !isDestinationSide(kind)) continue;
        let sources = this.#synSources.get(flows.destination[flow]!);
        if (!sources) {
          sources = new Set();
          this.#synSources.set(flows.destination[flow]!, sources);
        }
        if (sources.size < enough) sources.add(flows.source[flow]!);
      }
    }
    return this.#synSources.get(flows.destination[index]!)?.size ?? 0;
  }
  #synSources: Map<number, Set<number>> | undefined;

  /** Whether an ICMP error speaks of traffic its receiver did send (any flow from there to the quoted host). */
  quotesOwnTraffic(index: number): boolean {
    const flows = this.#flows;
    if (kindQuoted(flows.kind[index]!) === 0) return false;
    if (!this.#pairs) {
      this.#pairs = new Tallies();
      for (let flow = 0; flow < flows.count; flow++)
        if (kindQuoted(flows.kind[flow]!) === 0)
          this.#pairs.at(flows.source[flow]!, flows.destination[flow]!);
    }
    return this.#pairs.find(flows.destination[index]!, flows.quotedDestination[index]!) >= 0;
  }
  #pairs: Tallies | undefined;

  /** (source, destination) of reflected UDP flows, `spare` the flow; filled on demand by `decide`. */
  fragmentParents: Tallies | undefined;
}

export const sumUdp = (flows: FlowTable, index: number) => {
  const at = index * counters;
  return {
    request: flows.counts[at + udpCount.request]!,
    amplifying: flows.counts[at + udpCount.amplifying]!,
    response: flows.counts[at + udpCount.response]!,
    unsure: flows.counts[at + udpCount.unsure]!,
  };
};
