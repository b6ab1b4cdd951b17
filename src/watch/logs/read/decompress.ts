// Bytes of a log, whether plain, gzip (many members) or zstd. What could be read before damage is given out first.
import { createReadStream } from 'node:fs';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { HinomiError } from '#model/errors.ts';
import { bombReason, compressionOf, isBomb } from '../../compression.ts';

export interface ByteSource {
  chunks: AsyncIterable<Buffer>;
  /** Bytes taken from the file or stream so far (compressed, if it is). */
  consumed(): number;
}

/** Compressed bytes fed at once: bounds what a bomb can unfold to (deflate: 1,000 times, zstd: 30,000) before it is dealt with. */
const pieceOf = { gzip: 16 * 1024, zstd: 4 * 1024 };

/** Bytes given out at once, at most. */
const chunkSize = 256 * 1024;

/** Unpacks a stream of bytes on the fly. @throws HinomiError `LOG_COMPRESSION_DAMAGED` after the last good byte. */
export function unpack(input: AsyncIterable<Uint8Array>, name: string): ByteSource {
  let consumed = 0;
  async function* chunks(): AsyncGenerator<Buffer> {
    const iterator = input[Symbol.asyncIterator]();
    try {
      const head = await firstBytes(iterator, count => {
        consumed += count;
      });
      async function* rest(): AsyncGenerator<Buffer> {
        if (head.length > 0) yield head;
        for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
          consumed += next.value.length;
          yield asBuffer(next.value);
        }
      }
      const compression = compressionOf(head);
      if (compression === 'none') yield* rest();
      else yield* decompress(rest(), compression, name);
    } finally {
      await iterator.return?.();
    }
  }
  return { chunks: chunks(), consumed: () => consumed };
}

/** Opens a file, unpacked. @throws as `unpack`, and file system errors. */
export const openBytes = (file: string): ByteSource =>
  unpack(createReadStream(file, { highWaterMark: 256 * 1024 }), file);

const asBuffer = (bytes: Uint8Array): Buffer =>
  Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** At least four bytes, so that the magic is whole even when a stream dribbles. */
async function firstBytes(
  iterator: AsyncIterator<Uint8Array>,
  count: (bytes: number) => void,
): Promise<Buffer> {
  let head: Buffer = Buffer.alloc(0);
  while (head.length < 4) {
    const next = await iterator.next();
    if (next.done) break;
    count(next.value.length);
    head = head.length === 0 ? asBuffer(next.value) : Buffer.concat([head, next.value]);
  }
  return head;
}

// The decompressor is fed by hand: async iteration over it would drop unread output when damage is met.
async function* decompress(
  input: AsyncIterable<Buffer>,
  kind: 'gzip' | 'zstd',
  name: string,
): AsyncGenerator<Buffer> {
  let member = new Member(kind);
  let packed = 0;
  let written = 0;
  const given = (out: Buffer): Buffer => {
    written += out.length;
    if (isBomb(packed, written)) member.damage ??= new Error(bombReason);
    return out;
  };
  try {
    for await (const chunk of input)
      for (let at = 0; at < chunk.length && !member.damage; ) {
        const part = chunk.subarray(at, at + pieceOf[kind]);
        const taken = await member.write(part);
        packed += taken;
        for (const out of member.take()) yield given(out);
        at += taken;
        if (taken === part.length || member.damage) continue;
        // A zstd frame ended in mid-piece (gzip members go on by themselves). What follows is another frame, or
        // padding of a tape or a disk block, which is left alone as `zstd` and `gzip` do.
        member.close();
        if (compressionOf(chunk.subarray(at)) !== kind) return;
        member = new Member(kind);
      }
    if (!member.damage) await member.end();
    for (const out of member.take()) yield given(out);
  } finally {
    member.close();
  }
  if (member.damage)
    throw new HinomiError(
      'LOG_COMPRESSION_DAMAGED',
      `The ${kind} data ends early or is damaged (${member.damage.message}); ${written} bytes could be unpacked.`,
      {
        place: { file: name, offset: written },
        remedy: 'What was readable is kept. Copy the file again.',
        status: 422,
      },
    );
}

/** One decompressor: written to piece by piece, its output collected. */
class Member {
  damage: Error | undefined;
  private readonly stream: ReturnType<typeof createGunzip> | ReturnType<typeof createZstdDecompress>;
  private ready: Buffer[] = [];
  private readonly failed: Promise<void>;
  private fed = 0;

  constructor(kind: 'gzip' | 'zstd') {
    this.stream = kind === 'gzip' ? createGunzip({ chunkSize }) : createZstdDecompress({ chunkSize });
    this.stream.on('data', (chunk: Buffer) => {
      this.ready.push(chunk);
    });
    this.failed = new Promise(resolve => {
      this.stream.on('error', error => {
        this.damage ??= error;
        resolve();
      });
    });
  }

  /** @returns how many of the bytes it wanted: fewer than all when the data ended before them. */
  async write(bytes: Buffer): Promise<number> {
    await Promise.race([
      new Promise<void>(resolve => this.stream.write(bytes, () => resolve())),
      this.failed,
    ]);
    this.fed += bytes.length;
    // Output of the last call is handed out on the next turn of the loop.
    const unread = this.fed - this.stream.bytesWritten;
    if (unread > 0) await new Promise(resolve => setImmediate(resolve));
    return Math.max(0, bytes.length - unread);
  }

  async end(): Promise<void> {
    const ended = new Promise<void>(resolve => this.stream.once('end', resolve));
    this.stream.end();
    await Promise.race([ended, this.failed]);
  }

  take(): Buffer[] {
    const out = this.ready;
    this.ready = [];
    return out;
  }

  close(): void {
    this.stream.destroy();
  }
}
