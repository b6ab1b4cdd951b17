// One log from bytes to blocks of events. Blocks and ids depend on the bytes alone, so that reading again after a crash
// makes the same blocks under the same tokens and the store keeps each once.

import { HinomiError } from '#model/errors.ts';
import { deterministicIds } from '#model/event/deterministic-id.ts';
import type { Event } from '#model/event/event.ts';
import type { Skipped } from '#model/record/input.ts';
import type { Clock } from '#model/time.ts';
import { isSkip, type LineParser } from './format.ts';
import type { Mapping } from './mapped/mapping.ts';
import type { Charset } from './read/charset.ts';
import type { ByteSource } from './read/decompress.ts';
import { headLimit, headOf } from './read/head.ts';
import { LineSplitter, lineLimit } from './read/lines.ts';
import { stamp } from './read/stamp.ts';
import { chooseLogFormat } from './registry.ts';
import { Tally } from './tally.ts';

/** A block ends after this many events … */
export const blockEvents = 50_000;
/** … or after lines of this many bytes, which bounds memory whatever the lines hold. */
export const blockBytes = 32 * 1024 * 1024;

export interface SkippedLine {
  line: number;
  offset: number;
  why: string;
  /** The line itself, cut to 8 KiB; empty when it was too long to read. */
  text: string;
}

export interface LogOptions {
  source: ByteSource;
  /** Name of the file as a person knows it; goes into `log.file.path`. */
  name: string;
  inputId: string;
  /** A format id, or `auto`. */
  format: string;
  /** For records without year or time; best the file's modification time, so that a re-run agrees. */
  clock: Clock;
  mapping?: Mapping;
  zoneMinutes?: number;
  /** Stores a block; the token makes it idempotent. Reading waits for it. */
  onEvents: (events: Event[], token: string) => Promise<void>;
  /** Bytes of the input consumed (compressed, if it is) and lines read; about once a MiB. */
  onProgress?: (bytes: number, records: number) => void;
  /** Each bad line. */
  onSkip?: (line: SkippedLine) => void;
  signal?: AbortSignal;
}

export interface LogResult {
  format: string;
  /** Records read: lines that are no header, comment or blank. */
  records: number;
  events: number;
  /** First 100; records that are known to be no events stand at the end with their number. */
  skipped: Skipped[];
  skippedCount: number;
  /** Events by dataset. */
  classes: Record<string, number>;
  /** Earliest and latest event time, Unix ms; 0 without events. */
  firstEvent: number;
  lastEvent: number;
  /** Set when the input ended in damage; what came before is stored. */
  error?: HinomiError;
}

/**
 * Reads a log to its end. Bad lines are counted and reported, never fatal; damaged compression ends it with `error` set.
 * @throws HinomiError `LOG_FORMAT_UNKNOWN`; whatever `onEvents` or the file system throws; the signal's reason.
 */
export async function readLog(options: LogOptions): Promise<LogResult> {
  const { source, onEvents, onProgress, signal } = options;
  const tally = new Tally(options.onSkip);
  const ids = deterministicIds(options.inputId);
  let parser: LineParser | undefined;
  let format = options.format;
  let block: Event[] = [];
  let bytesInBlock = 0;
  let sealed: Event[][] = [];
  let number = 0;

  const line = (text: string, offset: number, record: number, charset: Charset, bytes: number): void => {
    bytesInBlock += bytes;
    let result: ReturnType<LineParser['line']>;
    try {
      result = parser!.line(text);
    } catch (error) {
      // A fault of ours must not cost the rest of the file.
      result = { kind: 'bad', skip: `parser fault: ${error instanceof Error ? error.message : 'unknown'}` };
    }
    if (isSkip(result)) tally.skip(result, record, offset, text);
    else {
      tally.record();
      const place = { input: options.inputId, file: options.name, offset, record, charset };
      for (const event of stamp(result, text, place, ids)) {
        tally.event(event);
        block.push(event);
      }
    }
    if (block.length >= blockEvents || bytesInBlock >= blockBytes) seal();
  };
  const seal = () => {
    if (block.length > 0) sealed.push(block);
    block = [];
    bytesInBlock = 0;
  };
  const store = async () => {
    const blocks = sealed;
    sealed = [];
    for (const events of blocks) await onEvents(events, `input:${options.inputId}:${number++}`);
  };
  const splitter = new LineSplitter({
    line,
    tooLong: (offset, record, bytes) =>
      tally.skip(
        { kind: 'bad', skip: `line of ${bytes} bytes, the limit is ${lineLimit}` },
        record,
        offset,
        '',
      ),
  });
  const begin = (head: Buffer) => {
    const chosen = chooseLogFormat(options.format, headOf(head), options.name);
    format = chosen.id;
    parser = chosen.createParser({
      name: options.name,
      clock: options.clock,
      ...(options.mapping ? { mapping: options.mapping } : {}),
      ...(options.zoneMinutes === undefined ? {} : { zoneMinutes: options.zoneMinutes }),
    });
    splitter.push(head);
  };

  let waiting: Buffer[] = [];
  let waitingBytes = 0;
  let reported = 0;
  let damage: HinomiError | undefined;
  try {
    for await (const chunk of source.chunks) {
      signal?.throwIfAborted();
      if (parser) splitter.push(chunk);
      else {
        // Enough for sniffing comes together first, however small the chunks.
        waiting.push(chunk);
        waitingBytes += chunk.length;
        if (waitingBytes >= headLimit) {
          begin(Buffer.concat(waiting));
          waiting = [];
        }
      }
      if (sealed.length > 0) await store();
      if (source.consumed() - reported >= 1_048_576) {
        reported = source.consumed();
        onProgress?.(reported, tally.records);
      }
    }
  } catch (error) {
    if (!(error instanceof HinomiError && error.code === 'LOG_COMPRESSION_DAMAGED')) throw error;
    damage = error;
  }
  if (!parser && waitingBytes > 0) begin(Buffer.concat(waiting));
  splitter.finish();
  seal();
  await store();
  if (damage) tally.damage(`byte ${damage.place.offset ?? 0}`, damage.message);
  onProgress?.(source.consumed(), tally.records);
  return { format, ...tally.result(), ...(damage ? { error: damage } : {}) };
}
