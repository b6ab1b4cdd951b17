// The list as it should be, in memory: one tree of owner names that the forwarder asks and the zones are made from.
import type { IpBytes, Prefix } from '#model/ip.ts';
import { nameWire } from '../dns/name.ts';
import { labelOffsets, NameTree } from './name-tree.ts';
import { PrefixTable } from './prefix-table.ts';
import type { Rule } from './rules.ts';

export interface Match {
  /** Action code, never `none`. */
  action: number;
  /** Number the entry was stored under. */
  slot: number;
}

/** Values per node, grown with the tree. */
export class NodeBytes {
  values = new Uint8Array(1024);

  get(node: number): number {
    return this.values[node] ?? 0;
  }

  set(node: number, value: number): void {
    if (node >= this.values.length) {
      if (value === 0) return;
      const grown = new Uint8Array(Math.max(this.values.length * 2, node + 1));
      grown.set(this.values);
      this.values = grown;
    }
    this.values[node] = value;
  }
}

export class NodeNumbers {
  private values = new Uint32Array(1024);

  get(node: number): number {
    return this.values[node] ?? 0;
  }

  set(node: number, value: number): void {
    if (node >= this.values.length) {
      const grown = new Uint32Array(Math.max(this.values.length * 2, node + 1));
      grown.set(this.values);
      this.values = grown;
    }
    this.values[node] = value;
  }
}

export class Policy {
  readonly tree = new NameTree();
  readonly wantExact = new NodeBytes();
  readonly wantWild = new NodeBytes();
  readonly prefixes = new PrefixTable();
  private readonly slots = new NodeNumbers();
  /** Nodes with a rule at or below each node: says whether a name is there at all in a zone made from the list. */
  private readonly below = new NodeNumbers();
  private readonly prefixOf = new Map<number, Prefix>();
  private readonly nsdname: number;
  readonly ipRoot: number;
  private readonly offsets = new Uint16Array(128);
  private rules = 0;

  constructor() {
    this.nsdname = this.tree.insert(nameWire('rpz-nsdname'));
    this.ipRoot = this.tree.insert(nameWire('rpz-ip'));
  }

  /** Entries with a DNS rule. */
  get size(): number {
    return this.rules;
  }

  /** Whether the list has a rule at or below a node. */
  present(node: number): boolean {
    return this.below.get(node) > 0;
  }

  prefix(node: number): Prefix | undefined {
    return this.prefixOf.get(node);
  }

  /** Sets or replaces a rule; returns its node. */
  set(rule: Rule, slot: number): number {
    const node = this.tree.insert(rule.owner);
    if (this.wantExact.get(node) === 0) this.count(node, 1);
    this.wantExact.set(node, rule.exact);
    this.wantWild.set(node, rule.wild);
    this.slots.set(node, slot);
    if (rule.trigger === 'ip') {
      this.prefixes.set(rule.prefix, node);
      this.prefixOf.set(node, rule.prefix);
    }
    return node;
  }

  /** Takes a rule off; the node stays until `prune` because a zone may still publish it. Returns -1 when unknown. */
  unset(rule: Rule): number {
    const node = this.tree.find(rule.owner);
    if (node < 0 || this.wantExact.get(node) === 0) return -1;
    this.count(node, -1);
    this.wantExact.set(node, 0);
    this.wantWild.set(node, 0);
    if (rule.trigger === 'ip') this.prefixes.delete(rule.prefix);
    return node;
  }

  private count(node: number, by: number): void {
    this.rules += by;
    for (let each = node; each >= 0; each = this.tree.parent(each))
      this.below.set(each, this.below.get(each) + by);
  }

  /** Forgets a node and the bare ones above it, as long as `used` does not hold them. */
  prune(node: number, used: (node: number) => boolean): void {
    for (let each = node; each > 0 && each !== this.nsdname && each !== this.ipRoot; ) {
      if (this.present(each) || used(each) || this.tree.hasChildren(each)) return;
      const parent = this.tree.parent(each);
      this.prefixOf.delete(each);
      this.slots.set(each, 0);
      this.tree.release(each);
      each = parent;
    }
  }

  /** The prefix of a node under `rpz-ip` that only a zone still holds. */
  rememberPrefix(node: number, prefix: Prefix): void {
    this.prefixOf.set(node, prefix);
  }

  private walk(from: number, wire: Uint8Array, start: number): Match | undefined {
    const { tree, wantExact, wantWild, offsets } = this;
    let node = from;
    let wild = -1;
    for (let index = labelOffsets(wire, start, offsets) - 1; index >= 0; index--) {
      if (wantWild.get(node) !== 0) wild = node;
      node = tree.child(node, wire, offsets[index]!);
      if (node < 0) break;
    }
    if (node > 0 && wantExact.get(node) !== 0)
      return { action: wantExact.get(node), slot: this.slots.get(node) };
    return wild < 0 ? undefined : { action: wantWild.get(wild), slot: this.slots.get(wild) };
  }

  /** The rule for a name that is asked: the exact one, else the nearest above that covers what is below it. */
  matchName(wire: Uint8Array, start = 0): Match | undefined {
    return this.walk(0, wire, start);
  }

  /** The rule for a name server's name. */
  matchNameserver(wire: Uint8Array, start = 0): Match | undefined {
    return this.present(this.nsdname) ? this.walk(this.nsdname, wire, start) : undefined;
  }

  /** The rule for an address in an answer: the longest prefix. */
  matchIp(bytes: IpBytes): Match | undefined {
    if (this.prefixes.empty) return undefined;
    for (const node of this.prefixes.covering(bytes))
      return { action: this.wantExact.get(node), slot: this.slots.get(node) };
    return undefined;
  }

  /** Slot of the entry at a node, 0 when none. */
  slot(node: number): number {
    return this.slots.get(node);
  }
}
