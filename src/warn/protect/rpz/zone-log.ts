// A zone on disk: a snapshot and the deltas after it, appended before they are published. Survives kill -9 at any byte.
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, rename, truncate } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Delta, RecordChange } from './journal.ts';

export interface ZoneImage {
  serial: number;
  /** Owner (relative, presentation) → action code. */
  owners: Iterable<[string, number]>;
  count: number;
  /** Deltas that lead up to `serial`: not applied again, kept to answer IXFR. */
  history: readonly Delta[];
}

interface Loading {
  kind: 'snapshot' | 'history' | 'delta';
  from: number;
  to: number;
  left: number;
  changes: RecordChange[];
}

const chunk = 1 << 20;

/** Reads lines with the offset after each; a last line without its end is not given. */
async function* wholeLines(path: string): AsyncGenerator<{ line: string; end: number }> {
  let rest = '';
  let end = 0;
  for await (const text of createReadStream(path, { encoding: 'latin1', highWaterMark: chunk })) {
    const lines = (rest + text).split('\n');
    rest = lines.pop()!;
    for (const line of lines) {
      end += line.length + 1;
      yield { line, end };
    }
  }
}

/**
 * Reads a zone file. `put` gets every owner of the newest state in order of writing (a code of 0 removes).
 * What follows the last whole delta (a write cut short) is cut off the file. Undefined when there is no usable file:
 * what was put until then must be forgotten.
 */
export async function loadZone(
  path: string,
  put: (owner: string, code: number) => void,
): Promise<{ serial: number; deltas: Delta[] } | undefined> {
  let serial: number | undefined;
  const deltas: Delta[] = [];
  let now: Loading | undefined;
  let good = 0;
  const close = (end: number): void => {
    const done = now!;
    if (done.kind !== 'snapshot') deltas.push({ from: done.from, to: done.to, changes: done.changes });
    if (done.kind === 'delta') for (const change of done.changes) put(change.owner, change.after);
    if (done.kind !== 'history') serial = done.to;
    now = undefined;
    good = end;
  };
  try {
    for await (const { line, end } of wholeLines(path)) {
      const parts = line.split(' ');
      if (!now) {
        const kind = parts[0];
        const numbers = parts.slice(1).map(Number);
        if ((kind !== 'snapshot' && kind !== 'history' && kind !== 'delta') || numbers.some(n => !(n >= 0)))
          break;
        if (kind !== 'snapshot' && serial === undefined) break;
        now = { kind, from: numbers[0]!, to: numbers[1]!, left: numbers[2]!, changes: [] };
      } else {
        // A snapshot is put at once: it may hold a million owners, and it was renamed into place whole.
        if (now.kind === 'snapshot') put(parts[0]!, Number(parts[2]));
        else now.changes.push({ owner: parts[0]!, before: Number(parts[1]), after: Number(parts[2]) });
        now.left -= 1;
      }
      if (now.left === 0) close(end);
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  if (serial === undefined) return undefined;
  await truncate(path, good);
  return { serial, deltas };
}

const deltaText = (kind: string, delta: Delta): string => {
  let text = `${kind} ${delta.from} ${delta.to} ${delta.changes.length}\n`;
  for (const change of delta.changes) text += `${change.owner} ${change.before} ${change.after}\n`;
  return text;
};

export class ZoneLog {
  private readonly path: string;
  private file: FileHandle | undefined;
  /** Bytes since the last snapshot, to know when to write a new one. */
  grown = 0;
  private snapshotBytes = 0;

  constructor(path: string) {
    this.path = path;
  }

  /** Appends a delta and forces it to disk. */
  async append(delta: Delta): Promise<void> {
    this.file ??= await open(this.path, 'a', 0o600);
    const text = deltaText('delta', delta);
    await this.file.appendFile(text, 'latin1');
    await this.file.datasync();
    this.grown += text.length;
  }

  /** Whether the deltas outweigh the snapshot so far that reading them back costs more than writing it anew. */
  get wantsRewrite(): boolean {
    return this.grown > 4 * chunk && this.grown > 2 * this.snapshotBytes;
  }

  /** Replaces the file by a snapshot and its history, atomically. */
  async rewrite(image: ZoneImage): Promise<void> {
    await mkdir(dirname(this.path), { recursive: true, mode: 0o700 });
    const next = `${this.path}.new`;
    const file = await open(next, 'w', 0o600);
    let bytes = 0;
    let text = `snapshot 0 ${image.serial} ${image.count}\n`;
    const flush = async (): Promise<void> => {
      await file.appendFile(text, 'latin1');
      bytes += text.length;
      text = '';
    };
    for (const [owner, code] of image.owners) {
      text += `${owner} 0 ${code}\n`;
      if (text.length > chunk) await flush();
    }
    await flush();
    this.snapshotBytes = bytes;
    for (const delta of image.history) {
      text += deltaText('history', delta);
      if (text.length > chunk) await flush();
    }
    await flush();
    await file.datasync();
    await file.close();
    await this.file?.close();
    this.file = undefined;
    await rename(next, this.path);
    this.grown = 0;
  }

  async close(): Promise<void> {
    await this.file?.close();
    this.file = undefined;
  }
}
