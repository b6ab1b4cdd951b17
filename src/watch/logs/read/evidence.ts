// The line an event came from, read again from its file, with its neighbours.
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { HinomiError } from '#model/errors.ts';
import { compressionOf } from '../../compression.ts';
import { type ByteSource, openBytes } from './decompress.ts';
import { LineSplitter, lineLimit } from './lines.ts';

export interface LineEvidence {
  file: string;
  /** Byte offset after decompression, and line number. */
  offset: number;
  record: number;
  text: string;
  /** Neighbouring lines in file order, cut to 2 KiB: those right before (numbers `record - before.length` …) and after. */
  before: string[];
  after: string[];
}

/** Plain files are entered this far before the line; neighbours further off are not shown. */
const lead = 64 * 1024;
/** Neighbours are for orientation: cut. */
const neighbourLimit = 2_048;

const gone = (file: string, offset: number, why: string): HinomiError =>
  new HinomiError('EVIDENCE_GONE', `The line is no longer at its place: ${why}.`, {
    place: { file, offset },
    remedy:
      'The event keeps its original text. Bring the file back to its place to see the neighbouring lines.',
    status: 410,
  });

/**
 * Reads a line at a byte offset, and up to `context` lines on each side. Compressed files are unpacked up to it.
 * @throws HinomiError `EVIDENCE_GONE` when the file is missing, shorter, or has no line beginning there.
 */
export async function readEvidence(request: {
  file: string;
  offset: number;
  record: number;
  context?: number;
}): Promise<LineEvidence> {
  const { file, offset, record, context = 3 } = request;
  const { source, start } = await enter(file, offset);
  const seen: { offset: number; text: string }[] = [];
  let target = -1;
  const keep = (text: string, at: number) => {
    // Entered in the middle, the very first line is most likely a fragment.
    if (start > 0 && at === start && at !== offset) return;
    if (at < offset && seen.length >= context) seen.shift();
    if (at === offset) target = seen.length;
    seen.push({ offset: at, text });
  };
  const splitter = new LineSplitter(
    {
      line: keep,
      tooLong: (at, _number, bytes) => keep(`(${bytes} bytes, over the limit of ${lineLimit})`, at),
    },
    { offset: start, lines: 0 },
  );
  const enough = () => target >= 0 && seen.length > target + context;
  const past = () => target < 0 && splitter.position.offset > offset;
  try {
    for await (const chunk of source.chunks) {
      splitter.push(chunk);
      if (enough() || past()) break;
    }
  } catch (error) {
    if (!(error instanceof HinomiError) && target < 0) throw gone(file, offset, 'the file cannot be read');
  }
  if (!enough() && !past()) splitter.finish();
  if (target < 0) throw gone(file, offset, 'no line begins there');
  const cut = ({ text }: { text: string }) => text.slice(0, neighbourLimit);
  return {
    file,
    offset,
    record,
    text: seen[target]!.text,
    before: seen.slice(Math.max(0, target - context), target).map(cut),
    after: seen.slice(target + 1, target + 1 + context).map(cut),
  };
}

/** Opens a file so that the line at `offset` will come by; `start` is the offset of the first byte given. */
async function enter(file: string, offset: number): Promise<{ source: ByteSource; start: number }> {
  const handle = await open(file, 'r').catch(() => {
    throw gone(file, offset, 'the file is not there');
  });
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0);
    const head = buffer.subarray(0, bytesRead);
    const wide = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
    if (wide || compressionOf(head) !== 'none' || offset <= lead)
      return { source: openBytes(file), start: 0 };
  } finally {
    await handle.close();
  }
  // Not unpacked: the bytes are plain, whatever they look like here.
  const start = offset - lead;
  const stream = createReadStream(file, { start, highWaterMark: lead * 2 });
  return { source: { chunks: stream as AsyncIterable<Buffer>, consumed: () => 0 }, start };
}
