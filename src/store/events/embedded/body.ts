// Request bodies: small ones into memory (statements), large ones into a file the engine reads (inserts).
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { EngineError } from './engine.ts';

const tooLarge = (limit: number) =>
  new EngineError(`Code: 307. DB::Exception: body is larger than ${limit} bytes. (TOO_MANY_BYTES)`, 307);

/** The body after Content-Encoding; only gzip is accepted besides none. */
function decoded(request: IncomingMessage): Readable {
  const encoding = request.headers['content-encoding'];
  if (!encoding || encoding === 'identity') return request;
  if (encoding !== 'gzip')
    throw new EngineError(`Code: 36. DB::Exception: unknown encoding. (BAD_ARGUMENTS)`, 36);
  const gunzip = createGunzip();
  request.on('error', error => gunzip.destroy(error)).pipe(gunzip);
  return gunzip;
}

/** Reads a body as text. @throws EngineError 307 when it exceeds `limit` bytes. */
export async function bodyText(request: IncomingMessage, limit: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of decoded(request)) {
    size += chunk.length;
    if (size > limit) throw tooLarge(limit);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

/**
 * Writes a body to a file. Not fsynced: the engine fsyncs its own part before the insert is acknowledged.
 * @returns bytes written. @throws EngineError 307 when it exceeds `limit` bytes (the file is removed).
 */
export async function bodyToFile(request: IncomingMessage, path: string, limit: number): Promise<number> {
  let size = 0;
  const bounded = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      done(size > limit ? tooLarge(limit) : null, chunk);
    },
  });
  try {
    await pipeline(decoded(request), bounded, createWriteStream(path, { flags: 'wx', mode: 0o600 }));
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
  return size;
}
