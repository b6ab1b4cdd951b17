// Two zones from one list: a large, rarely changed base and a small hot zone that resolvers ask first.
// Resolvers apply a change to a small zone at once; a change to a zone of a million rules costs them seconds.
//
// A resolver answers from the first zone that matches, so the hot zone must hold whatever makes the pair answer as the
// list does. Within a zone DNS wildcards stop at names that exist (RFC 4592 §2.2.1), also at empty ones. Therefore:
// - a name whose own rule differs from base is in hot (passthru when the list has none);
// - where the rule for what lies below a name differs, hot holds that wildcard and, explicitly, every listed name below;
// - in base every name that exists under a covering wildcard carries the cover explicitly.
import { NodeBytes, NodeNumbers, type Policy } from './policy.ts';
import { PrefixTable } from './prefix-table.ts';
import { action } from './rules.ts';

/** One owner's change: the node's own rule or the wildcard below it, before and after (action codes). */
export interface OwnerChange {
  node: number;
  wild: boolean;
  before: number;
  after: number;
}

/** What one zone publishes, per node of the policy's tree. */
export class Published {
  readonly exact = new NodeBytes();
  readonly wild = new NodeBytes();
  /** Owners at or below each node, to know which names exist in the zone. */
  private readonly below = new NodeNumbers();
  private owners = 0;
  private readonly parent: (node: number) => number;

  constructor(parent: (node: number) => number) {
    this.parent = parent;
  }

  get size(): number {
    return this.owners;
  }

  /** Whether the name, or one below it, is an owner in the zone. */
  present(node: number): boolean {
    return this.exact.get(node) !== 0 || this.wild.get(node) !== 0 || this.below.get(node) > 0;
  }

  get(node: number, wild: boolean): number {
    return (wild ? this.wild : this.exact).get(node);
  }

  apply(change: OwnerChange): void {
    const values = change.wild ? this.wild : this.exact;
    const before = values.get(change.node);
    values.set(change.node, change.after);
    const by = Number(change.after !== 0) - Number(before !== 0);
    if (by === 0) return;
    this.owners += by;
    for (let each = this.parent(change.node); each > 0; each = this.parent(each))
      this.below.set(each, this.below.get(each) + by);
  }
}

interface Cover {
  /** What the list says of names below, and what base answers for them. */
  list: number;
  base: number;
  /** A wildcard of the hot zone lies above. */
  hot: boolean;
}

/** Changes by node and kind; only what `note` needs of a map. */
type Plan = Pick<Map<number, OwnerChange>, 'set' | 'delete'>;
type KeptPlan = Map<number, OwnerChange>;

export class HotBase {
  readonly policy: Policy;
  readonly base: Published;
  readonly hot: Published;
  /** Nodes changed since base was last brought up to date. */
  readonly dirty = new Set<number>();
  /** Nodes that base has taken over but that resolvers may not have yet: hot keeps them for now. */
  readonly moving = new Set<number>();

  constructor(policy: Policy) {
    this.policy = policy;
    const parent = (node: number) => policy.tree.parent(node);
    this.base = new Published(parent);
    this.hot = new Published(parent);
  }

  /** Whether a zone still publishes a node. */
  publishes(node: number): boolean {
    return this.base.present(node) || this.hot.present(node);
  }

  private path(node: number): number[] {
    const path: number[] = [];
    for (let each = node; each > 0; each = this.policy.tree.parent(each)) path.push(each);
    return path.reverse();
  }

  private note(plan: Plan, zone: Published, node: number, wild: boolean, after: number): void {
    const before = zone.get(node, wild);
    const key = node * 2 + Number(wild);
    if (before === after) plan.delete(key);
    else plan.set(key, { node, wild, before, after });
  }

  private isIp(node: number): boolean {
    return (
      this.policy.tree.parent(node) >= 0 &&
      this.path(node)[0] === this.policy.ipRoot &&
      node !== this.policy.ipRoot
    );
  }

  // --- base -------------------------------------------------------------------------------------------------------

  private baseNode(plan: Plan, node: number, cover: number): number {
    const { wantExact, wantWild } = this.policy;
    const there = this.policy.present(node);
    this.note(plan, this.base, node, false, there ? wantExact.get(node) || cover : 0);
    this.note(plan, this.base, node, true, there ? wantWild.get(node) || cover : 0);
    return wantWild.get(node) || cover;
  }

  private baseBelow(plan: Plan, node: number, cover: number): void {
    const below = this.baseNode(plan, node, cover);
    for (const child of this.policy.tree.children(node)) this.baseBelow(plan, child, below);
  }

  /** Changes that make base say of these nodes what the list says. Apply before planning hot. */
  planBase(nodes: Iterable<number>): OwnerChange[] {
    const plan: KeptPlan = new Map();
    for (const node of nodes) {
      if (this.isIp(node)) {
        this.note(plan, this.base, node, false, this.policy.wantExact.get(node));
        continue;
      }
      let cover = 0;
      const path = this.path(node);
      for (const each of path.slice(0, -1)) cover = this.baseNode(plan, each, cover);
      this.baseBelow(plan, node, cover);
    }
    return [...plan.values()];
  }

  private eachOfBase(plan: Plan): void {
    const { tree, ipRoot, wantExact } = this.policy;
    for (const child of tree.children(0))
      if (child === ipRoot)
        for (const each of this.ipNodes()) this.note(plan, this.base, each, false, wantExact.get(each));
      else this.baseBelow(plan, child, 0);
  }

  /** Brings all of base up to the list at once, without the million changes standing in memory: first publication. */
  fillBase(): void {
    const plan: Plan = {
      set: (_key, change) => {
        this.base.apply(change);
        return new Map();
      },
      delete: () => false,
    };
    this.eachOfBase(plan);
  }

  // --- hot --------------------------------------------------------------------------------------------------------

  private hotNode(plan: Plan, node: number, cover: Cover): Cover {
    const { base, policy } = this;
    const there = base.present(node);
    const listExact = policy.wantExact.get(node) || cover.list;
    const listWild = policy.wantWild.get(node) || cover.list;
    const baseExact = there ? base.exact.get(node) : cover.base;
    const baseWild = there ? base.wild.get(node) : cover.base;
    const held = this.moving.has(node);
    const heldWild = held && this.hot.wild.get(node) !== 0;
    const explicit = cover.hot || heldWild || listWild !== baseWild;
    // Bare nodes that neither list nor base holds need nothing of their own: the wildcard above speaks for them.
    const bare = !policy.present(node) && !there && !this.hot.present(node);
    const exactToo = explicit ? !bare : listExact !== baseExact || (held && this.hot.exact.get(node) !== 0);
    this.note(plan, this.hot, node, false, exactToo ? listExact || action.passthru : 0);
    this.note(plan, this.hot, node, true, explicit && !bare ? listWild || action.passthru : 0);
    return { list: listWild, base: baseWild, hot: explicit };
  }

  private hotBelow(plan: Plan, node: number, cover: Cover): void {
    const below = this.hotNode(plan, node, cover);
    for (const child of this.policy.tree.children(node)) this.hotBelow(plan, child, below);
  }

  private hotPath(plan: Plan, path: readonly number[]): Cover {
    let cover: Cover = { list: 0, base: 0, hot: false };
    for (const each of path) cover = this.hotNode(plan, each, cover);
    return cover;
  }

  /** Changes that make the pair (hot, then base as it is now) answer as the list does for these nodes. */
  planHot(nodes: Iterable<number>): OwnerChange[] {
    const plan: KeptPlan = new Map();
    for (const node of nodes) {
      if (this.isIp(node)) this.hotIp(plan, node);
      else this.hotBelow(plan, node, this.hotPath(plan, this.path(node).slice(0, -1)));
    }
    return [...plan.values()];
  }

  /** The same for everything: after a start, when what changed meanwhile is not known. Costs a walk over all names. */
  planWholeHot(): OwnerChange[] {
    const plan: KeptPlan = new Map();
    const none: Cover = { list: 0, base: 0, hot: false };
    for (const child of this.policy.tree.children(0))
      if (child === this.policy.ipRoot) for (const each of this.ipNodes()) this.hotIp(plan, each);
      else this.hotBelow(plan, child, none);
    return [...plan.values()];
  }

  /** Nodes on which list and base differ: dirty after a start. */
  differing(): number[] {
    const plan: KeptPlan = new Map();
    this.eachOfBase(plan);
    return [...new Set([...plan.values()].map(change => change.node))];
  }

  // --- addresses: every prefix covers what is inside it, the longest wins, but the first zone wins over that ----------

  private ipNodes(): number[] {
    const found: number[] = [];
    const visit = (node: number): void => {
      if (this.policy.prefix(node)) found.push(node);
      for (const child of this.policy.tree.children(node)) visit(child);
    };
    visit(this.policy.ipRoot);
    return found;
  }

  private ipEffective(node: number, value: (node: number) => number): number {
    const prefix = this.policy.prefix(node)!;
    if (value(node)) return value(node);
    for (const each of this.allPrefixes.covering(prefix.bytes, prefix.bits))
      if (value(each)) return value(each);
    return 0;
  }

  /** Prefixes of the list and of both zones alike; kept by `noteIp`. */
  private readonly allPrefixes = new PrefixTable();

  /** Tells of a prefix node before it is planned (the list may have dropped it while base has it). */
  noteIp(node: number): void {
    const prefix = this.policy.prefix(node);
    if (prefix) this.allPrefixes.set(prefix, node);
  }

  forgetIp(node: number): void {
    const prefix = this.policy.prefix(node);
    if (prefix && !this.publishes(node) && !this.policy.present(node)) this.allPrefixes.delete(prefix);
  }

  private hotIp(plan: Plan, node: number): void {
    const prefix = this.policy.prefix(node);
    if (!prefix) return;
    this.noteIp(node);
    // Nothing can lie inside a single address; the walk over all prefixes is for ranges only.
    if (prefix.bits === 128) this.hotOneIp(plan, node);
    else for (const each of [...this.allPrefixes.inside(prefix)]) this.hotOneIp(plan, each);
  }

  private ipDiffers(node: number): boolean {
    const list = this.ipEffective(node, each => this.policy.wantExact.get(each));
    const base = this.ipEffective(node, each => this.base.exact.get(each));
    return list !== base || (this.moving.has(node) && this.hot.exact.get(node) !== 0);
  }

  private hotOneIp(plan: Plan, node: number): void {
    const prefix = this.policy.prefix(node)!;
    const list = this.ipEffective(node, each => this.policy.wantExact.get(each));
    let explicit = this.ipDiffers(node);
    if (!explicit && (this.policy.wantExact.get(node) || this.base.exact.get(node)))
      for (const each of this.allPrefixes.covering(prefix.bytes, prefix.bits))
        if (each !== node && this.ipDiffers(each)) explicit = true;
    this.note(plan, this.hot, node, false, explicit ? list || action.passthru : 0);
  }
}
