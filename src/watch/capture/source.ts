// Where capture bytes come from: a file or a stream, plain or compressed (gzip, zstd). Pull-based: the reader sets the pace.
import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { constants, createGunzip } from 'node:zlib';
import { HinomiError } from '#model/errors.ts';
import { bombReason, compressionOf, isBomb } from '../compression.ts';
import { unpack } from '../logs/read/decompress.ts';

/** Bytes on request. `read` answers how many bytes it put into `into`; 0 is the end. */
export interface ByteSource {
  read(into: Uint8Array): Promise<number>;
  close(): Promise<void>;
  /** Bytes taken from the file or stream so far, before decompression. */
  readonly taken: number;
}

class FileSource implements ByteSource {
  readonly #file: FileHandle;
  taken = 0;
  constructor(file: FileHandle) {
    this.#file = file;
  }
  async read(into: Uint8Array): Promise<number> {
    const { bytesRead } = await this.#file.read(into, 0, into.length, null);
    this.taken += bytesRead;
    return bytesRead;
  }
  close(): Promise<void> {
    return this.#file.close();
  }
}

class StreamSource implements ByteSource {
  readonly #stream: Readable;
  readonly #chunks: AsyncIterator<Uint8Array>;
  #rest: Uint8Array = new Uint8Array(0);
  taken = 0;
  constructor(stream: Readable) {
    this.#stream = stream;
    this.#chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  }
  async read(into: Uint8Array): Promise<number> {
    while (this.#rest.length === 0) {
      const next = await this.#chunks.next();
      if (next.done) return 0;
      this.#rest = typeof next.value === 'string' ? Buffer.from(next.value) : next.value;
    }
    const size = Math.min(into.length, this.#rest.length);
    into.set(this.#rest.subarray(0, size));
    this.#rest = this.#rest.subarray(size);
    this.taken += size;
    return size;
  }
  async close(): Promise<void> {
    this.#stream.destroy();
  }
}

/** Puts bytes that were read to tell the format back in front. */
class PeekedSource implements ByteSource {
  #head: Uint8Array;
  readonly #inner: ByteSource;
  constructor(head: Uint8Array, inner: ByteSource) {
    this.#head = head;
    this.#inner = inner;
  }
  get taken(): number {
    return this.#inner.taken;
  }
  async read(into: Uint8Array): Promise<number> {
    if (this.#head.length === 0) return this.#inner.read(into);
    const size = Math.min(into.length, this.#head.length);
    into.set(this.#head.subarray(0, size));
    this.#head = this.#head.subarray(size);
    return size;
  }
  close(): Promise<void> {
    return this.#inner.close();
  }
}

async function* chunksOf(source: ByteSource): AsyncGenerator<Uint8Array> {
  for (;;) {
    const chunk = new Uint8Array(262_144);
    const size = await source.read(chunk);
    if (size === 0) return;
    yield chunk.subarray(0, size);
  }
}

/** Takes what is packed from another source, and gives up on what unfolds beyond belief. */
class DecompressedSource extends StreamSource {
  readonly #packed: ByteSource;
  #unpacked = 0;
  constructor(packed: ByteSource, unpacked: Readable) {
    super(unpacked);
    this.#packed = packed;
    Object.defineProperty(this, 'taken', { get: () => packed.taken, set: () => undefined });
  }
  override async read(into: Uint8Array): Promise<number> {
    const size = await super.read(into);
    this.#unpacked += size;
    if (isBomb(this.#packed.taken, this.#unpacked)) throw new Error(bombReason);
    return size;
  }
  override async close(): Promise<void> {
    await super.close();
    await this.#packed.close();
  }
}

/** A cut-off file gives what it holds: flushed at the end instead of failing; the reader reports the cut. */
function gunzipped(packed: ByteSource): Readable {
  const gunzip = createGunzip({ chunkSize: 1 << 20, finishFlush: constants.Z_SYNC_FLUSH });
  const input = Readable.from(chunksOf(packed));
  input.on('error', error => gunzip.destroy(error));
  return input.pipe(gunzip);
}

/** Frame after frame: Node's own stream ends with the first, and captures joined or packed in parallel have many. */
const unzstd = (packed: ByteSource, name: string): Readable =>
  Readable.from(unpack(chunksOf(packed), name).chunks, { objectMode: true, highWaterMark: 4 });

/** Opens a file or takes a stream, and unpacks gzip and zstd by their magic numbers. @throws HinomiError `CAPTURE_UNREADABLE`. */
export async function openSource(from: { file: string } | { stream: Readable }): Promise<ByteSource> {
  let plain: ByteSource;
  if ('stream' in from) plain = new StreamSource(from.stream);
  else
    try {
      plain = new FileSource(await open(from.file, 'r'));
    } catch (cause) {
      throw unreadable(from.file, cause);
    }
  const head = new Uint8Array(4);
  let filled = 0;
  try {
    while (filled < 4) {
      const size = await plain.read(head.subarray(filled));
      if (size === 0) break;
      filled += size;
    }
  } catch (cause) {
    await plain.close();
    throw unreadable('file' in from ? from.file : 'stream', cause);
  }
  const source = new PeekedSource(head.subarray(0, filled), plain);
  const compression = compressionOf(head);
  if (compression === 'gzip') return new DecompressedSource(source, gunzipped(source));
  if (compression === 'zstd')
    return new DecompressedSource(source, unzstd(source, 'file' in from ? from.file : 'stream'));
  return source;
}

const unreadable = (file: string, cause: unknown) =>
  new HinomiError('CAPTURE_UNREADABLE', `cannot read ${file}: ${(cause as Error).message}`, {
    place: { file },
    remedy: 'Check that the file exists and that this account may read it.',
    status: 400,
    cause,
  });
