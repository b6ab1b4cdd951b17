// Remembers the ports of first fragments so that later ones can be attributed. Bounded: a newer datagram takes the slot.

const slots = 1 << 15;
/** A datagram whose fragments are further apart than this is another one with the same id (RFC 791: 15–120 s). */
const lifetimeMs = 30_000;

/** Direct-mapped table keyed by (source, destination, id, protocol). */
export class FragmentTable {
  readonly #source = new Uint32Array(slots);
  readonly #destination = new Uint32Array(slots);
  readonly #id = new Uint32Array(slots);
  readonly #protocol = new Uint16Array(slots);
  readonly #ports = new Uint32Array(slots);
  readonly #time = new Float64Array(slots);

  #slot(source: number, destination: number, id: number, protocol: number): number {
    let hash = Math.imul(source ^ Math.imul(destination, 0x9e3779b1), 0x85ebca6b) ^ Math.imul(id, 0xc2b2ae35);
    hash = Math.imul(hash ^ (hash >>> 15) ^ protocol, 0x27d4eb2f);
    return (hash ^ (hash >>> 16)) & (slots - 1);
  }

  /** Notes the ports (source << 16 | destination) of a first fragment. */
  remember(source: number, destination: number, id: number, protocol: number, ports: number, time: number) {
    const slot = this.#slot(source, destination, id, protocol);
    this.#source[slot] = source;
    this.#destination[slot] = destination;
    this.#id[slot] = id;
    this.#protocol[slot] = protocol + 1;
    this.#ports[slot] = ports;
    this.#time[slot] = time;
  }

  /** The ports of the datagram's first fragment, or -1 when it was not seen. */
  portsOf(source: number, destination: number, id: number, protocol: number, time: number): number {
    const slot = this.#slot(source, destination, id, protocol);
    const known =
      this.#source[slot] === source &&
      this.#destination[slot] === destination &&
      this.#id[slot] === id &&
      this.#protocol[slot] === protocol + 1 &&
      Math.abs(time - this.#time[slot]!) <= lifetimeMs;
    return known ? this.#ports[slot]! : -1;
  }
}
