// Every rule that can decide a traffic class, with its meaning: the `hinomi.reason` of an event is one of these ids.
import type { TrafficClass } from '#model/vocab/traffic-class.ts';

interface Rule {
  class: TrafficClass;
  /** What was seen, in one sentence. */
  text: string;
}

export const rules = {
  // Real conversations and what belongs to them: never an attack by themselves.
  'two-way-conversation': { class: 'unknown', text: 'Both sides talk and data flows.' },
  'one-sided-conversation': {
    class: 'unknown',
    text: 'A TCP connection with data of which the capture holds one direction only.',
  },
  'tcp-midstream': { class: 'unknown', text: 'TCP segments of a connection whose beginning was not seen.' },
  'answer-to-a-probe': { class: 'unknown', text: 'The probed host answers the prober.' },
  'answer-without-request': {
    class: 'unknown',
    text: 'An answer whose question was not captured; too few to tell forged from real.',
  },
  'answer-not-to-attacked-port': {
    class: 'unknown',
    text: 'Small answers to ever-changing ports while the attack goes to one port: a client’s own traffic.',
  },
  'icmp-error-about-own-traffic': {
    class: 'unknown',
    text: 'An ICMP error about a packet its receiver did send.',
  },
  'local-traffic': {
    class: 'unknown',
    text: 'Multicast, broadcast, DHCP, neighbour discovery and the like.',
  },
  'udp-one-way': { class: 'unknown', text: 'UDP one way between two hosts, more than a probe.' },
  'other-protocol': { class: 'unknown', text: 'An IP protocol without a rule.' },
  'not-ip': { class: 'unknown', text: 'Not an IP packet (ARP, LLDP …).' },
  'fragment-without-first': {
    class: 'unknown',
    text: 'A later fragment whose first fragment was not captured.',
  },
  // Probes.
  'tcp-probe-unanswered': { class: 'scan', text: 'TCP SYN without an answer.' },
  'tcp-probe-answered': { class: 'scan', text: 'TCP SYN that was answered but led to no data.' },
  'tcp-odd-flags': { class: 'scan', text: 'TCP flags no connection begins with (none, FIN, FIN+PSH+URG …).' },
  'udp-service-probe': { class: 'scan', text: 'A question to a UDP service, without an answer.' },
  'udp-probe': { class: 'scan', text: 'A few UDP packets to a port without an answer.' },
  'amplifier-search': {
    class: 'scan',
    text: 'Amplifying questions spread over many hosts or ports, few to each: a search for reflectors.',
  },
  'icmp-echo-probe': { class: 'scan', text: 'ICMP echo request without an answer.' },
  'icmp-probe': { class: 'scan', text: 'ICMP timestamp, address mask or information request.' },
  // Requests made in a victim's name.
  'amplifying-request': {
    class: 'amplification-request',
    text: 'A question known to make reflectors answer larger (monlist, ANY, GetBulk, M-SEARCH …).',
  },
  'amplifying-request-repeated': {
    class: 'amplification-request',
    text: 'The same amplifying question again and again from one (probably forged) source.',
  },
  // Answers to forged packets, concentrated on one host: reflection; spread over many: backscatter.
  'udp-reflection': {
    class: 'reflected-response',
    text: 'Many UDP servers answer one host that did not ask.',
  },
  'udp-reflection-at-victim': {
    class: 'reflected-response',
    text: 'A UDP server answers the sensor’s own host, which did not ask.',
  },
  'udp-reflection-shared-port': {
    class: 'reflected-response',
    text: 'Many hosts send from one and the same unlisted source port to one host that did not ask.',
  },
  'tcp-reflection': {
    class: 'reflected-response',
    text: 'Many TCP servers send SYN-ACK or RST to one host that did not connect.',
  },
  'tcp-reflection-same-port': {
    class: 'reflected-response',
    text: 'SYN-ACKs from and to the same service port: the question was forged.',
  },
  'tcp-reflection-repeated': {
    class: 'reflected-response',
    text: 'A TCP server repeats its SYN-ACK to one host that did not connect.',
  },
  'icmp-reflection': {
    class: 'reflected-response',
    text: 'ICMP errors or echo replies to a host under reflection, about packets it did not send.',
  },
  'fragment-of-reflection': {
    class: 'reflected-response',
    text: 'A fragment from a reflector to its victim.',
  },
  'tcp-backscatter': {
    class: 'backscatter',
    text: 'SYN-ACK or RST to addresses that did not connect: the sender is flooded with forged sources.',
  },
  'udp-backscatter': { class: 'backscatter', text: 'UDP answers to addresses that did not ask.' },
  'icmp-backscatter': {
    class: 'backscatter',
    text: 'ICMP errors or echo replies about packets that were not sent from here.',
  },
  // Floods.
  'tcp-syn-flood': { class: 'flood', text: 'TCP SYNs from very many sources to one host.' },
  'tcp-syn-flood-one-source': { class: 'flood', text: 'A thousand and more SYNs a minute to one port.' },
  'tcp-ack-flood': { class: 'flood', text: 'TCP segments without a connection from very many sources.' },
  'udp-flood': {
    class: 'flood',
    text: 'UDP at a high rate from many sources to one host that does not answer.',
  },
  'icmp-flood': { class: 'flood', text: 'ICMP echo requests at a high rate to one host.' },
  'other-flood': {
    class: 'flood',
    text: 'Another IP protocol from many sources at a high rate to one host.',
  },
  // Misconfiguration.
  'client-of-wrong-server': {
    class: 'misconfiguration',
    text: 'A host repeats plain questions to one dark address: it takes it for its server.',
  },
} as const satisfies Record<string, Rule>;

export type RuleId = keyof typeof rules;
export const ruleIds = Object.keys(rules) as RuleId[];
export const ruleIndex = new Map(ruleIds.map((id, index) => [id, index]));
