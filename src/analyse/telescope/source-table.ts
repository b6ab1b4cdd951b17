// Per source: how many of its probes fit each tool's relation, and how widely it answers. Bounded, open addressing.
import { type Probe, tools } from './fingerprints/registry.ts';

const capacity = 1 << 19;
const slotMask = (capacity << 1) - 1;
const kinds = tools.length;

const probe = (): Probe => ({
  ipId: 0,
  sequence: 0,
  source: 0,
  destination: 0,
  sourcePort: 0,
  destinationPort: 0,
  window: 0,
  mssOnly: false,
});

/** Holds up to 2^19 sources; `clear` when `crowded`. Indexes stay valid until then. */
export class SourceTable {
  count = 0;
  readonly #slots = new Int32Array(slotMask + 1);
  readonly #slotOf = new Int32Array(capacity);
  readonly #address = new Uint32Array(capacity);
  readonly #family = new Uint8Array(capacity);
  readonly tested = new Uint32Array(capacity);
  readonly udpTested = new Uint32Array(capacity);
  readonly fitted = new Uint32Array(capacity * kinds);
  readonly #sequence = new Uint32Array(capacity);
  readonly #destination = new Uint32Array(capacity);
  readonly #ports = new Uint32Array(capacity);
  /** The probe under test and the one before; reused. */
  readonly #now = probe();
  readonly #before = probe();

  /** Index of a source, made when new. The caller keeps `count` below capacity by clearing in time. */
  find(address: number, family: number): number {
    let slot = Math.imul(address ^ family, 0x9e3779b1);
    slot = (slot ^ (slot >>> 15)) & slotMask;
    for (;;) {
      const held = this.#slots[slot]! - 1;
      if (held < 0) break;
      if (this.#address[held] === address && this.#family[held] === family) return held;
      slot = (slot + 1) & slotMask;
    }
    const index = this.count++;
    this.#slots[slot] = index + 1;
    this.#slotOf[index] = slot;
    this.#address[index] = address;
    this.#family[index] = family;
    this.tested[index] = this.udpTested[index] = 0;
    for (let kind = 0; kind < kinds; kind++) this.fitted[index * kinds + kind] = 0;
    return index;
  }

  /** Index of a source that was probed, or -1. */
  lookup(address: number, family: number): number {
    let slot = Math.imul(address ^ family, 0x9e3779b1);
    slot = (slot ^ (slot >>> 15)) & slotMask;
    for (;;) {
      const held = this.#slots[slot]! - 1;
      if (held < 0 || (this.#address[held] === address && this.#family[held] === family)) return held;
      slot = (slot + 1) & slotMask;
    }
  }

  /** More than half full: clear between windows. */
  get crowded(): boolean {
    return this.count > capacity / 2;
  }

  /** Work in proportion to what is held, not to the capacity. */
  clear() {
    for (let index = 0; index < this.count; index++) this.#slots[this.#slotOf[index]!] = 0;
    this.count = 0;
  }

  /**
   * Tests a probe against every relation; answers a bit set of those it fits. A repetition of the last probe tests
   * nothing: it is no independent evidence.
   */
  probe(
    index: number,
    udp: boolean,
    ipId: number,
    sequence: number,
    source: number,
    destination: number,
    ports: number,
    window: number,
    mssOnly: boolean,
  ): number {
    const seen = this.tested[index]! + this.udpTested[index]! > 0;
    const before = this.#before;
    before.sequence = this.#sequence[index]!;
    before.destination = this.#destination[index]!;
    before.sourcePort = this.#ports[index]! >>> 16;
    before.destinationPort = this.#ports[index]! & 0xffff;
    if (
      seen &&
      before.sequence === sequence &&
      before.destination === destination &&
      this.#ports[index] === ports
    )
      return 0;
    const now = this.#now;
    now.ipId = ipId;
    now.sequence = sequence;
    now.source = source;
    now.destination = destination;
    now.sourcePort = ports >>> 16;
    now.destinationPort = ports & 0xffff;
    now.window = window;
    now.mssOnly = mssOnly;
    let bits = 0;
    const hadTcp = this.tested[index]! > 0;
    for (let kind = 0; kind < kinds; kind++) {
      const tool = tools[kind]!;
      if (udp && !tool.udp) continue;
      if (tool.test(now, hadTcp ? before : undefined)) {
        this.fitted[index * kinds + kind]!++;
        bits |= 1 << kind;
      }
    }
    if (udp) this.udpTested[index]!++;
    else {
      this.tested[index]!++;
      this.#sequence[index] = sequence;
      this.#destination[index] = destination;
      this.#ports[index] = ports;
    }
    return bits;
  }

  /** Probes tested and fitting for one tool. */
  counts(index: number, kind: number): { tested: number; fitted: number } {
    const tool = tools[kind]!;
    const tcp = this.tested[index]!;
    const tested = (tool.pairs ? Math.max(0, tcp - 1) : tcp) + (tool.udp ? this.udpTested[index]! : 0);
    return { tested, fitted: this.fitted[index * kinds + kind]! };
  }
}
