// A flow as packets: as many, and of as many bytes, as the sensor's own records count.
import type { Flow } from '../../network/flows.ts';
import { shapeOf } from '../../zeek/shape.ts';
import type { Conversation } from './conversation.ts';
import {
  echoPacket,
  flag,
  nothing,
  type Packet,
  type Payload,
  tcpPacket,
  udpPacket,
  type Way,
} from './frame.ts';

export interface Ends {
  source: { mac: string; ttl: number };
  destination: { mac: string; ttl: number };
}

/** Payload of a full segment and of a full datagram, as `shapeOf` counts them. */
const segmentSize = 1448;
const datagramSize = 1400;
const echoSize = 56;

/** A side's bytes cut into packets; those that were kept are in the first ones. */
function pieces(seen: Uint8Array, size: number, each: number): Payload[] {
  const list: Payload[] = [];
  for (let at = 0; at < size; at += each) {
    const length = Math.min(each, size - at);
    list.push({
      seen: seen.subarray(Math.min(at, seen.length), Math.min(at + length, seen.length)),
      size: length,
    });
  }
  return list;
}

const ways = (flow: Flow, ends: Ends): { out: Way; back: Way } => {
  const source = { ip: flow.source, port: flow.sourcePort, ...ends.source };
  const destination = { ip: flow.destination, port: flow.destinationPort, ...ends.destination };
  return { out: { from: source, to: destination }, back: { from: destination, to: source } };
};

/** Packets of one flow, in order of time. */
export function packetsOf(flow: Flow, said: Conversation, ends: Ends): Packet[] {
  if (flow.transport === 'tcp') return tcp(flow, said, ends);
  return flow.transport === 'udp' ? udp(flow, said, ends) : icmp(flow, ends);
}

function udp(flow: Flow, said: Conversation, ends: Ends): Packet[] {
  const { out, back } = ways(flow, ends);
  const list = (seen: Uint8Array, size: number): Payload[] =>
    size === 0 ? [nothing] : pieces(seen, size, datagramSize);
  const asked = list(said.client, flow.sent);
  const answered = shapeOf(flow).answered ? list(said.server, flow.received) : [];
  const at = (n: number, of: number, from: number, to: number) =>
    flow.at + flow.duration * (of <= 1 ? to : from + ((to - from) * n) / (of - 1));
  return [
    ...asked.map((payload, n) =>
      udpPacket(at(n, asked.length, 0, asked.length <= 1 ? 0 : 0.9), out, payload, flow.salt + n),
    ),
    ...answered.map((payload, n) => udpPacket(at(n, answered.length, 0.05, 1), back, payload, flow.key + n)),
  ].sort((a, b) => a.at - b.at);
}

function icmp(flow: Flow, ends: Ends): Packet[] {
  const { out, back } = ways(flow, ends);
  const asked = pieces(new Uint8Array(0), Math.max(1, flow.sent), echoSize);
  const answers = flow.result === 'ok' && flow.received > 0 ? Math.ceil(flow.received / echoSize) : 0;
  const identifier = flow.salt & 0xffff;
  const step = flow.duration / Math.max(asked.length, answers);
  const size = (total: number, n: number) => Math.max(0, Math.min(echoSize, total - n * echoSize));
  return Array.from({ length: Math.max(asked.length, answers) }, (_, n) => {
    const at = flow.at + n * step;
    const what = { identifier, sequence: n + 1 };
    return [
      ...(n < asked.length
        ? [echoPacket(at, out, { ...what, reply: false }, size(flow.sent, n), flow.salt + n)]
        : []),
      ...(n < answers
        ? [echoPacket(at + step * 0.8, back, { ...what, reply: true }, size(flow.received, n), flow.key + n)]
        : []),
    ];
  }).flat();
}

interface Turn {
  /** Part of the duration, 0..1. */
  when: number;
  client: boolean;
  payload: Payload;
  flags: number;
}

/** When each segment of data is sent: the answer follows the question, unless the question is the longer part. */
function data(flow: Flow, said: Conversation): Turn[] {
  const asked = pieces(said.client, flow.sent, segmentSize);
  const answered = pieces(said.server, flow.received, segmentSize);
  const turns: Turn[] = [];
  const put = (list: Payload[], client: boolean, from: number, to: number) => {
    // Every second segment is acknowledged, and the last.
    for (const [n, payload] of list.entries()) {
      const when = from + ((to - from) * (n + 1)) / (list.length + 1);
      const last = n === list.length - 1;
      turns.push({ when, client, payload, flags: flag.ack | (last ? flag.psh : 0) });
      if (n % 2 === 1 || last)
        turns.push({
          when: when + ((to - from) / (list.length + 1)) * 0.4,
          client: !client,
          payload: nothing,
          flags: flag.ack,
        });
    }
  };
  const upload = asked.length > answered.length;
  put(asked, true, 0.1, upload ? 0.8 : 0.3);
  put(answered, false, upload ? 0.8 : 0.3, 0.92);
  return turns.sort((a, b) => a.when - b.when);
}

function tcp(flow: Flow, said: Conversation, ends: Ends): Packet[] {
  const { out, back } = ways(flow, ends);
  const sequences = { client: flow.key >>> 0, server: flow.salt >>> 0 };
  const packets: Packet[] = [];
  let client = 0;
  let server = 0;
  let sentByClient = 0;
  let sentByServer = 0;
  /** The last stamp each side saw of the other. */
  let clientStamp = 0;
  let serverStamp = 0;
  const send = (when: number, byClient: boolean, flags: number, payload: Payload = nothing, bare = false) => {
    const at = flow.at + when;
    const own = Math.floor((byClient ? sequences.client : sequences.server) / 4 + when) >>> 0;
    const segment = {
      flags,
      sequence: byClient ? sequences.client + client : sequences.server + server,
      acknowledge: byClient ? sequences.server + server : sequences.client + client,
      ...(bare ? {} : { stamps: { own, echo: byClient ? serverStamp : clientStamp } }),
    };
    if (byClient) clientStamp = own;
    else serverStamp = own;
    const id = byClient ? flow.salt + sentByClient++ : flow.key + sentByServer++;
    packets.push(tcpPacket(at, byClient ? out : back, segment, payload, id));
    const used = payload.size + ((flags & (flag.syn | flag.fin)) === 0 ? 0 : 1);
    if (byClient) client += used;
    else server += used;
  };
  if (!shapeOf(flow).answered) {
    // Twice again, the same each time.
    for (const when of [0, 1000, 3000]) {
      send(when, true, flag.syn);
      client = 0;
    }
    return packets;
  }
  const whole = flow.duration;
  send(0, true, flag.syn);
  if (flow.result === 'refused') {
    send(Math.max(0.05, whole), false, flag.rst | flag.ack, nothing, true);
    return packets;
  }
  send(whole * 0.04, false, flag.syn | flag.ack);
  send(whole * 0.05, true, flag.ack);
  for (const turn of data(flow, said)) send(whole * turn.when, turn.client, turn.flags, turn.payload);
  if (flow.result === 'reset') {
    send(whole, true, flag.rst | flag.ack);
    return packets;
  }
  send(whole * 0.95, true, flag.fin | flag.ack);
  send(whole * 0.97, false, flag.fin | flag.ack);
  send(whole, true, flag.ack);
  return packets;
}
