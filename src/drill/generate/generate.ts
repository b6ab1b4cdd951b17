// A whole world's logs: to files, or only counted and hashed.
import { createHash } from 'node:crypto';
import { sliceCount, sliceOf } from '../activity/slice.ts';
import { projectionContext } from '../evidence/context.ts';
import { sources } from '../evidence/sources.ts';
import { type LogFile, logFile, textFile } from './files.ts';
import { type WorldRequest, worldOf } from './options.ts';
import { byteSlices } from './slices.ts';
import { sourceStream } from './source-stream.ts';

export interface GenerateOptions extends WorldRequest {
  workers: number;
  /** Folder; without it nothing is written. */
  out?: string;
  progress?: (done: { slice: number; slices: number; lines: number; bytes: number }) => void;
}

export interface Generated {
  lines: number;
  bytes: number;
  /** Lines of each source that has any, in the order of the registry. */
  kinds: Record<string, number>;
  /**
   * SHA-256 of the list of sums: for each source with lines, in the order of the registry, `<sha256 of its file>  <file>`
   * and a line feed. The list is `SHA256SUMS` in the folder, so `sha256sum SHA256SUMS` gives this and
   * `sha256sum -c SHA256SUMS` checks the files.
   */
  sha256: string;
}

/** Writes (or only counts and hashes) everyday life. @throws HinomiError for a wrong request, a full disk, a folder that cannot be written. */
export async function generate(options: GenerateOptions): Promise<Generated> {
  const { workers, out, progress, ...request } = options;
  const world = worldOf(request);
  const slices = sliceCount(world);
  const context = projectionContext(world);
  const files: LogFile[] = [];
  let lines = 0;
  let bytes = 0;
  try {
    const streams = sources.map(source => {
      const file = out === undefined ? undefined : logFile(out, source.file);
      if (file) files.push(file);
      const stream = sourceStream(file?.put ?? (() => {}));
      if (source.header) stream.header(withLineEnd(source.header(context)));
      return stream;
    });
    for await (const { slice, sources: made } of byteSlices(request, { workers })) {
      const bySource = new Map(made.map(one => [one.source, one]));
      const { to } = sliceOf(world, slice);
      for (const [index, stream] of streams.entries()) {
        const one = bySource.get(index);
        stream.add(one, to);
        if (one) {
          lines += one.at.length + one.later.at.length;
          bytes += one.bytes.length;
        }
      }
      progress?.({ slice: slice + 1, slices, lines, bytes });
    }
    const ended = streams.map((stream, index) => ({ source: sources[index]!, ...stream.end() }));
    for (const file of files.splice(0)) file.close();
    const used = ended.filter(source => source.lines > 0);
    const sums = used.map(({ source, sha256 }) => `${sha256}  ${source.file}\n`).join('');
    if (out !== undefined) textFile(out, 'SHA256SUMS', sums);
    return {
      lines: used.reduce((sum, source) => sum + source.lines, 0),
      bytes: used.reduce((sum, source) => sum + source.bytes, 0),
      kinds: Object.fromEntries(used.map(({ source, lines: count }) => [source.id, count])),
      sha256: createHash('sha256').update(sums).digest('hex'),
    };
  } finally {
    for (const file of files) file.close();
  }
}

const withLineEnd = (text: string): string => (text === '' || text.endsWith('\n') ? text : `${text}\n`);
