// Blocks of files kept in memory: a question reads a few hundred bytes here and there, and the system forgets files that are
// read seldom long before an exercise is over.
import { readSync } from 'node:fs';

/** Bytes read at once. */
export const blockBytes = 128 * 1024;

interface Block {
  bytes: Buffer<ArrayBuffer>;
  /** Read since it was last passed over. */
  used: boolean;
}

export class BlockPool {
  readonly #most: number;
  readonly #blocks = new Map<number, Block>();
  readonly #files = new Map<number, number>();
  #fileNumbers = 0;

  /** @param most bytes kept. */
  constructor(most: number) {
    this.#most = Math.max(1, Math.floor(most / blockBytes));
  }

  /** Bytes of an open file, fewer at its end. They may be the pool's own: not to be changed. */
  read(fd: number, from: number, length: number): Buffer<ArrayBuffer> {
    const first = Math.floor(from / blockBytes);
    const last = Math.floor((from + length - 1) / blockBytes);
    if (first === last) {
      const start = from - first * blockBytes;
      return this.#block(fd, first).subarray(start, start + length);
    }
    const bytes = Buffer.from(new ArrayBuffer(length));
    let got = 0;
    for (let block = first; block <= last; block++) {
      const start = block === first ? from - first * blockBytes : 0;
      got += this.#block(fd, block).copy(bytes, got, start);
    }
    return bytes.subarray(0, got);
  }

  /** Forgets a file, which may then be closed. */
  forget(fd: number): void {
    const file = this.#files.get(fd);
    this.#files.delete(fd);
    if (file === undefined) return;
    for (const key of this.#blocks.keys()) if (Math.floor(key / 2 ** 24) === file) this.#blocks.delete(key);
  }

  #block(fd: number, block: number): Buffer<ArrayBuffer> {
    let file = this.#files.get(fd);
    if (file === undefined) {
      file = this.#fileNumbers++;
      this.#files.set(fd, file);
    }
    const key = file * 2 ** 24 + block;
    const known = this.#blocks.get(key);
    if (known) {
      known.used = true;
      return known.bytes;
    }
    while (this.#blocks.size >= this.#most) this.#drop();
    const bytes = readFully(fd, block * blockBytes, blockBytes);
    this.#blocks.set(key, { bytes, used: true });
    return bytes;
  }

  /** Drops the oldest block that nobody read since it was passed over (the clock, or second chance). */
  #drop(): void {
    for (const [key, block] of this.#blocks) {
      this.#blocks.delete(key);
      if (!block.used) return;
      block.used = false;
      this.#blocks.set(key, block);
    }
  }
}

/** Bytes of a file from a place on, in memory of their own; fewer at its end. */
export function readFully(fd: number, from: number, length: number): Buffer<ArrayBuffer> {
  const bytes = Buffer.from(new ArrayBuffer(length));
  let got = 0;
  while (got < length) {
    const more = readSync(fd, bytes, got, length - got, from + got);
    if (more === 0) break;
    got += more;
  }
  return bytes.subarray(0, got);
}
