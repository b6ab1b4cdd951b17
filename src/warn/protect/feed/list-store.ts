// The list as the DNS process keeps it: rules in memory, the words of each entry on disk, all of it back after a start.
import {
  closeSync,
  createReadStream,
  ftruncateSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import type { ListEntry } from '../../indicators/list-entry.ts';
import type { Policy } from '../rpz/policy.ts';
import { type Rule, ruleOf } from '../rpz/rules.ts';

/** How far the list is: of which list, up to which change. */
export interface ListPosition {
  generation: string;
  sequence: number;
}

type Line = { add: ListEntry } | { remove: Pick<ListEntry, 'type' | 'value'> } | { at: ListPosition };

const flushBytes = 1 << 20;

export class ListStore {
  readonly policy: Policy;
  position: ListPosition = { generation: '', sequence: 0 };
  /** Entries that no rule could be made of (a name too long for the zone, …). */
  refused = 0;
  private readonly path: string;
  private readonly touched: (node: number) => void;
  /** Owner bytes at most, so that owner, `*.` and zone name fit 255. */
  private readonly longestOwner: number;
  private file = -1;
  private size = 0;
  private garbage = 0;
  private offsets = new Float64Array(1024);
  private lengths = new Uint32Array(1024);
  private freeSlots: number[] = [];
  private slots = 1;
  private pending: string[] = [];
  private pendingBytes = 0;
  private marks: Uint8Array | undefined;

  constructor(options: {
    path: string;
    policy: Policy;
    touched: (node: number) => void;
    longestOwner?: number;
  }) {
    this.path = options.path;
    this.policy = options.policy;
    this.touched = options.touched;
    this.longestOwner = options.longestOwner ?? 255;
  }

  /** Reads the list kept from before; a last line that was cut short is dropped. */
  async open(): Promise<void> {
    mkdirSync(dirname(this.path), { recursive: true, mode: 0o700 });
    this.file = openSync(this.path, 'a+', 0o600);
    let rest: Buffer = Buffer.alloc(0);
    let offset = 0;
    reading: for await (const chunk of createReadStream(this.path, { highWaterMark: flushBytes })) {
      let data: Buffer = rest.length > 0 ? Buffer.concat([rest, chunk as Buffer]) : (chunk as Buffer);
      for (let end = data.indexOf(10); end >= 0; end = data.indexOf(10)) {
        const line = this.parse(data.toString('utf8', 0, end));
        if (!line) break reading;
        if ('add' in line) this.place(line.add, offset, end);
        else if ('remove' in line) this.take(line.remove);
        else this.position = line.at;
        offset += end + 1;
        data = data.subarray(end + 1);
      }
      rest = data;
    }
    this.size = offset;
    ftruncateSync(this.file, offset);
  }

  private parse(text: string): Line | undefined {
    try {
      return JSON.parse(text) as Line;
    } catch {
      return undefined;
    }
  }

  private ruleFor(entry: Pick<ListEntry, 'type' | 'value' | 'subdomains' | 'action'>): Rule | undefined {
    try {
      const rule = ruleOf(entry);
      if (!rule || rule.owner.length <= this.longestOwner) return rule;
    } catch {
      // Counted below: one bad record must not stop the others.
    }
    this.refused += 1;
    return undefined;
  }

  private place(entry: ListEntry, offset: number, length: number): void {
    const rule = this.ruleFor(entry);
    if (!rule) return;
    if (rule.owner.length + 2 > this.longestOwner) rule.wild = 0;
    const known = this.policy.tree.find(rule.owner);
    let slot = known >= 0 && this.policy.wantExact.get(known) !== 0 ? this.policy.slot(known) : 0;
    if (slot === 0) slot = this.freeSlots.pop() ?? this.slots++;
    else this.garbage += this.lengths[slot]!;
    if (slot >= this.lengths.length) {
      const grown = { offsets: new Float64Array(slot * 2), lengths: new Uint32Array(slot * 2) };
      grown.offsets.set(this.offsets);
      grown.lengths.set(this.lengths);
      Object.assign(this, grown);
    }
    this.offsets[slot] = offset;
    this.lengths[slot] = length;
    if (this.marks && slot < this.marks.length) this.marks[slot] = 1;
    this.touched(this.policy.set(rule, slot));
  }

  private take(entry: Pick<ListEntry, 'type' | 'value'>): void {
    const rule = this.ruleFor({ ...entry, subdomains: true, action: 'warn' });
    if (!rule) return;
    const known = this.policy.tree.find(rule.owner);
    const slot = known >= 0 ? this.policy.slot(known) : 0;
    const node = this.policy.unset(rule);
    if (node < 0) return;
    this.garbage += this.lengths[slot]!;
    this.freeSlots.push(slot);
    this.lengths[slot] = 0;
    this.touched(node);
  }

  private write(line: Line): { offset: number; length: number } {
    const text = JSON.stringify(line);
    const length = Buffer.byteLength(text);
    const offset = this.size + this.pendingBytes;
    this.pending.push(`${text}\n`);
    this.pendingBytes += length + 1;
    if (this.pendingBytes > flushBytes) this.flush();
    return { offset, length };
  }

  private flush(): void {
    if (this.pending.length === 0) return;
    writeSync(this.file, this.pending.join(''));
    this.size += this.pendingBytes;
    this.pending = [];
    this.pendingBytes = 0;
  }

  /** Puts an entry on the list, or replaces the one with its type and value. URLs and hashes are of no use to the DNS. */
  add(entry: ListEntry): void {
    if (entry.type === 'url' || entry.type === 'sha256' || entry.type === 'md5') return;
    if (this.marks && this.sameAsKnown(entry)) return;
    const { offset, length } = this.write({ add: entry });
    this.place(entry, offset, length);
  }

  private sameAsKnown(entry: ListEntry): boolean {
    const rule = this.ruleFor(entry);
    if (!rule) return true;
    const node = this.policy.tree.find(rule.owner);
    if (node < 0 || this.policy.wantExact.get(node) === 0) return false;
    const slot = this.policy.slot(node);
    const known = this.entry(slot);
    if (!known || JSON.stringify(known) !== JSON.stringify(entry)) return false;
    if (slot < this.marks!.length) this.marks![slot] = 1;
    return true;
  }

  remove(entry: Pick<ListEntry, 'type' | 'value'>): void {
    this.write({ remove: { type: entry.type, value: entry.value } });
    this.take(entry);
  }

  /** Notes how far the list is; what was told before is on disk afterwards. */
  reached(position: ListPosition): void {
    this.position = position;
    this.write({ at: position });
    this.flush();
    if (this.garbage > 64 << 20 && this.garbage > this.size / 2) this.rewrite();
  }

  /** A whole list follows: entries that are not told again until `endSnapshot` are taken off. */
  beginSnapshot(): void {
    this.marks = new Uint8Array(this.slots);
  }

  endSnapshot(): void {
    const marks = this.marks ?? new Uint8Array();
    this.marks = undefined;
    for (let slot = 1; slot < marks.length; slot++) {
      if (marks[slot] || this.lengths[slot] === 0) continue;
      const stale = this.entry(slot);
      if (stale) this.remove(stale);
    }
  }

  cancelSnapshot(): void {
    this.marks = undefined;
  }

  /** What is known of an entry, read from disk. */
  entry(slot: number): ListEntry | undefined {
    const length = this.lengths[slot];
    if (!length) return undefined;
    if (this.offsets[slot]! + length > this.size) this.flush();
    const bytes = Buffer.allocUnsafe(length);
    readSync(this.file, bytes, 0, length, this.offsets[slot]!);
    const line = this.parse(bytes.toString());
    return line && 'add' in line ? line.add : undefined;
  }

  private rewrite(): void {
    const next = `${this.path}.new`;
    const file = openSync(next, 'w+', 0o600);
    let size = 0;
    for (let slot = 1; slot < this.slots; slot++) {
      const length = this.lengths[slot]!;
      if (length === 0) continue;
      const bytes = Buffer.allocUnsafe(length + 1);
      readSync(this.file, bytes, 0, length, this.offsets[slot]!);
      bytes[length] = 10;
      writeSync(file, bytes);
      this.offsets[slot] = size;
      size += length + 1;
    }
    closeSync(this.file);
    closeSync(file);
    renameSync(next, this.path);
    this.file = openSync(this.path, 'a+', 0o600);
    this.size = size;
    this.garbage = 0;
    this.reached(this.position);
  }

  close(): void {
    if (this.file < 0) return;
    this.flush();
    closeSync(this.file);
    this.file = -1;
  }
}
