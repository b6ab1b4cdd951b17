// One published zone: its serial, what it holds and how it got there.
import type { Clock } from '#model/time.ts';
import { nameText, nameWire } from '../dns/name.ts';
import type { OwnerChange, Published } from './hot-base.ts';
import { Journal, type RecordChange } from './journal.ts';
import type { NameTree } from './name-tree.ts';
import { nextSerial } from './serial.ts';
import { loadZone, ZoneLog } from './zone-log.ts';

/** The state of a zone at one serial, held still while a transfer reads it. */
export interface ZoneSnapshot {
  serial: number;
  owners(): Iterable<{ labels: Uint8Array; code: number }>;
  release(): void;
}

const star = Uint8Array.from([1, 0x2a]);

export class Zone {
  /** Presentation form, no final dot. */
  readonly name: string;
  readonly wire: Uint8Array;
  readonly journal: Journal;
  serial = 0;
  private readonly tree: NameTree;
  private readonly content: Published;
  private readonly log: ZoneLog;
  private readonly path: string;
  private readonly clock: Clock;
  private holds = 0;

  constructor(options: {
    name: string;
    path: string;
    tree: NameTree;
    content: Published;
    clock: Clock;
    journal?: number;
  }) {
    this.name = options.name;
    this.wire = nameWire(options.name);
    this.tree = options.tree;
    this.content = options.content;
    this.path = options.path;
    this.log = new ZoneLog(options.path);
    this.clock = options.clock;
    this.journal = new Journal(options.journal);
  }

  get entries(): number {
    return this.content.size;
  }

  /** Whether a transfer is reading: nodes must not be given back meanwhile. */
  get held(): boolean {
    return this.holds > 0;
  }

  private ownerText(node: number, wild: boolean): string {
    return (wild ? '*.' : '') + nameText(this.tree.wire(node));
  }

  /** Reads the zone from disk. Returns false when there is none yet. */
  async load(located: (node: number) => void): Promise<boolean> {
    const state = await loadZone(this.path, (owner, code) => {
      const wild = owner.startsWith('*.');
      const node = this.tree.insert(nameWire(wild ? owner.slice(2) : owner));
      this.content.apply({ node, wild, before: 0, after: code });
      if (owner.endsWith('.rpz-ip')) located(node);
    });
    if (!state) {
      for (let node = 1; node < this.tree.limit; node++)
        for (const wild of [false, true]) this.content.apply({ node, wild, before: 0, after: 0 });
      return false;
    }
    this.serial = state.serial;
    for (const delta of state.deltas) this.journal.add(delta);
    return true;
  }

  /** Gives the content as it stands its first serial. */
  async publishFirst(): Promise<void> {
    const serial = nextSerial(0, Math.floor(this.clock() / 1000));
    await this.log.rewrite({ serial, owners: this.each(), count: this.entries, history: [] });
    this.serial = serial;
  }

  /** Makes changes durable, then visible under a new serial. Returns false when there were none. */
  async commit(changes: readonly OwnerChange[]): Promise<boolean> {
    if (this.serial === 0) await this.publishFirst();
    if (changes.length === 0) return false;
    const to = nextSerial(this.serial, Math.floor(this.clock() / 1000));
    const records = changes.map(
      (change): RecordChange => ({
        owner: this.ownerText(change.node, change.wild),
        before: change.before,
        after: change.after,
      }),
    );
    const delta = { from: this.serial, to, changes: records };
    await this.log.append(delta);
    for (const change of changes) this.content.apply(change);
    this.serial = to;
    this.journal.add(delta);
    return true;
  }

  /** Writes the file anew when its deltas outweigh it. */
  async tidy(): Promise<void> {
    if (!this.log.wantsRewrite) return;
    // The list of owners is taken before the first wait: changes meanwhile would mix into it.
    const owners = [...this.each()];
    await this.log.rewrite({ serial: this.serial, owners, count: owners.length, history: this.journal.all });
  }

  private *each(): Generator<[string, number]> {
    for (let node = 1; node < this.tree.limit; node++) {
      if (!this.tree.isLive(node)) continue;
      for (const wild of [false, true]) {
        const code = this.content.get(node, wild);
        if (code) yield [this.ownerText(node, wild), code];
      }
    }
  }

  /** Freezes the present state: values are copied (a byte a name and kind), names are held in place. */
  snapshot(): ZoneSnapshot {
    const exact = this.content.exact.values.slice();
    const wild = this.content.wild.values.slice();
    const { tree, serial } = this;
    const limit = tree.limit;
    const zone = this;
    let released = false;
    this.holds += 1;
    return {
      serial,
      *owners() {
        const labels = new Uint8Array(258);
        for (let node = 1; node < limit; node++) {
          if (exact[node])
            yield { labels: labels.subarray(0, tree.write(node, labels, 0)), code: exact[node]! };
          if (!wild[node]) continue;
          labels.set(star);
          yield { labels: labels.subarray(0, 2 + tree.write(node, labels, 2)), code: wild[node]! };
        }
      },
      release() {
        if (!released) zone.holds -= 1;
        released = true;
      },
    };
  }

  close(): Promise<void> {
    return this.log.close();
  }
}
