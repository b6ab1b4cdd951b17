// The flows of one window: (source, destination, transport, service port, side) → counters. Bounded, open addressing.

/** Most flows held; a fuller table is flushed early. */
export const flowCapacity = 1 << 18;
const slotMask = (flowCapacity << 1) - 1;

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

/** Columns over flows; `count` of them are in use, in order of first packet. */
export class FlowTable {
  count = 0;
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

  /** Index of a flow, or -1. `bytes` at `at` hold the IPv6 addresses; `swap` when they are given in reverse. */
  find(
    source: number,
    destination: number,
    kind: number,
    bytes: Uint8Array,
    at: number,
    swap = false,
  ): number {
    let slot = this.#hash(source, destination, kind);
    for (;;) {
      const held = this.#slots[slot]! - 1;
      if (held < 0) return -1;
      if (
        this.source[held] === source &&
        this.destination[held] === destination &&
        this.kind[held] === kind &&
        (!(kind & (1 << 25)) || this.#same(held, bytes, at, swap))
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
    this.source[index] = source;
    this.destination[index] = destination;
    this.kind[index] = kind;
    if (kind & (1 << 25))
      for (let byte = 0; byte < 32; byte++) this.addresses[index * 32 + byte] = bytes[at + byte]!;
    this.packets[index] = 0;
    this.bytes[index] = 0;
    this.flags[index] = 0;
    this.tools[index] = 0;
    this.otherPorts[index] = 0;
    this.sourceIndex[index] = -1;
    this.quotedDestination[index] = 0;
    this.counts.fill(0, index * counters, index * counters + counters);
    return index;
  }

  /** Empties the table; work in proportion to what it held. */
  clear() {
    for (let index = 0; index < this.count; index++) this.#slots[this.#slotOf[index]!] = 0;
    this.count = 0;
  }
}
