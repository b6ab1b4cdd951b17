// Millions of domain names in typed arrays: a tree by label with a hash index over (parent, label).
// About 50 bytes a name where a Map of strings takes several hundred; a look-up walks from the top label down.

const noNode = -1;
const labelUnit = 8;

function grow<T extends Int32Array | Uint32Array | Uint8Array>(array: T, size: number): T {
  const grown = new (array.constructor as new (length: number) => T)(size);
  grown.set(array as never);
  return grown;
}

/** Offsets of a wire name's labels, first (leftmost) to last; returns how many. The name must be well-formed. */
export function labelOffsets(
  wire: Uint8Array,
  start: number,
  into: Uint8Array | Uint16Array | number[],
): number {
  let count = 0;
  for (let at = start; wire[at]! > 0; at += wire[at]! + 1) into[count++] = at;
  return count;
}

/** Node 0 is the root. Values hang on node numbers in arrays that the user of the tree keeps (see `capacity`). */
export class NameTree {
  private parents = new Int32Array(1024).fill(noNode);
  private firstChild = new Int32Array(1024).fill(noNode);
  private nextSibling = new Int32Array(1024).fill(noNode);
  private previousSibling = new Int32Array(1024).fill(noNode);
  private labelAt = new Uint32Array(1024);
  private labels = Buffer.alloc(16 * 1024);
  private labelsUsed = labelUnit;
  /** Released nodes by size class of their label slot, so that churn does not grow the arrays. */
  private free: number[][] = Array.from({ length: 9 }, () => []);
  private table = new Int32Array(2048).fill(noNode);
  private highest = 1;
  private live = 1;
  private readonly offsets = new Uint16Array(128);
  private readonly insertOffsets = new Uint16Array(128);

  /** Nodes in use, the root and names that only lead to others among them. */
  get size(): number {
    return this.live;
  }

  /** All node numbers are below this; sizes the arrays of values. */
  get limit(): number {
    return this.highest;
  }

  parent(node: number): number {
    return this.parents[node]!;
  }

  hasChildren(node: number): boolean {
    return this.firstChild[node] !== noNode;
  }

  *children(node: number): Generator<number> {
    for (let child = this.firstChild[node]!; child !== noNode; ) {
      const next = this.nextSibling[child]!;
      yield child;
      child = next;
    }
  }

  private hash(parent: number, wire: Uint8Array, at: number): number {
    let hash = Math.imul(parent + 1, 0x9e3779b1);
    const end = at + wire[at]!;
    for (let index = at; index <= end; index++) {
      let byte = wire[index]!;
      if (byte >= 0x41 && byte <= 0x5a) byte |= 0x20;
      hash = Math.imul(hash ^ byte, 0x01000193);
    }
    hash ^= hash >>> 15;
    return Math.imul(hash, 0x2c1b3c6d) >>> 8;
  }

  private isLabel(node: number, wire: Uint8Array, at: number): boolean {
    const mine = this.labelAt[node]!;
    const size = wire[at]!;
    if (this.labels[mine] !== size) return false;
    for (let index = 1; index <= size; index++) {
      let byte = wire[at + index]!;
      if (byte >= 0x41 && byte <= 0x5a) byte |= 0x20;
      if (this.labels[mine + index] !== byte) return false;
    }
    return true;
  }

  /** The child of `parent` with the label at `at`, or -1. */
  child(parent: number, wire: Uint8Array, at: number): number {
    const mask = this.table.length - 1;
    for (let slot = this.hash(parent, wire, at) & mask; ; slot = (slot + 1) & mask) {
      const node = this.table[slot]!;
      if (node === noNode) return noNode;
      if (this.parents[node] === parent && this.isLabel(node, wire, at)) return node;
    }
  }

  /** The node of a whole name, or -1. */
  find(wire: Uint8Array, start = 0): number {
    let node = 0;
    for (let index = labelOffsets(wire, start, this.offsets) - 1; index >= 0 && node >= 0; index--)
      node = this.child(node, wire, this.offsets[index]!);
    return node;
  }

  /** The node of a name, made with the nodes above it when absent. */
  insert(wire: Uint8Array): number {
    const offsets = this.insertOffsets;
    let node = 0;
    for (let index = labelOffsets(wire, 0, offsets) - 1; index >= 0; index--) {
      const at = offsets[index]!;
      const found = this.child(node, wire, at);
      node = found >= 0 ? found : this.create(node, wire, at);
    }
    return node;
  }

  private create(parent: number, wire: Uint8Array, at: number): number {
    if ((this.live + 1) * 3 > this.table.length * 2) this.rehash(this.table.length * 2);
    const size = wire[at]! + 1;
    const units = Math.ceil(size / labelUnit);
    let node = this.free[units]!.pop();
    if (node === undefined) {
      node = this.highest++;
      if (node >= this.parents.length) this.growNodes();
      if (this.labelsUsed + units * labelUnit > this.labels.length)
        this.labels = Buffer.concat([this.labels], this.labels.length * 2);
      this.labelAt[node] = this.labelsUsed;
      this.labelsUsed += units * labelUnit;
    }
    const labelAt = this.labelAt[node]!;
    for (let index = 0; index < size; index++) {
      const byte = wire[at + index]!;
      this.labels[labelAt + index] = byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
    }
    this.parents[node] = parent;
    this.firstChild[node] = noNode;
    const first = this.firstChild[parent]!;
    this.nextSibling[node] = first;
    this.previousSibling[node] = noNode;
    if (first !== noNode) this.previousSibling[first] = node;
    this.firstChild[parent] = node;
    this.live += 1;
    this.place(node);
    return node;
  }

  /** Removes a node without children; the caller must have cleared its values. */
  release(node: number): void {
    if (node === 0 || this.hasChildren(node)) return;
    this.unplace(node);
    const next = this.nextSibling[node]!;
    const previous = this.previousSibling[node]!;
    if (next !== noNode) this.previousSibling[next] = previous;
    if (previous !== noNode) this.nextSibling[previous] = next;
    else this.firstChild[this.parents[node]!] = next;
    this.parents[node] = noNode;
    this.live -= 1;
    this.free[Math.ceil((this.labels[this.labelAt[node]!]! + 1) / labelUnit)]!.push(node);
  }

  /** Whether a node number is in use. */
  isLive(node: number): boolean {
    return node === 0 || this.parents[node]! >= 0;
  }

  /** Writes the name of a node (labels without the final zero) and returns the length. `into` needs 255 bytes. */
  write(node: number, into: Uint8Array, at: number): number {
    const start = at;
    for (let each = node; each > 0; each = this.parents[each]!) {
      const labelAt = this.labelAt[each]!;
      const size = this.labels[labelAt]! + 1;
      for (let index = 0; index < size; index++) into[at + index] = this.labels[labelAt + index]!;
      at += size;
    }
    return at - start;
  }

  /** Wire name of a node with the final zero. */
  wire(node: number): Uint8Array {
    const into = new Uint8Array(256);
    return into.slice(0, this.write(node, into, 0) + 1);
  }

  private growNodes(): void {
    const size = this.parents.length * 2;
    this.parents = grow(this.parents, size);
    this.firstChild = grow(this.firstChild, size);
    this.nextSibling = grow(this.nextSibling, size);
    this.previousSibling = grow(this.previousSibling, size);
    this.labelAt = grow(this.labelAt, size);
  }

  private slotOf(node: number): number {
    return this.hash(this.parents[node]!, this.labels, this.labelAt[node]!) & (this.table.length - 1);
  }

  private place(node: number): void {
    const mask = this.table.length - 1;
    let slot = this.slotOf(node);
    while (this.table[slot] !== noNode) slot = (slot + 1) & mask;
    this.table[slot] = node;
  }

  private unplace(node: number): void {
    const mask = this.table.length - 1;
    let hole = this.slotOf(node);
    while (this.table[hole] !== node) hole = (hole + 1) & mask;
    // Linear probing without tombstones: move later members of the run back into the hole.
    for (let slot = (hole + 1) & mask; this.table[slot] !== noNode; slot = (slot + 1) & mask) {
      const home = this.slotOf(this.table[slot]!);
      if (((slot - home) & mask) >= ((slot - hole) & mask)) {
        this.table[hole] = this.table[slot]!;
        hole = slot;
      }
    }
    this.table[hole] = noNode;
  }

  private rehash(size: number): void {
    const old = this.table;
    this.table = new Int32Array(size).fill(noNode);
    for (const node of old) if (node !== noNode) this.place(node);
  }
}
