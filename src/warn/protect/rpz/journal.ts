// What changed between the serials of a zone: kept deep, given out condensed, so that IXFR is always possible (RFC 1995).
import { serialNewer } from './serial.ts';

/** A change of one owner. `owner` is presentation form relative to the zone, codes as in rules.ts (0: not there). */
export interface RecordChange {
  owner: string;
  before: number;
  after: number;
}

export interface Delta {
  from: number;
  to: number;
  changes: readonly RecordChange[];
}

export class Journal {
  private deltas: Delta[] = [];
  private kept = 0;
  private readonly limit: number;

  /** @param limit changes kept over all deltas; the oldest whole deltas go first. */
  constructor(limit = 2_000_000) {
    this.limit = limit;
  }

  get all(): readonly Delta[] {
    return this.deltas;
  }

  add(delta: Delta): void {
    this.deltas.push(delta);
    this.kept += delta.changes.length + 1;
    let drop = 0;
    while (this.kept > this.limit && drop < this.deltas.length - 1)
      this.kept -= this.deltas[drop++]!.changes.length + 1;
    if (drop) this.deltas = this.deltas.slice(drop);
  }

  /**
   * Net changes from a serial to now, one per owner; undefined when the serial is not known any more (or never was),
   * which is the only case that needs a full transfer.
   */
  since(serial: number): RecordChange[] | undefined {
    // Deltas are in serial order: look from the newest, the usual case is one or two steps back.
    let index = this.deltas.length - 1;
    while (index >= 0 && this.deltas[index]!.from !== serial) {
      if (serialNewer(serial, this.deltas[index]!.from)) return undefined;
      index -= 1;
    }
    if (index < 0) return undefined;
    if (index === this.deltas.length - 1) return [...this.deltas[index]!.changes];
    const net = new Map<string, RecordChange>();
    for (const delta of this.deltas.slice(index))
      for (const change of delta.changes) {
        const known = net.get(change.owner);
        net.set(change.owner, known ? { ...known, after: change.after } : change);
      }
    return [...net.values()].filter(change => change.before !== change.after);
  }
}
