// Keeps the two published zones true to the list: changes to hot at once, moves to base when it is quiet.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '#model/time.ts';
import { nameText } from '../dns/name.ts';
import { HotBase, type OwnerChange } from './hot-base.ts';
import type { Policy } from './policy.ts';
import { parseIpOwner } from './rules.ts';
import { Zone } from './zone.ts';

export interface PublisherOptions {
  policy: Policy;
  dir: string;
  hotName: string;
  baseName: string;
  clock: Clock;
  /** A zone has a new serial: tell the secondaries. */
  published?: (zone: Zone) => void;
  /** Whether all secondaries have a zone at this serial; asked before hot gives up what base took over. */
  settled?: (zone: Zone, serial: number) => boolean;
  /** So many changes at once go to base directly: a hot zone that large would be slow itself. */
  bulk?: number;
  /** Owners moved in one step of the compaction. */
  batch?: number;
}

export class Publisher {
  readonly hot: Zone;
  readonly base: Zone;
  private readonly plan: HotBase;
  private readonly options: PublisherOptions;
  private pending = new Set<number>();
  private tail: Promise<void> = Promise.resolve();
  private scheduled = false;
  private ready = false;
  private moved: { serial: number; nodes: Set<number> } | undefined;
  private leftovers = new Set<number>();

  constructor(options: PublisherOptions) {
    this.options = options;
    this.plan = new HotBase(options.policy);
    const { tree } = options.policy;
    const zone = (name: string, file: string, content: HotBase['base']) =>
      new Zone({ name, path: join(options.dir, file), tree, content, clock: options.clock });
    this.hot = zone(options.hotName, 'hot.zone', this.plan.hot);
    this.base = zone(options.baseName, 'base.zone', this.plan.base);
  }

  /** Owners in hot that wait to be moved to base. */
  get waiting(): number {
    return this.plan.dirty.size;
  }

  /**
   * Reads the zones from disk and brings them up to the list, which must have been loaded into the policy before.
   * The first publication puts everything into base.
   */
  async start(): Promise<void> {
    await mkdir(this.options.dir, { recursive: true, mode: 0o700 });
    const { plan } = this;
    // The whole list is planned below; what was told while it was read adds nothing.
    this.pending.clear();
    const known = [await this.base.load(this.locate), await this.hot.load(this.locate)];
    if (!known[0]) {
      plan.fillBase();
      await this.base.publishFirst();
    }
    for (let node = 1; node < plan.policy.tree.limit; node++)
      if (plan.hot.get(node, false) || plan.hot.get(node, true)) plan.moving.add(node);
    for (const node of plan.differing()) plan.dirty.add(node);
    await this.hot.commit(plan.planWholeHot());
    // Owners that hot had from before stay until the secondaries have shown that they hold this base.
    this.moved = { serial: this.base.serial, nodes: new Set(plan.moving) };
    this.ready = true;
    this.schedule();
  }

  private readonly locate = (node: number): void => {
    const { policy } = this.plan;
    if (policy.tree.parent(node) < 0) return;
    const prefix = policy.prefix(node) ?? parseIpOwner(nameText(policy.tree.wire(node)));
    if (!prefix) return;
    policy.rememberPrefix(node, prefix);
    this.plan.noteIp(node);
  };

  /** Tells that the list changed at a node of the policy; the zones follow in the same turn of the event loop. */
  touch(node: number): void {
    this.pending.add(node);
    if (this.ready) this.schedule();
  }

  private schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    this.run(() => {
      this.scheduled = false;
      return this.publishPending();
    });
  }

  /** Runs one step after those before it; steps never overlap. */
  private run(step: () => Promise<void>): Promise<void> {
    const result = this.tail.then(step);
    this.tail = result.catch(() => undefined);
    return result;
  }

  /** Resolves when everything told so far is published. */
  async flush(): Promise<void> {
    while (this.scheduled || this.pending.size > 0) await this.tail;
    await this.tail;
  }

  private async publishPending(): Promise<void> {
    const nodes = this.pending;
    this.pending = new Set();
    for (const node of nodes) {
      if (!this.plan.policy.tree.isLive(node)) nodes.delete(node);
      else this.plan.noteIp(node);
    }
    if (nodes.size === 0) return;
    if (nodes.size >= (this.options.bulk ?? 1_000)) {
      await this.commit(this.base, this.plan.planBase(nodes));
      for (const node of nodes) this.plan.dirty.delete(node);
    } else for (const node of nodes) this.plan.dirty.add(node);
    await this.commit(this.hot, this.plan.planHot(nodes));
    for (const node of nodes) if (!this.plan.policy.present(node)) this.leftovers.add(node);
    this.prune();
  }

  private async commit(zone: Zone, changes: OwnerChange[]): Promise<void> {
    if (!(await zone.commit(changes))) return;
    this.options.published?.(zone);
    for (const change of changes) if (change.after === 0) this.leftovers.add(change.node);
    this.prune();
  }

  private prune(): void {
    if (this.hot.held || this.base.held) return;
    for (const node of this.leftovers) {
      if (!this.plan.policy.tree.isLive(node) || this.plan.publishes(node) || this.pending.has(node))
        continue;
      if (this.plan.policy.present(node)) continue;
      this.plan.forgetIp(node);
      this.plan.dirty.delete(node);
      this.plan.moving.delete(node);
      this.plan.policy.prune(node, each => this.plan.publishes(each) || this.pending.has(each));
    }
    this.leftovers.clear();
  }

  /**
   * Moves what is in hot to base, in batches, base first. Hot lets go once the secondaries have base (see `settle`),
   * so that no name is uncovered in between. Safe to stop at any point: the next start sees what differs.
   */
  async compact(): Promise<void> {
    const batch = this.options.batch ?? 2_000;
    while (this.plan.dirty.size > 0) {
      await this.run(async () => {
        const nodes = [...this.plan.dirty].slice(0, batch);
        for (const node of nodes) this.plan.dirty.delete(node);
        await this.commit(
          this.base,
          this.plan.planBase(nodes.filter(node => this.plan.policy.tree.isLive(node))),
        );
        const moved = this.moved?.nodes ?? new Set<number>();
        for (let node = 1; node < this.plan.policy.tree.limit; node++)
          if (this.plan.hot.get(node, false) || this.plan.hot.get(node, true)) {
            this.plan.moving.add(node);
            moved.add(node);
          }
        this.moved = { serial: this.base.serial, nodes: moved };
      });
      await new Promise(resolve => setImmediate(resolve));
    }
    await this.settle();
    await this.base.tidy();
    await this.hot.tidy();
  }

  /** Second half of the compaction: hot drops what base has at every secondary. Call again when it said false. */
  async settle(force = false): Promise<boolean> {
    const { moved } = this;
    if (!moved || moved.nodes.size === 0) return true;
    if (!force && this.options.settled && !this.options.settled(this.base, moved.serial)) return false;
    await this.run(async () => {
      this.moved = undefined;
      const nodes = [...moved.nodes].filter(node => this.plan.policy.tree.isLive(node));
      for (const node of moved.nodes) this.plan.moving.delete(node);
      for (const node of nodes) this.plan.noteIp(node);
      await this.commit(this.hot, this.plan.planHot(nodes));
    });
    return true;
  }

  async close(): Promise<void> {
    this.ready = false;
    await this.tail;
    await this.hot.close();
    await this.base.close();
  }
}
