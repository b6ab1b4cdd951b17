// Bytes of a log, whether plain, gzip (many members) or zstd. What could be read before damage is given out first.
import { createReadStream } from 'node:fs';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { HinomiError } from '#model/errors.ts';

export interface ByteSource {
  chunks: AsyncIterable<Buffer>;
  /** Bytes taken from the file or stream so far (compressed, if it is). */
  consumed(): number;
}

/** Compressed bytes fed at once: bounds what a bomb can unfold to (deflate: about 1,000 times) before it is dealt with. */
const piece = 16 * 1024;

type Compression = 'gzip' | 'zstd' | 'none';

/** Told by the first bytes, never by the name. */
export const compressionOf = (head: Uint8Array): Compression =>
  head[0] === 0x1f && head[1] === 0x8b
    ? 'gzip'
    : head[0] === 0x28 && head[1] === 0xb5 && head[2] === 0x2f && head[3] === 0xfd
      ? 'zstd'
      : 'none';

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
  const stream = kind === 'gzip' ? createGunzip() : createZstdDecompress();
  const ready: Buffer[] = [];
  let written = 0;
  let damage: Error | undefined;
  stream.on('data', (chunk: Buffer) => {
    ready.push(chunk);
  });
  const failed = new Promise<void>(resolve => {
    stream.once('error', error => {
      damage = error;
      resolve();
    });
  });
  try {
    for await (const chunk of input)
      for (let at = 0; at < chunk.length && !damage; at += piece) {
        const part = chunk.subarray(at, at + piece);
        await Promise.race([new Promise<void>(resolve => stream.write(part, () => resolve())), failed]);
        for (const out of ready.splice(0)) {
          written += out.length;
          yield out;
        }
      }
    if (!damage) {
      const ended = new Promise<void>(resolve => stream.once('end', resolve));
      stream.end();
      await Promise.race([ended, failed]);
    }
    for (const out of ready.splice(0)) {
      written += out.length;
      yield out;
    }
  } finally {
    stream.destroy();
  }
  if (damage)
    throw new HinomiError(
      'LOG_COMPRESSION_DAMAGED',
      `The ${kind} data ends early or is damaged (${damage.message}); ${written} bytes could be unpacked.`,
      {
        place: { file: name, offset: written },
        remedy: 'What was readable is kept. Copy the file again.',
        status: 422,
      },
    );
}
