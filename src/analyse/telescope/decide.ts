// Flow + window → rule. The thresholds stand here, each with its reason; the meaning of a rule is in rules.ts.
import { protocol } from '#model/packet/columns.ts';
import { answering, type Context, isDestinationSide, isIcmp, sumUdp } from './context.ts';
import {
  counters,
  type FlowTable,
  kindFamily,
  kindQuoted,
  kindService,
  kindSide,
  kindTransport,
  side,
  tcpCount,
  udpCount,
} from './flow-table.ts';
import { type RuleId, rules } from './rules.ts';
import { serviceName as serviceAt, udpServiceAt, udpServices } from './services.ts';
import { Tallies } from './tallies.ts';

/** Where the capture was taken. Unknown: the window's own evidence decides. */
export type Vantage = 'darknet' | 'victim' | 'unknown';

export const limits = {
  /** Servers that answer one host within a window before that is called reflection (a browser's own DNS, NTP and web use stays below, since those answers have questions). */
  reflectors: 5,
  /** Answers of one server to one host without a question: SYN-ACK retries of real stacks end at six or seven. */
  repeatedAnswers: 10,
  /** Hosts one server answers unasked before that is called backscatter. */
  backscatterHosts: 3,
  /** Sources of SYNs to one port within a window; a dark address sees about five packets a minute in all. */
  floodSources: 64,
  floodPackets: 256,
  /** To any port of one host. */
  hostFloodSources: 256,
  hostFloodPackets: 1_000,
  oneSourceSyns: 1_000,
  udpFloodPackets: 2_000,
  udpFloodSources: 50,
  echoFloodPackets: 2_000,
  /** Amplifying questions of one source to one server within a window; above it is no search (AmpPot uses 100 an hour). */
  repeatedQuestions: 5,
  /** Hosts or ports asked by one source before it is a search. */
  searchTargets: 4,
  sharedPortSources: 20,
} as const;

function conversation(flows: FlowTable, context: Context, index: number): RuleId | undefined {
  const at = index * counters;
  const back = context.reverse[index]!;
  const data = flows.counts[at + tcpCount.data]!;
  if (back < 0) {
    // A client or server of which one direction was captured: it goes on after the opening.
    return data > 0 && flows.counts[at + tcpCount.syn]! + flows.counts[at + tcpCount.synAck]! > 0
      ? 'one-sided-conversation'
      : undefined;
  }
  const backData = flows.counts[back * counters + tcpCount.data]!;
  if (data + backData > 0) return 'two-way-conversation';
  const opened = flows.counts[at + tcpCount.syn]! + flows.counts[back * counters + tcpCount.syn]!;
  const segments =
    flows.counts[at + tcpCount.segment]! > 0 && flows.counts[back * counters + tcpCount.segment]! > 0;
  return opened === 0 && segments ? 'two-way-conversation' : undefined;
}

function synRule(flows: FlowTable, context: Context, index: number): RuleId {
  const at = index * counters;
  const tallies = context.synsTo;
  const here = context.synsToService(index);
  if (
    here >= 0 &&
    tallies.partners[here]! >= limits.floodSources &&
    tallies.packets[here]! >= limits.floodPackets
  )
    return 'tcp-syn-flood';
  const host = context.synsToHost(index);
  if (
    host >= 0 &&
    tallies.partners[host]! >= limits.hostFloodSources &&
    tallies.packets[host]! >= limits.hostFloodPackets &&
    context.synSources(index, limits.hostFloodSources) >= limits.hostFloodSources
  )
    return 'tcp-syn-flood';
  const syns = flows.counts[at + tcpCount.syn]!;
  const odd = flows.counts[at + tcpCount.odd]!;
  if (syns + odd >= limits.oneSourceSyns) return 'tcp-syn-flood-one-source';
  if (odd > syns) return 'tcp-odd-flags';
  return context.reverse[index]! >= 0 ? 'tcp-probe-answered' : 'tcp-probe-unanswered';
}

/** Concentrated on one host (reflection), spread by one responder (backscatter), or too little to say. */
function concentration(
  context: Context,
  index: number,
  transport: number,
): 'reflection' | 'backscatter' | 'few' {
  const toward = context.answerers(index, transport);
  const outward = context.answered(index);
  if (outward >= limits.backscatterHosts && outward > toward) return 'backscatter';
  if (toward >= limits.reflectors) return 'reflection';
  return outward >= limits.backscatterHosts ? 'backscatter' : 'few';
}

function tcpAnswerRule(flows: FlowTable, context: Context, index: number, vantage: Vantage): RuleId {
  const at = index * counters;
  const seen = concentration(context, index, protocol.tcp);
  const synAcks = flows.counts[at + tcpCount.synAck]!;
  if (vantage === 'darknet') return seen === 'reflection' ? 'tcp-reflection' : 'tcp-backscatter';
  // Resets alone also end ordinary connections whose other packets were not captured.
  const answers = context.answersTo.find(flows.destination[index]!, protocol.tcp);
  const handshakes =
    answers >= 0 && context.answersTo.spare[answers]! * 2 >= context.answersTo.other[answers]!;
  const manyResets = context.answerers(index, protocol.tcp) >= 10 * limits.reflectors;
  if (seen === 'reflection' && (handshakes || manyResets)) return 'tcp-reflection';
  if (seen === 'backscatter') return 'tcp-backscatter';
  const kind = flows.kind[index]!;
  const samePort = flows.otherPorts[index] === 0 && flows.otherPort[index] === kindService(kind);
  if (synAcks > 0 && samePort) return 'tcp-reflection-same-port';
  if (synAcks >= limits.repeatedAnswers) return 'tcp-reflection-repeated';
  if (vantage === 'victim' && synAcks > 0 && context.answerers(index, protocol.tcp) >= 2)
    return 'tcp-reflection';
  return 'answer-without-request';
}

function tcp(flows: FlowTable, context: Context, index: number, vantage: Vantage): RuleId {
  const at = index * counters;
  const talk = conversation(flows, context, index);
  if (talk) return talk;
  const back = context.reverse[index]!;
  const opening = flows.counts[at + tcpCount.syn]! + flows.counts[at + tcpCount.odd]!;
  if (isDestinationSide(flows.kind[index]!) && opening > 0) return synRule(flows, context, index);
  if (back >= 0) {
    const asked =
      flows.counts[back * counters + tcpCount.syn]! + flows.counts[back * counters + tcpCount.odd]!;
    return asked > 0 ? 'answer-to-a-probe' : 'two-way-conversation';
  }
  if (answering(flows, index)) return tcpAnswerRule(flows, context, index, vantage);
  const many = context.segmentsTo.find(flows.destination[index]!, 0);
  if (
    many >= 0 &&
    context.segmentsTo.partners[many]! >= limits.hostFloodSources &&
    context.segmentsTo.packets[many]! >= limits.hostFloodPackets &&
    context.segmentsTo.packets[many]! / context.segmentsTo.partners[many]! <= 20
  )
    return 'tcp-ack-flood';
  return opening > 0 ? 'tcp-odd-flags' : 'tcp-midstream';
}

/** Multicast, broadcast and link-local addresses, where services announce themselves. */
function isLocal(flows: FlowTable, index: number): boolean {
  if (kindFamily(flows.kind[index]!) === 6) {
    const first = flows.addresses[index * 32 + 16]!;
    return first === 0xff || (first === 0xfe && (flows.addresses[index * 32 + 17]! & 0xc0) === 0x80);
  }
  const to = flows.destination[index]!;
  const service = kindService(flows.kind[index]!);
  // 224/4 and 255.255.255.255; a directed broadcast of the two protocols that live on it.
  return (
    to >>> 28 === 14 || to === 0xffffffff || ((to & 0xff) === 255 && (service === 137 || service === 138))
  );
}

function udpAnswerRule(flows: FlowTable, context: Context, index: number, vantage: Vantage): RuleId {
  const tallies = context.serviceAnswersTo;
  const service = context.serviceAnswers(index);
  const partners = tallies.partners[service] ?? 0;
  const packets = tallies.packets[service] ?? 0;
  const seen = concentration(context, index, protocol.udp);
  if (seen === 'backscatter') return 'udp-backscatter';
  if (seen === 'reflection') {
    const oneTarget = (tallies.other[service] ?? 0) > packets / 2;
    const small = flows.bytes[index]! / flows.packets[index]! < 512;
    const elsewhere = flows.otherPort[index] !== tallies.last[service];
    if (oneTarget && elsewhere && small && vantage !== 'darknet') return 'answer-not-to-attacked-port';
    if (partners >= limits.reflectors || packets >= limits.repeatedAnswers) return 'udp-reflection';
  }
  if (vantage === 'darknet') return seen === 'reflection' ? 'udp-reflection' : 'udp-backscatter';
  const repeated = flows.packets[index]! >= limits.repeatedAnswers;
  const sameTarget = flows.otherPorts[index]! * 2 < flows.packets[index]!;
  if (repeated && sameTarget) return vantage === 'victim' ? 'udp-reflection-at-victim' : 'udp-reflection';
  if (vantage === 'victim' && partners >= 2) return 'udp-reflection-at-victim';
  return 'answer-without-request';
}

function udpQuestionRule(flows: FlowTable, context: Context, index: number, vantage: Vantage): RuleId {
  const { amplifying, request, response, unsure } = sumUdp(flows, index);
  const listed = udpServiceAt[kindService(flows.kind[index]!)]! > 0;
  const packets = flows.packets[index]!;
  const targets = context.asked(index);
  if (amplifying > 0 && amplifying * 2 >= packets) {
    if (packets >= limits.repeatedQuestions) return 'amplifying-request-repeated';
    return targets >= limits.searchTargets ? 'amplifier-search' : 'amplifying-request';
  }
  if (listed && request * 2 >= packets && request > 0) {
    if (vantage === 'darknet' && targets < limits.searchTargets && packets >= limits.repeatedQuestions)
      return 'client-of-wrong-server';
    return 'udp-service-probe';
  }
  if (response * 2 > packets && targets < limits.searchTargets) return 'answer-without-request';
  const shared = context.sharedPort(index);
  if (
    !listed &&
    shared >= 0 &&
    context.udpTo.partners[shared]! >= limits.sharedPortSources &&
    context.udpTo.packets[shared]! >= limits.floodPackets
  )
    return 'udp-reflection-shared-port';
  return packets <= limits.repeatedAnswers || (listed && unsure * 2 < packets) || targets >= 20
    ? 'udp-probe'
    : 'udp-one-way';
}

function udp(flows: FlowTable, context: Context, index: number, vantage: Vantage): RuleId {
  const kind = flows.kind[index]!;
  const service = kindService(kind);
  const other = flows.otherPort[index]!;
  const dhcp = (service === 67 || service === 68) && (other === 67 || other === 68);
  if (isLocal(flows, index) || dhcp) return 'local-traffic';
  const back = context.reverse[index]!;
  const { amplifying, response } = sumUdp(flows, index);
  if (back >= 0) {
    // Answered, and still an abuse: the same amplifying question dozens of times.
    if (isDestinationSide(kind) && amplifying >= 4 * limits.repeatedQuestions)
      return 'amplifying-request-repeated';
    return 'two-way-conversation';
  }
  const answers = answering(flows, index);
  if (answers && (response > 0 || !isDestinationSide(kind))) {
    // A flood may forge a service's source port; then no payload is an answer of that service.
    const checked = udpServices[udpServiceAt[service]! - 1]!.check.length > 0;
    const { unsure } = sumUdp(flows, index);
    if (!(checked && response === 0 && unsure > limits.udpFloodPackets))
      return udpAnswerRule(flows, context, index, vantage);
  }
  const tallies = context.udpTo;
  const flooded = context.udpToHost(index);
  if (
    flooded >= 0 &&
    tallies.packets[flooded]! >= limits.udpFloodPackets &&
    tallies.partners[flooded]! >= limits.udpFloodSources &&
    amplifying * 2 < flows.packets[index]!
  ) {
    const shared = context.sharedPort(index);
    if (
      shared >= 0 &&
      tallies.partners[shared]! >= limits.sharedPortSources &&
      tallies.packets[shared]! * 2 >= tallies.packets[flooded]!
    )
      return 'udp-reflection-shared-port';
    // One source that walks the ports is a scan, however many flows it makes.
    const walk = context.asked(index) * 4 >= tallies.partners[flooded]!;
    if (!walk || flows.packets[index]! >= limits.udpFloodPackets) return 'udp-flood';
  }
  if (flows.packets[index]! >= 5 * limits.udpFloodPackets) return 'udp-flood';
  return udpQuestionRule(flows, context, index, vantage);
}

function icmp(flows: FlowTable, context: Context, index: number, vantage: Vantage): RuleId {
  const kind = flows.kind[index]!;
  const type = kindService(kind);
  const six = kindTransport(kind) === protocol.icmp6;
  if (kindSide(kind) === side.source) {
    if (context.reverse[index]! >= 0) return 'two-way-conversation';
    if (context.quotesOwnTraffic(index)) return 'icmp-error-about-own-traffic';
    const seen = concentration(context, index, 0);
    if (seen === 'reflection') return 'icmp-reflection';
    if (seen === 'backscatter' || vantage === 'darknet') return 'icmp-backscatter';
    return 'answer-without-request';
  }
  if (six && type >= 130) return 'local-traffic';
  if (isLocal(flows, index)) return 'local-traffic';
  if (context.reverse[index]! >= 0) return 'two-way-conversation';
  const many = context.othersTo.find(flows.destination[index]!, kindTransport(kind));
  if (type === (six ? 128 : 8))
    return context.othersTo.packets[many]! >= limits.echoFloodPackets ? 'icmp-flood' : 'icmp-echo-probe';
  return !six && (type === 13 || type === 15 || type === 17) ? 'icmp-probe' : 'other-protocol';
}

function other(flows: FlowTable, context: Context, index: number): RuleId {
  const many = context.othersTo.find(flows.destination[index]!, kindTransport(flows.kind[index]!));
  if (isLocal(flows, index)) return 'local-traffic';
  return context.reverse[index]! < 0 &&
    context.othersTo.packets[many]! >= limits.udpFloodPackets &&
    context.othersTo.partners[many]! >= limits.udpFloodSources
    ? 'other-flood'
    : 'other-protocol';
}

/** The rule that decides a flow's class. */
export function decide(flows: FlowTable, context: Context, index: number, vantage: Vantage): RuleId {
  const kind = flows.kind[index]!;
  if (kindFamily(kind) === 0) return 'not-ip';
  const transport = kindTransport(kind);
  const orphan = flows.counts[index * counters + udpCount.fragment]! === flows.packets[index];
  if (orphan && kindService(kind) === 0 && kindSide(kind) === side.source && !isIcmp(transport))
    return fragmentParent(flows, context, index, vantage) >= 0
      ? 'fragment-of-reflection'
      : 'fragment-without-first';
  if (transport === protocol.tcp) return tcp(flows, context, index, vantage);
  if (transport === protocol.udp) return udp(flows, context, index, vantage);
  if (isIcmp(transport)) return icmp(flows, context, index, vantage);
  return other(flows, context, index);
}

/** The reflected flow a stray fragment belongs to (same two hosts), or -1. */
export function fragmentParent(flows: FlowTable, context: Context, index: number, vantage: Vantage): number {
  let parents = context.fragmentParents;
  if (!parents) {
    parents = new Tallies();
    for (let flow = 0; flow < flows.count; flow++) {
      const kind = flows.kind[flow]!;
      if (kindTransport(kind) !== protocol.udp || kindSide(kind) !== side.source || kindService(kind) === 0)
        continue;
      if (rules[udp(flows, context, flow, vantage)].class === 'reflected-response')
        parents.spare[parents.at(flows.source[flow]!, flows.destination[flow]!)] = flow;
    }
    context.fragmentParents = parents;
  }
  const found = parents.find(flows.source[index]!, flows.destination[index]!);
  return found < 0 ? -1 : parents.spare[found]!;
}

/** `network.protocol`: the abused service; for TCP reflection the kind of answer that dominates at the victim. */
export function protocolOf(
  flows: FlowTable,
  context: Context,
  index: number,
  rule: RuleId,
  vantage: Vantage,
) {
  const kind = flows.kind[index]!;
  if (rule === 'fragment-of-reflection') {
    const parent = fragmentParent(flows, context, index, vantage);
    return parent < 0 ? '' : serviceAt(17, kindService(flows.kind[parent]!));
  }
  const transport = kindTransport(kind);
  if (kindQuoted(kind) === 2) return serviceAt(17, kindService(kind));
  if (isIcmp(transport)) return kindQuoted(kind) === 1 ? '' : 'icmp';
  if (transport === protocol.tcp && rules[rule].class === 'reflected-response') {
    const answers = context.answersTo.find(flows.destination[index]!, protocol.tcp);
    return context.answersTo.other[answers]! > context.answersTo.spare[answers]!
      ? 'tcp-reset'
      : 'tcp-syn-ack';
  }
  return serviceAt(transport, kindService(kind));
}
