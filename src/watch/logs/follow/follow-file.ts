// A growing file followed line by line, across restarts and rotation (rename and create, copy and truncate, the old one
// compressed). Polling: works on every file system, and what a poll misses the next one finds.
import { type FileHandle, open, readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '#model/time.ts';
import type { Charset } from '../read/charset.ts';
import { openBytes } from '../read/decompress.ts';
import { LineSplitter } from '../read/lines.ts';
import {
  fileHasHead,
  hashOf,
  headBytes,
  loadPosition,
  type Position,
  sameHead,
  savePosition,
} from './position.ts';

export interface FollowedLine {
  text: string;
  /** Byte offset and line number in this generation of the file. */
  offset: number;
  record: number;
  charset: Charset;
  /** Set instead of text when the line was over the limit. */
  tooLong?: number;
}

export interface FollowedBatch {
  /** Stays with the lines of one file through rotation and restarts. */
  generation: string;
  /** Where they were read: the path, or the rotated file. */
  file: string;
  lines: FollowedLine[];
}

export interface FollowOptions {
  path: string;
  stateFile: string;
  /**
   * Takes lines over durably; the position moves on when it resolves. After a crash in between, the same lines come
   * again with the same generation and offset, so that ids made from those remove the repetition.
   */
  onLines: (batch: FollowedBatch) => Promise<void>;
  clock: Clock;
  signal: AbortSignal;
  pollMs?: number;
  /** Where to begin without a stored position. Default: the start, so that nothing is lost. */
  begin?: 'start' | 'end';
}

const readSize = 256 * 1024;
const patience = 3;
const none = hashOf(Buffer.alloc(0));

/** Follows until the signal aborts; then resolves. @throws what `onLines` throws, and file errors other than absence. */
export async function followFile(options: FollowOptions): Promise<void> {
  const follower = new Follower(options);
  try {
    while (!options.signal.aborted) {
      await follower.poll();
      await sleep(options.pollMs ?? 500, undefined, { signal: options.signal });
    }
  } catch (error) {
    if (!options.signal.aborted) throw error;
  } finally {
    await follower.close();
  }
}

class Follower {
  private readonly options: FollowOptions;
  private handle: FileHandle | undefined;
  private position: Position | undefined;
  private loaded = false;
  private generations = 0;
  /** Polls since the path shows another file, in which the old one brought nothing more. */
  private quiet = 0;
  private sizeSeen = -1;

  constructor(options: FollowOptions) {
    this.options = options;
  }

  async close(): Promise<void> {
    await this.handle?.close();
    this.handle = undefined;
    this.quiet = 0;
    this.sizeSeen = -1;
  }

  async poll(): Promise<void> {
    if (!this.loaded) {
      this.position = await loadPosition(this.options.stateFile);
      this.loaded = true;
    }
    const about = await stat(this.options.path).catch(() => undefined);
    if (this.handle) {
      const grew = await this.readOn();
      const change = about ? await this.replaced(about.ino) : 'no';
      this.quiet = change === 'moved' && !grew ? this.quiet + 1 : 0;
      // A writer may go on in a renamed file until it is told of the new one.
      if (change === 'emptied' || this.quiet > patience) await this.finishOld();
    }
    if (!this.handle && about?.isFile()) {
      await this.begin();
      await this.readOn();
    }
  }

  /** Whether another file now stands under the path, or the same one was emptied. */
  private async replaced(inode: number): Promise<'no' | 'moved' | 'emptied'> {
    const own = await this.handle!.stat();
    if (own.size < this.position!.offset || !sameHead(this.position!, await this.head())) return 'emptied';
    return own.ino === inode ? 'no' : 'moved';
  }

  private async head(): Promise<Buffer> {
    const { buffer, bytesRead } = await this.handle!.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    return buffer.subarray(0, bytesRead);
  }

  private async begin(): Promise<void> {
    this.handle = await open(this.options.path, 'r');
    const about = await this.handle.stat();
    const known = this.position;
    if (known && about.size >= known.offset && sameHead(known, await this.head())) {
      if (known.offset > 0 || known.inode === about.ino) return;
    } else if (known) await this.finishRotated(known);
    const offset = !known && this.options.begin === 'end' ? about.size : 0;
    const head = (await this.head()).subarray(0, offset);
    await this.move({
      generation: `${about.ino.toString(36)}-${this.options.clock().toString(36)}-${this.generations++}`,
      inode: about.ino,
      offset,
      lines: 0,
      headBytes: head.length,
      headHash: hashOf(head),
    });
  }

  private async move(position: Position): Promise<void> {
    await savePosition(this.options.stateFile, position);
    this.position = position;
  }

  /** Reads what has been added, whole lines only unless `last`. @returns whether there was anything. */
  private async readOn(last = false): Promise<boolean> {
    async function* chunks(handle: FileHandle, from: number): AsyncGenerator<Buffer> {
      for (let at = from; ; ) {
        const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(readSize), 0, readSize, at);
        if (bytesRead === 0) return;
        at += bytesRead;
        yield buffer.subarray(0, bytesRead);
      }
    }
    const position = this.position!;
    const about = await this.handle!.stat();
    // Emptied or written over: what stands here now is another file.
    if (about.size < position.offset || !sameHead(position, await this.head())) return false;
    // An unfinished line is not read again until there is more of it.
    if (about.size === position.offset || (about.size === this.sizeSeen && !last)) return false;
    // Emptied between the look above and the read, the bytes are another file's: they are left for its own turn, and
    // what was lost here is found in the copy.
    const still = async () => sameHead(this.position!, await this.head());
    await this.deliver(chunks(this.handle!, position.offset), this.options.path, last, still);
    this.sizeSeen = about.size;
    return true;
  }

  private async deliver(
    chunks: AsyncIterable<Buffer>,
    file: string,
    last: boolean,
    still: () => Promise<boolean> = async () => true,
  ): Promise<void> {
    let lines: FollowedLine[] = [];
    const start = this.position!;
    const splitter = new LineSplitter(
      {
        line: (text, offset, record, charset) => {
          lines.push({ text, offset, record, charset });
        },
        tooLong: (offset, record, bytes) => {
          lines.push({ text: '', offset, record, charset: 'utf-8', tooLong: bytes });
        },
      },
      { offset: start.offset, lines: start.lines },
    );
    let head: Buffer = Buffer.alloc(0);
    let at = start.offset;
    const hand = async () => {
      if (lines.length === 0) return;
      await this.options.onLines({ generation: start.generation, file, lines });
      lines = [];
      const { offset, lines: count } = splitter.position;
      // The stored hash covers only bytes that were read as whole lines, so that it can be checked at once.
      const known = this.position!;
      const size = Math.min(offset, headBytes, head.length);
      const grown = size > known.headBytes;
      await this.move({
        ...known,
        offset,
        lines: count,
        headBytes: grown ? size : known.headBytes,
        headHash: grown ? hashOf(head.subarray(0, size)) : known.headHash,
      });
    };
    if (start.headBytes < headBytes) head = await this.firstBytes(file, start);
    for await (const chunk of chunks) {
      if (this.options.signal.aborted) return;
      if (at === head.length && head.length < headBytes)
        head = Buffer.concat([head, chunk.subarray(0, headBytes - head.length)]);
      at += chunk.length;
      splitter.push(chunk);
      if (!(await still())) return;
      await hand();
    }
    if (!last) return;
    splitter.finish();
    await hand();
  }

  /** The bytes before the position, as far as the head hash needs them. */
  private async firstBytes(file: string, start: Position): Promise<Buffer> {
    if (start.offset === 0) return Buffer.alloc(0);
    if (file === this.options.path && this.handle) return (await this.head()).subarray(0, start.offset);
    return Buffer.alloc(0);
  }

  /** The open file was replaced: read it to its end (it may have been emptied: then its copy), and let go. */
  private async finishOld(): Promise<void> {
    const own = await this.handle!.stat();
    const intact = own.size >= this.position!.offset && sameHead(this.position!, await this.head());
    if (intact) await this.readOn(true);
    await this.close();
    if (!intact) return;
    // Read to its end: the next file under the path is another, even if it begins alike.
    this.position = { ...this.position!, inode: -1, headBytes: 1, headHash: none };
    await savePosition(this.options.stateFile, this.position);
  }

  /** The file that was being read before is gone from the path: finish it where rotation has put it. */
  private async finishRotated(known: Position): Promise<void> {
    if (known.offset === 0 || known.inode === -1) return;
    const folder = dirname(this.options.path);
    const name = basename(this.options.path);
    const stem = name.replace(/\.[^.]*$/, '');
    const others = (await readdir(folder)).filter(
      other => other !== name && other.startsWith(stem) && join(folder, other) !== this.options.stateFile,
    );
    for (const other of others.sort().slice(0, 200)) {
      const file = join(folder, other);
      if (!(await stat(file).catch(() => undefined))?.isFile() || !(await fileHasHead(known, file))) continue;
      await this.deliver(from(openBytes(file).chunks, known.offset), file, true);
      return;
    }
  }
}

/** Drops the first `offset` bytes. */
async function* from(chunks: AsyncIterable<Buffer>, offset: number): AsyncGenerator<Buffer> {
  let left = offset;
  for await (const chunk of chunks) {
    if (left < chunk.length) yield chunk.subarray(left);
    left = Math.max(0, left - chunk.length);
  }
}
