// Counts by a pair of 32-bit keys: a growing open-addressing table, many times faster than a Map of objects.

/** Columns over the keys added so far. Index 0 up to `count`. */
export class Tallies {
  count = 0;
  #mask = 127;
  #slots = new Int32Array(128);
  #first = new Uint32Array(64);
  #second = new Uint32Array(64);
  /** Distinct partners (or flows), packets and bytes. */
  partners = new Uint32Array(64);
  packets = new Float64Array(64);
  bytes = new Float64Array(64);
  /** Last partner, so that neighbours count once; and two spare counters whose meaning the user knows. */
  last = new Uint32Array(64);
  spare = new Float64Array(64);
  other = new Float64Array(64);

  /** Index of a key, or -1. */
  find(first: number, second: number): number {
    for (let slot = this.#slot(first, second); ; slot = (slot + 1) & this.#mask) {
      const held = this.#slots[slot]! - 1;
      if (held < 0 || (this.#first[held] === first && this.#second[held] === second)) return held;
    }
  }

  #slot(first: number, second: number): number {
    let hash = Math.imul(first ^ Math.imul(second, 0x85ebca6b), 0x9e3779b1);
    hash = Math.imul(hash ^ (hash >>> 15), 0xc2b2ae35);
    return (hash ^ (hash >>> 16)) & this.#mask;
  }

  /** Index of a key, added with zero counts when new. */
  at(first: number, second: number): number {
    const held = this.find(first, second);
    if (held >= 0) return held;
    if (this.count === this.#first.length) this.#grow();
    let slot = this.#slot(first, second);
    while (this.#slots[slot] !== 0) slot = (slot + 1) & this.#mask;
    const index = this.count++;
    this.#slots[slot] = index + 1;
    this.#first[index] = first;
    this.#second[index] = second;
    return index;
  }

  /** Adds one partner's packets and bytes; answers the index. */
  add(first: number, second: number, packets: number, bytes: number): number {
    const index = this.at(first, second);
    this.partners[index]!++;
    this.packets[index]! += packets;
    this.bytes[index]! += bytes;
    return index;
  }

  /** Counts a partner once as long as it repeats; answers the index. */
  addPartner(first: number, second: number, partner: number, packets: number, bytes: number): number {
    const index = this.at(first, second);
    if (this.partners[index] === 0 || this.last[index] !== partner) this.partners[index]!++;
    this.last[index] = partner;
    this.packets[index]! += packets;
    this.bytes[index]! += bytes;
    return index;
  }

  #grow() {
    const size = this.#first.length * 2;
    const larger = <T extends Uint32Array | Float64Array>(old: T): T => {
      const fresh = new (old.constructor as new (size: number) => T)(size);
      fresh.set(old);
      return fresh;
    };
    this.#first = larger(this.#first);
    this.#second = larger(this.#second);
    this.partners = larger(this.partners);
    this.packets = larger(this.packets);
    this.bytes = larger(this.bytes);
    this.last = larger(this.last);
    this.spare = larger(this.spare);
    this.other = larger(this.other);
    this.#mask = size * 2 - 1;
    this.#slots = new Int32Array(size * 2);
    for (let index = 0; index < this.count; index++) {
      let slot = this.#slot(this.#first[index]!, this.#second[index]!);
      while (this.#slots[slot] !== 0) slot = (slot + 1) & this.#mask;
      this.#slots[slot] = index + 1;
    }
  }
}
