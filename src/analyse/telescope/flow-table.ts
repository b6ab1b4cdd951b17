// The flows of one window: (source, destination, transport, service port, side) → counters. Bounded, open addressing.

import type { PacketColumns } from '#model/packet/columns.ts';

/** Most flows held; a fuller table is flushed early. */
export const flowCapacity = 1 << 18;
const slotMask = (flowCapacity << 1) - 1;

/** Packets touched ahead at once: enough to overlap memory waits, few enough to stay in the first cache. */
export const warmRows = 128;

/** Counters per flow: meaning depends on the transport. */
export const counters = 6;
export const tcpCount = { syn: 0, synAck: 1, reset: 2, segment: 3, odd: 4, data: 5 } as const;
export const udpCount = { request: 0, amplifying: 1, response: 2, unsure: 3, fragment: 4 } as const;

/** Which end of a flow has the service port. */
export const side = { destination: 0, source: 1 } as const;

/** Packs what a flow is besides its addresses. `quoted`: 0 none, 1 TCP, 2 UDP, 3 other (ICMP errors). */
export const flowKind = (
  transport: number,
  service: number,
  serviceSide: number,
  family: number,
  quoted = 0,
): number =>
  (service |
    (serviceSide << 16) |
    (transport << 17) |
    (family === 6 ? 1 << 25 : family === 0 ? 1 << 28 : 0) |
    (quoted << 26)) >>>
  0;

export const kindService = (kind: number): number => kind & 0xffff;
export const kindSide = (kind: number): number => (kind >>> 16) & 1;
export const kindTransport = (kind: number): number => (kind >>> 17) & 0xff;
export const kindFamily = (kind: number): number => (kind & (1 << 28) ? 0 : kind & (1 << 25) ? 6 : 4);
export const kindQuoted = (kind: number): number => (kind >>> 26) & 3;

/**
 * A flow's busy fields lie side by side in one 64-byte line, since every packet touches them:
 * words 0–2 key, 3 packets, 4–9 counters, 10–11 bytes and 12–13 last time (doubles), 14 other port, flags and
 * tools, 15 packets with another port.
 */
export const line = {
  words: 16,
  doubles: 8,
  packets: 3,
  counts: 4,
  bytes: 5,
  last: 6,
  mixed: 14,
  otherPorts: 15,
} as const;

/** Columns over flows; `count` of them are in use, in order of first packet. Those of the busy line: after `settle`. */
export class FlowTable {
  count = 0;
  readonly words = new Uint32Array(flowCapacity * line.words);
  readonly doubles = new Float64Array(this.words.buffer);
  readonly source = new Uint32Array(flowCapacity);
  readonly destination = new Uint32Array(flowCapacity);
  readonly kind = new Uint32Array(flowCapacity);
  /** 16 + 16 bytes, for IPv6 flows only. */
  readonly addresses = new Uint8Array(flowCapacity * 32);
  readonly packets = new Uint32Array(flowCapacity);
  readonly bytes = new Float64Array(flowCapacity);
  readonly first = new Float64Array(flowCapacity);
  readonly last = new Float64Array(flowCapacity);
  readonly record = new Float64Array(flowCapacity);
  readonly offset = new Float64Array(flowCapacity);
  readonly counts = new Uint32Array(flowCapacity * counters);
  readonly flags = new Uint8Array(flowCapacity);
  /** The other side's port, and how many packets had another one. */
  readonly otherPort = new Uint16Array(flowCapacity);
  readonly otherPorts = new Uint32Array(flowCapacity);
  /** Tools whose relation some probe of this flow fits. */
  readonly tools = new Uint8Array(flowCapacity);
  readonly sourceIndex = new Int32Array(flowCapacity);
  readonly quotedDestination = new Uint32Array(flowCapacity);
  readonly #slots = new Int32Array(slotMask + 1);
  readonly #slotOf = new Int32Array(flowCapacity);
  readonly #ahead = new Int32Array(warmRows);

  #hash(source: number, destination: number, kind: number): number {
    let hash = Math.imul(source ^ Math.imul(destination, 0x85ebca6b), 0x9e3779b1);
    hash = Math.imul(hash ^ (hash >>> 15) ^ kind, 0xc2b2ae35);
    return (hash ^ (hash >>> 16)) & slotMask;
  }

  /** Whether flow `index` has these IPv6 addresses; `swap` compares them crosswise. */
  #same(index: number, bytes: Uint8Array, at: number, swap: boolean): boolean {
    const mine = index * 32;
    for (let byte = 0; byte < 32; byte++)
      if (this.addresses[mine + byte] !== bytes[at + (swap ? byte ^ 16 : byte)]) return false;
    return true;
  }

  /**
   * Touches the slots and lines that packets `from` … `to` of a batch will most likely need. Each packet alone waits for
   * memory twice in a row; touched together, the waits overlap (measured: a fifth to a quarter less time a packet). Answers a
   * number that means nothing but keeps the loads from being left out.
   */
  warm(columns: PacketColumns, from: number, to: number): number {
    const { source, destination, destinationPort, protocol: transport } = columns;
    let touched = 0;
    for (let row = from; row < to; row++) {
      // IPv4 with the service at the destination: by far the most common; a wrong guess costs nothing but itself.
      const kind = (destinationPort[row]! | (transport[row]! << 17)) >>> 0;
      const slot = this.#hash(source[row]!, destination[row]!, kind);
      this.#ahead[row - from] = slot;
      touched ^= this.#slots[slot]!;
    }
    for (let index = to - from - 1; index >= 0; index--) {
      const held = this.#slots[this.#ahead[index]!]! - 1;
      if (held >= 0) touched ^= this.words[held * line.words]!;
    }
    return touched;
  }

  /** Index of a flow, or -1. `bytes` at `offset` hold the IPv6 addresses; `swap` when they are given in reverse. */
  find(
    source: number,
    destination: number,
    kind: number,
    bytes: Uint8Array,
    offset: number,
    swap = false,
  ): number {
    let slot = this.#hash(source, destination, kind);
    for (;;) {
      const held = this.#slots[slot]! - 1;
      if (held < 0) return -1;
      const at = held * line.words;
      if (
        this.words[at] === source &&
        this.words[at + 1] === destination &&
        this.words[at + 2] === kind &&
        (!(kind & (1 << 25)) || this.#same(held, bytes, offset, swap))
      )
        return held;
      slot = (slot + 1) & slotMask;
    }
  }

  /** The flow in the other direction: same service, other side (or the same side, when both ports are services). */
  reverse(index: number): number {
    const kind = this.kind[index]!;
    const args = [this.destination[index]!, this.source[index]!] as const;
    const across = this.find(args[0], args[1], (kind ^ (1 << 16)) >>> 0, this.addresses, index * 32, true);
    return across >= 0 ? across : this.find(args[0], args[1], kind, this.addresses, index * 32, true);
  }

  /** Adds a flow that is not held yet. The caller keeps `count` below the capacity. */
  add(source: number, destination: number, kind: number, bytes: Uint8Array, at: number): number {
    let slot = this.#hash(source, destination, kind);
    while (this.#slots[slot] !== 0) slot = (slot + 1) & slotMask;
    const index = this.count++;
    this.#slots[slot] = index + 1;
    this.#slotOf[index] = slot;
    const line0 = index * line.words;
    this.words.fill(0, line0, line0 + line.words);
    this.words[line0] = source;
    this.words[line0 + 1] = destination;
    this.words[line0 + 2] = kind;
    if (kind & (1 << 25))
      for (let byte = 0; byte < 32; byte++) this.addresses[index * 32 + byte] = bytes[at + byte]!;
    this.sourceIndex[index] = -1;
    this.quotedDestination[index] = 0;
    return index;
  }

  /** Spreads the busy lines into columns, for the pass that decides. */
  settle() {
    const { words, doubles } = this;
    for (let index = 0; index < this.count; index++) {
      const at = index * line.words;
      this.source[index] = words[at]!;
      this.destination[index] = words[at + 1]!;
      this.kind[index] = words[at + 2]!;
      this.packets[index] = words[at + line.packets]!;
      for (let counter = 0; counter < counters; counter++)
        this.counts[index * counters + counter] = words[at + line.counts + counter]!;
      this.bytes[index] = doubles[index * line.doubles + line.bytes]!;
      this.last[index] = doubles[index * line.doubles + line.last]!;
      const mixed = words[at + line.mixed]!;
      this.otherPort[index] = mixed >>> 16;
      this.flags[index] = mixed >>> 8;
      this.tools[index] = mixed;
      this.otherPorts[index] = words[at + line.otherPorts]!;
    }
  }

  /** Empties the table; work in proportion to what it held. */
  clear() {
    for (let index = 0; index < this.count; index++) this.#slots[this.#slotOf[index]!] = 0;
    this.count = 0;
  }
}
