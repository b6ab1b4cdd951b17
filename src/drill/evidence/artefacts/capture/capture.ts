// Packets the network sensor kept of a host: what passed its mirrors in a stretch of time, as a capture file.
import type { Host, World } from '../../../world/entities.ts';
import type { WorldEvent } from '../../../world/event.ts';
import { hashKeys } from '../../../world/random.ts';
import { type Flow, flowsOf } from '../../network/flows.ts';
import { type Places, placesOf } from '../../network/places.ts';
import { seen } from '../../network/sensor.ts';
import { shapeOf } from '../../zeek/shape.ts';
import { conversationOf } from './conversation.ts';
import { type Packet, pcapOf } from './frame.ts';
import { type Ends, packetsOf } from './packets.ts';

/** Packets a capture has at most; flows that would exceed it are left out, the latest first. */
const mostPackets = 200_000;

const machine = (host: Host | undefined, ip: string, places: Places): Ends['source'] =>
  host
    ? { mac: host.mac, ttl: host.os.startsWith('windows') ? 128 : 64 }
    : {
        // Beyond the firewall everything has its address.
        mac: places.first('firewall')?.mac ?? '00:09:0f:00:00:01',
        ttl: 44 + (hashKeys(ip) % 12),
      };

const ip4 = /^\d{1,3}(\.\d{1,3}){3}$/;

/** Flows of events that the sensor has and that have the address at an end. */
function flowsAt(
  events: readonly WorldEvent[],
  ip: string,
  world: World,
): { event: WorldEvent; flow: Flow }[] {
  const list: { event: WorldEvent; flow: Flow }[] = [];
  for (const event of events)
    for (const flow of flowsOf(event, world))
      if (
        seen(flow) &&
        (flow.source === ip || flow.destination === ip) &&
        ip4.test(flow.source) &&
        ip4.test(flow.destination)
      )
        list.push({ event, flow });
  return list.sort((a, b) => a.flow.at - b.flow.at);
}

export interface Capture {
  file: Buffer;
  packets: number;
  flows: number;
  /** Flows there was no room for. */
  left: number;
}

/**
 * Packets of what a host had to do with, up to a time. Heads are kept whole (DNS, HTTP, TLS hellos); of other payload the length
 * is known and the content is not there.
 */
export function captureOf(
  world: World,
  host: Host,
  events: readonly WorldEvent[],
  until: number,
  peer?: string,
): Capture {
  const places = placesOf(world);
  const packets: Packet[] = [];
  let flows = 0;
  let left = 0;
  // Several events may speak of one lasting connection; its packets come from the first.
  const known = new Set<string>();
  for (const { event, flow } of flowsAt(events, host.ip, world)) {
    const shape = shapeOf(flow);
    const name = `${flow.transport} ${flow.source} ${flow.sourcePort} ${flow.destination} ${flow.destinationPort} ${flow.transport === 'tcp' ? '' : flow.at}`;
    if (known.has(name)) continue;
    if (peer !== undefined && flow.source !== peer && flow.destination !== peer) continue;
    known.add(name);
    if (packets.length + shape.originPackets + shape.responsePackets > mostPackets) {
      left++;
      continue;
    }
    flows++;
    const ends = {
      source: machine(places.hostAt(flow.source), flow.source, places),
      destination: machine(places.hostAt(flow.destination), flow.destination, places),
    };
    for (const packet of packetsOf(flow, conversationOf(event, flow, world), ends))
      if (packet.at < until) packets.push(packet);
  }
  packets.sort((a, b) => a.at - b.at);
  return { file: pcapOf(packets), packets: packets.length, flows, left };
}
