// The streaming capture reader: bytes in, batches of decoded columns out, in constant memory.
import type { Readable } from 'node:stream';
import { HinomiError } from '#model/errors.ts';
import { type PacketColumns, packetColumns } from '#model/packet/columns.ts';
import type { Skipped } from '#model/record/input.ts';
import { decoder } from './decode.ts';
import { type Framer, largestFrame, PacketSink } from './framer.ts';
import { pcapFramer, pcapHeader, unsupportedFormat } from './pcap.ts';
import { isPcapng, pcapngFramer } from './pcapng.ts';
import { type ByteSource, openSource } from './source.ts';

const chunk = 2 << 20;
/** Room before a chunk for the unfinished record of the one before: any record fits. */
const headroom = largestFrame + 131_072;
const batchRows = 16_384;
const skippedKept = 100;

/** A capture being read. */
export interface CaptureReader {
  /** The next batch, valid until the next call, or undefined at the end. Never throws for what the file holds. */
  next(): Promise<PacketColumns | undefined>;
  close(): Promise<void>;
  readonly format: 'pcap' | 'pcapng';
  readonly linkTypes: readonly number[];
  /** Packets seen, decoded or not. */
  readonly records: number;
  /** Bytes taken from the file (compressed size when compressed). */
  readonly bytes: number;
  /** Packets or stretches that could not be decoded: the first 100, and how many. */
  readonly skipped: readonly Skipped[];
  readonly skippedCount: number;
  readonly reasons: ReadonlyMap<string, number>;
  /** Packets the capturing program says it lost (pcapng statistics). */
  readonly dropped: number;
}

interface Half {
  data: Uint8Array<ArrayBuffer>;
  view: DataView;
}
const half = (): Half => {
  const data = new Uint8Array(headroom + chunk);
  return { data, view: new DataView(data.buffer) };
};

class Reader implements CaptureReader {
  format: 'pcap' | 'pcapng' = 'pcap';
  readonly skipped: Skipped[] = [];
  skippedCount = 0;
  readonly reasons = new Map<string, number>();
  readonly #source: ByteSource;
  readonly #columns = packetColumns(batchRows);
  readonly #sink: PacketSink;
  #framer: Framer | undefined;
  #current = half();
  #other = half();
  #at = headroom;
  #end = headroom;
  /** Offset in the capture of byte 0 of the current half. */
  #base = -headroom;
  #ended = false;
  #broken: string | undefined;
  #pending: Promise<number> | undefined;

  constructor(source: ByteSource) {
    this.#source = source;
    const skip = (packet: number, byte: number, why: string) =>
      this.#skip(`packet ${packet} (byte ${byte})`, why);
    this.#sink = new PacketSink(this.#columns, decoder(this.#columns), skip);
  }

  get records() {
    return this.#sink.records;
  }
  get bytes() {
    return this.#source.taken;
  }
  get dropped() {
    return this.#sink.dropped;
  }
  get linkTypes() {
    return [...this.#sink.linkTypes];
  }

  #skip(at: string, why: string) {
    this.skippedCount++;
    this.reasons.set(why, (this.reasons.get(why) ?? 0) + 1);
    if (this.skipped.length < skippedKept) this.skipped.push({ at, why });
  }

  #prefetch() {
    const target = this.#other.data.subarray(headroom);
    this.#pending = this.#source.read(target).catch((error: Error) => {
      this.#broken = `reading stopped: ${error.message}`;
      return 0;
    });
  }

  /** Brings the next chunk behind the unfinished rest of this one. */
  async #more(): Promise<void> {
    if (!this.#pending) this.#prefetch();
    const size = await this.#pending!;
    const rest = this.#end - this.#at;
    const target = this.#other;
    const from = headroom - Math.max(rest, 0);
    if (rest > 0) target.data.set(this.#current.data.subarray(this.#at, this.#end), from);
    const position = this.#base + this.#at;
    this.#other = this.#current;
    this.#current = target;
    this.#at = rest < 0 ? headroom - rest : from;
    this.#end = headroom + size;
    this.#base = position - this.#at;
    if (size === 0) this.#ended = true;
    else this.#prefetch();
  }

  /** Reads the file header and picks the format. */
  async start(): Promise<void> {
    while (this.#end - this.#at < pcapHeader && !this.#ended) await this.#more();
    const { view } = this.#current;
    const available = this.#end - this.#at;
    const magic = available >= 4 ? view.getUint32(this.#at) : 0;
    const head = new DataView(view.buffer, this.#at, Math.max(available, 0));
    if (available >= 12 && isPcapng(head)) {
      this.format = 'pcapng';
      this.#framer = pcapngFramer(this.#sink);
      return;
    }
    const framer = available >= pcapHeader ? pcapFramer(head, this.#sink) : undefined;
    if (framer) {
      this.#framer = framer;
      this.#at += pcapHeader;
      return;
    }
    const known = unsupportedFormat(magic);
    throw known
      ? new HinomiError('CAPTURE_FORMAT_UNSUPPORTED', `${known} files are not supported`, {
          remedy: 'Convert the file with `editcap -F pcapng IN OUT`.',
          status: 400,
        })
      : new HinomiError(
          'CAPTURE_FORMAT_UNKNOWN',
          this.#broken ?? (available < 4 ? 'the capture is empty' : 'neither pcap nor pcapng'),
          {
            place: { offset: 0 },
            remedy: 'Give a pcap or pcapng file, plain or compressed with gzip or zstd.',
            status: 400,
          },
        );
  }

  async next(): Promise<PacketColumns | undefined> {
    const columns = this.#columns;
    const sink = this.#sink;
    const framer = this.#framer!;
    for (;;) {
      columns.count = 0;
      columns.recordBase = sink.records;
      columns.offsetBase = this.#base + this.#at;
      columns.data = this.#current.data;
      if (this.#at < this.#end && !framer.failure)
        this.#at = framer.parse(this.#current.data, this.#current.view, this.#at, this.#end, this.#base);
      if (columns.count > 0) return columns;
      if (framer.failure) {
        this.#finish(framer.failure);
        return undefined;
      }
      if (sink.full) continue;
      if (this.#ended) {
        this.#finish(undefined);
        return undefined;
      }
      await this.#more();
    }
  }

  #finished = false;
  #finish(failure: string | undefined) {
    if (this.#finished) return;
    this.#finished = true;
    const byte = this.#base + this.#at;
    const rest = this.#end - this.#at;
    if (failure) this.#skip(`byte ${byte}`, failure);
    else if (this.#broken) this.#skip(`byte ${byte}`, this.#broken);
    else if (rest !== 0)
      this.#skip(
        `byte ${byte}`,
        rest > 0 ? `file ends within a record (${rest} bytes of it)` : 'file ends within a block',
      );
  }

  async close(): Promise<void> {
    await this.#pending?.catch(() => 0);
    await this.#source.close();
  }
}

/**
 * Opens a capture (pcap or pcapng, plain, gzip or zstd) from a file or a stream.
 * @throws HinomiError `CAPTURE_UNREADABLE`, `CAPTURE_FORMAT_UNKNOWN`, `CAPTURE_FORMAT_UNSUPPORTED`.
 */
export async function openCapture(from: { file: string } | { stream: Readable }): Promise<CaptureReader> {
  const source = await openSource(from);
  const reader = new Reader(source);
  try {
    await reader.start();
  } catch (error) {
    await source.close();
    throw error;
  }
  return reader;
}
