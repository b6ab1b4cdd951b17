// Log files and uploads into the platform: opens, unpacks, reads, and keeps what was skipped beside the input.
import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { finished } from 'node:stream/promises';
import type { Clock } from '#model/time.ts';
import { type LogOptions, type LogResult, readLog, type SkippedLine } from '#watch/logs/ingest.ts';
import { openBytes, unpack } from '#watch/logs/read/decompress.ts';

export type IngestLogOptions = Omit<LogOptions, 'source' | 'name'> & {
  /** Name shown and kept in `log.file.path`; default is the file's path. */
  name?: string;
  /** Where every bad line goes as NDJSON {line, offset, why, text}, e.g. `<data>/inputs/<id>/skipped.ndjson`. */
  skippedFile?: string;
} & ({ file: string } | { stream: AsyncIterable<Uint8Array> });

/** Most bytes kept of bad lines: a file of garbage must not fill the disk. */
const skippedLimit = 64 * 1024 * 1024;

/** Writes bad lines; creates the file with the first one and starts it anew on a re-run. */
class SkippedWriter {
  private readonly path: string;
  private stream: WriteStream | undefined;
  private bytes = 0;

  constructor(path: string) {
    this.path = path;
  }

  write(line: SkippedLine): void {
    if (this.bytes >= skippedLimit) return;
    this.stream ??= createWriteStream(this.path, { flags: 'w', mode: 0o600 });
    const text = `${JSON.stringify(line)}\n`;
    this.bytes += Buffer.byteLength(text);
    this.stream.write(text);
  }

  async close(): Promise<void> {
    if (!this.stream) return;
    this.stream.end();
    await finished(this.stream);
  }
}

/**
 * Reads a log to its end; see `readLog` for what it promises.
 * @throws HinomiError `LOG_FORMAT_UNKNOWN`; file system errors; whatever `onEvents` throws.
 */
export async function ingestLog(options: IngestLogOptions): Promise<LogResult> {
  const { skippedFile, onSkip } = options;
  const file = 'file' in options ? options.file : undefined;
  const name = options.name ?? file ?? 'stream';
  const writer = skippedFile === undefined ? undefined : new SkippedWriter(skippedFile);
  if (skippedFile !== undefined) await mkdir(dirname(skippedFile), { recursive: true });
  try {
    return await readLog({
      ...options,
      name,
      clock: file === undefined ? options.clock : await modifiedAt(file),
      source: 'file' in options ? openBytes(options.file) : unpack(options.stream, name),
      onSkip: line => {
        writer?.write(line);
        onSkip?.(line);
      },
    });
  } finally {
    await writer?.close();
  }
}

/** Lines without a year are judged by when the file was last written, so that a re-run years later agrees. */
async function modifiedAt(file: string): Promise<Clock> {
  const { mtimeMs } = await stat(file);
  return () => Math.floor(mtimeMs);
}
