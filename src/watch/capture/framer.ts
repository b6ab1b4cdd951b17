// What the two container formats share: turning a stretch of bytes into decoded rows, and saying where it broke.
import type { PacketColumns } from '#model/packet/columns.ts';
import { latestTime } from '#model/time.ts';
import { type Decode, skipReasons } from './decode.ts';

/** Largest frame accepted; libpcap's and Wireshark's limit too. Anything longer means a damaged file. */
export const largestFrame = 262_144;

/** A container format. `parse` reads whole records from `data[start..end)` and answers where it stopped (may be past `end`: skip). */
export interface Framer {
  parse(data: Uint8Array, view: DataView, start: number, end: number, base: number): number;
  /** Why reading cannot go on. */
  failure: string | undefined;
}

/** Where a framer puts packets, and the account of what could not be decoded. */
export class PacketSink {
  readonly columns: PacketColumns;
  readonly #decode: Decode;
  readonly #onSkip: (packet: number, byte: number, why: string) => void;
  /** Packets seen in the container, decoded or not. */
  records = 0;
  /** Packets dropped before the capture was written, as the file's own statistics say (pcapng). */
  dropped = 0;
  readonly linkTypes = new Set<number>();

  constructor(
    columns: PacketColumns,
    decode: Decode,
    onSkip: (packet: number, byte: number, why: string) => void,
  ) {
    this.columns = columns;
    this.#decode = decode;
    this.#onSkip = onSkip;
  }

  get full(): boolean {
    return this.columns.count === this.columns.capacity;
  }

  /** Takes one frame; `byte` is its record's offset in the capture. */
  packet(
    data: Uint8Array,
    start: number,
    end: number,
    linkType: number,
    time: number,
    wire: number,
    byte: number,
  ) {
    const columns = this.columns;
    const number = ++this.records;
    const failed = this.#decode(data, start, end, linkType, time);
    if (failed !== 0) {
      this.#onSkip(
        number,
        byte,
        failed === 2 ? `${skipReasons[2]} ${linkType}` : (skipReasons[failed] ?? 'undecodable'),
      );
      return;
    }
    const row = columns.count++;
    columns.time[row] = time >= 0 && time <= latestTime ? time : time > 0 ? latestTime : 0;
    columns.record[row] = number - columns.recordBase;
    columns.offset[row] = byte - columns.offsetBase;
    columns.length[row] = Math.max(wire, end - start);
  }

  /** Counts a packet whose frame could not be reached. */
  skip(byte: number, why: string) {
    this.#onSkip(++this.records, byte, why);
  }
}
