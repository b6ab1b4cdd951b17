// A process's output on disk, bounded: one file, and the one before it.
import { createWriteStream, renameSync, statSync, type WriteStream } from 'node:fs';

export interface LogFile {
  write(chunk: Buffer): void;
  close(): void;
}

/** Appends to a file; at `limit` bytes it becomes `<file>.1` and a new one begins. What cannot be written is dropped. */
export function openLogFile(file: string, limit = 10 << 20): LogFile {
  let size = 0;
  let stream: WriteStream | undefined;
  const open = () => {
    try {
      size = statSync(file).size;
    } catch {
      size = 0;
    }
    stream = createWriteStream(file, { flags: 'a', mode: 0o600 }).on('error', () => {});
  };
  open();
  return {
    write(chunk) {
      if (size > 0 && size + chunk.length > limit) {
        stream?.end();
        try {
          renameSync(file, `${file}.1`);
        } catch {
          // It stays in place and goes on growing: better than losing it.
        }
        open();
      }
      size += chunk.length;
      stream?.write(chunk);
    },
    close: () => void stream?.end(),
  };
}
