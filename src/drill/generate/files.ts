// The folder a world's logs are written to.
import { closeSync, existsSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { HinomiError } from '#model/errors.ts';
import type { Put } from './source-stream.ts';

/** Bytes gathered before a write. */
const chunk = 1 << 20;

const remedies: Record<string, string> = {
  ENOSPC:
    'Free some space or name a folder on a larger disk; a world of 5,000 people and 2 days needs about 7 GB.',
  EDQUOT: 'The quota is used up: free some space or name another folder.',
  EACCES: 'Name a folder this account may write to.',
  EPERM: 'Name a folder this account may write to.',
  EROFS: 'Name a folder on a disk that can be written to.',
  ENOENT: 'Name a folder on a disk that can be written to.',
  ENOTDIR: 'A part of the path is a file: name another folder.',
  EEXIST: 'A file has this name: name another folder.',
};

function failed(path: string, error: unknown): HinomiError {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  return new HinomiError(
    code === 'ENOSPC' || code === 'EDQUOT' ? 'DRILL_DISK_FULL' : 'DRILL_WRITE',
    `${path} cannot be written: ${code === 'ENOSPC' ? 'the disk is full' : (error as Error).message}`,
    { place: { file: path }, remedy: remedies[code] ?? 'Look at the folder and try again.', cause: error },
  );
}

/** Makes a folder and those above it, one by one: Node's own recursive way never ends where the system refuses with ENOENT. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path);
}

export interface LogFile {
  put: Put;
  /** Writes what is left and closes. */
  close(): void;
}

/** Opens a file below a folder, made if need be. @throws HinomiError DRILL_WRITE, DRILL_DISK_FULL also while writing. */
export function logFile(folder: string, name: string): LogFile {
  const path = join(folder, name);
  const guard = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw failed(path, error);
    }
  };
  const file = guard(() => {
    makeFolder(dirname(path));
    return openSync(path, 'w');
  });
  let parts: Uint8Array[] = [];
  let size = 0;
  const flush = () => {
    const bytes = parts.length === 1 ? parts[0]! : Buffer.concat(parts);
    parts = [];
    size = 0;
    guard(() => {
      for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
    });
  };
  return {
    put(bytes) {
      parts.push(bytes);
      size += bytes.length;
      if (size >= chunk) flush();
    },
    close() {
      if (size > 0) flush();
      closeSync(file);
    },
  };
}

/** Writes a small text file. @throws HinomiError as `logFile`. */
export function textFile(folder: string, name: string, text: string): void {
  const path = join(folder, name);
  try {
    makeFolder(folder);
    writeFileSync(path, text);
  } catch (error) {
    throw failed(path, error);
  }
}
