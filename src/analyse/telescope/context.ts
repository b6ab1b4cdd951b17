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

/** Counts over distinct partners of a host. */
export interface Tally {
  /** Flows, which is partners, for tallies kept per service. */
  partners: number;
  packets: number;
  bytes: number;
}

/** Answers that reach one host unasked. */
interface Answers extends Tally {
  lastPartner: number;
  synAcks: number;
  resets: number;
}

/** Unasked UDP answers of one service to one host, and the port most of them go to (Boyer–Moore vote). */
interface ServiceAnswers extends Tally {
  port: number;
  votes: number;
  portPackets: number;
}

export const isIcmp = (transport: number): boolean =>
  transport === protocol.icmp || transport === protocol.icmp6;

export const isDestinationSide = (kind: number): boolean => kindSide(kind) === side.destination;

/** Whether a flow holds unasked answers (if nothing goes the other way). */
export function answering(flows: FlowTable, index: number): boolean {
  const kind = flows.kind[index]!;
  if (kindSide(kind) !== side.source) return false;
  const transport = kindTransport(kind);
  const at = index * counters;
  if (transport === protocol.tcp)
    return flows.counts[at + tcpCount.synAck]! + flows.counts[at + tcpCount.reset]! > 0;
  if (transport === protocol.udp) return udpServiceAt[kindService(kind)]! > 0;
  return isIcmp(transport);
}

const add = (tally: Tally, packets: number, bytes: number) => {
  tally.partners++;
  tally.packets += packets;
  tally.bytes += bytes;
};

/** Key of a (host, service, transport) tally: fits a double exactly. */
const serviceKey = (host: number, transport: number, service: number): number =>
  host * 2 ** 20 + (transport === protocol.tcp ? 65_536 : 0) + service;

/** The window's aggregates; IPv6 hosts go by digest. */
export class Context {
  /** Flow in the other direction, or -1. */
  readonly reverse: Int32Array;
  readonly answersTo = new Map<number, Answers>();
  readonly serviceAnswersTo = new Map<number, ServiceAnswers>();
  /** Distinct hosts a responder answers unasked. */
  readonly answersFrom = new Map<number, { partners: number; lastPartner: number }>();
  readonly synsTo = new Map<number, Tally>();
  readonly synsToService = new Map<number, Tally>();
  readonly segmentsTo = new Map<number, Tally>();
  readonly udpTo = new Map<number, Tally>();
  readonly echoesTo = new Map<number, Tally>();
  readonly othersTo = new Map<number, Tally>();
  /** (host, shared source port) of unlisted one-way UDP. */
  readonly sharedPortTo = new Map<number, Tally>();
  /** Flows of UDP questions a source has. */
  readonly asksFrom = new Map<number, Tally>();

  constructor(flows: FlowTable) {
    this.reverse = new Int32Array(flows.count);
    for (let index = 0; index < flows.count; index++) this.reverse[index] = flows.reverse(index);
    for (let index = 0; index < flows.count; index++) this.#count(flows, index);
    for (let index = 0; index < flows.count; index++) this.#recount(flows, index);
  }

  #tally(map: Map<number, Tally>, key: number, flows: FlowTable, index: number) {
    let tally = map.get(key);
    if (!tally) {
      tally = { partners: 0, packets: 0, bytes: 0 };
      map.set(key, tally);
    }
    add(tally, flows.packets[index]!, flows.bytes[index]!);
  }

  #count(flows: FlowTable, index: number) {
    const kind = flows.kind[index]!;
    const transport = kindTransport(kind);
    const back = this.reverse[index]!;
    const from = flows.source[index]!;
    const to = flows.destination[index]!;
    const at = index * counters;
    if (back < 0 && answering(flows, index)) this.#countAnswer(flows, index);
    if (transport === protocol.tcp) {
      const data =
        flows.counts[at + tcpCount.data]! + (back < 0 ? 0 : flows.counts[back * counters + tcpCount.data]!);
      if (data > 0) return;
      if (
        isDestinationSide(kind) &&
        flows.counts[at + tcpCount.syn]! + flows.counts[at + tcpCount.odd]! > 0
      ) {
        this.#tally(this.synsTo, to, flows, index);
        this.#tally(this.synsToService, serviceKey(to, transport, kindService(kind)), flows, index);
      } else if (flows.counts[at + tcpCount.segment]! > 0 && back < 0)
        this.#tally(this.segmentsTo, to, flows, index);
    } else if (transport === protocol.udp) {
      if (back >= 0) return;
      this.#tally(this.udpTo, to, flows, index);
      if (!isDestinationSide(kind)) return;
      this.#tally(this.asksFrom, from, flows, index);
      if (flows.otherPorts[index] === 0 && udpServiceAt[kindService(kind)] === 0)
        this.#tally(this.sharedPortTo, serviceKey(to, transport, flows.otherPort[index]!), flows, index);
    } else if (isIcmp(transport)) {
      if (isDestinationSide(kind)) this.#tally(this.echoesTo, to, flows, index);
    } else if (transport !== 0) this.#tally(this.othersTo, to, flows, index);
  }

  #countAnswer(flows: FlowTable, index: number) {
    const kind = flows.kind[index]!;
    const transport = kindTransport(kind);
    const from = flows.source[index]!;
    const to = flows.destination[index]!;
    const at = index * counters;
    let answers = this.answersTo.get(to);
    if (!answers) {
      answers = { partners: 0, packets: 0, bytes: 0, lastPartner: -1, synAcks: 0, resets: 0 };
      this.answersTo.set(to, answers);
    }
    if (answers.lastPartner !== from) answers.partners++;
    answers.lastPartner = from;
    answers.packets += flows.packets[index]!;
    answers.bytes += flows.bytes[index]!;
    if (transport === protocol.tcp) {
      answers.synAcks += flows.counts[at + tcpCount.synAck]!;
      answers.resets += flows.counts[at + tcpCount.reset]!;
    }
    let responder = this.answersFrom.get(from);
    if (!responder) {
      responder = { partners: 0, lastPartner: -1 };
      this.answersFrom.set(from, responder);
    }
    if (responder.lastPartner !== to) responder.partners++;
    responder.lastPartner = to;
    if (transport !== protocol.udp) return;
    const key = serviceKey(to, transport, kindService(kind));
    let service = this.serviceAnswersTo.get(key);
    if (!service) {
      service = { partners: 0, packets: 0, bytes: 0, port: -1, votes: 0, portPackets: 0 };
      this.serviceAnswersTo.set(key, service);
    }
    add(service, flows.packets[index]!, flows.bytes[index]!);
    const packets = flows.packets[index]!;
    if (service.port === flows.otherPort[index]) service.votes += packets;
    else if (service.votes >= packets) service.votes -= packets;
    else {
      service.port = flows.otherPort[index]!;
      service.votes = packets - service.votes;
    }
  }

  /** Second pass: how many answers really go to the port that won the vote. */
  #recount(flows: FlowTable, index: number) {
    const kind = flows.kind[index]!;
    if (kindTransport(kind) !== protocol.udp || this.reverse[index]! >= 0 || !answering(flows, index)) return;
    const service = this.serviceAnswers(flows, index);
    if (service && service.port === flows.otherPort[index])
      service.portPackets += flows.packets[index]! - flows.otherPorts[index]!;
  }

  serviceAnswers(flows: FlowTable, index: number): ServiceAnswers | undefined {
    const kind = flows.kind[index]!;
    return this.serviceAnswersTo.get(
      serviceKey(flows.destination[index]!, kindTransport(kind), kindService(kind)),
    );
  }
  synsAt(flows: FlowTable, index: number): Tally | undefined {
    const service = kindService(flows.kind[index]!);
    return this.synsToService.get(serviceKey(flows.destination[index]!, protocol.tcp, service));
  }
  sharedPort(flows: FlowTable, index: number): Tally | undefined {
    return this.sharedPortTo.get(
      serviceKey(flows.destination[index]!, protocol.udp, flows.otherPort[index]!),
    );
  }

  /** Whether an ICMP error speaks of traffic its receiver did send (any flow from there to the quoted host). */
  quotesOwnTraffic(flows: FlowTable, index: number): boolean {
    const kind = flows.kind[index]!;
    if (kindQuoted(kind) === 0) return false;
    this.#pairs ??= pairsOf(flows);
    return this.#pairs.has(pairKey(flows.destination[index]!, flows.quotedDestination[index]!));
  }
  #pairs: Set<number> | undefined;

  /** UDP flow classes by pair, for fragments without ports; filled on demand by `decide`. */
  fragmentParents: Map<number, number> | undefined;
  /** Distinct SYN sources per host, up to the flood threshold; filled on demand by `decide`. */
  synSources: Map<number, number> | undefined;
}

/** Digest of an ordered pair of hosts: exact for the low 53 bits, good enough to look up companions. */
export const pairKey = (from: number, to: number): number => from * 2 ** 21 + ((to ^ (to >>> 21)) & 0x1fffff);

function pairsOf(flows: FlowTable): Set<number> {
  const pairs = new Set<number>();
  for (let index = 0; index < flows.count; index++)
    if (kindQuoted(flows.kind[index]!) === 0)
      pairs.add(pairKey(flows.source[index]!, flows.destination[index]!));
  return pairs;
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
