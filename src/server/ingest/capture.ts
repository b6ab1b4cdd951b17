// Capture → telescope → event blocks: the path of a capture file or a live interface into the event store.
import type { Readable } from 'node:stream';
import { setImmediate as breathe } from 'node:timers/promises';
import { Telescope } from '#analyse/telescope/telescope.ts';
import type { Skipped } from '#model/record/input.ts';
import type { Clock } from '#model/time.ts';
import type { TrafficClass } from '#model/vocab/traffic-class.ts';
import type { EventBlock } from '#store/events/port.ts';
import { openCapture } from '#watch/capture/reader.ts';

export interface IngestCaptureOptions {
  /** A path, or bytes as they arrive. */
  from: { file: string } | { stream: Readable };
  inputId: string;
  /** Shown in `log.file.path`; default: the path. */
  name?: string;
  vantage?: 'darknet' | 'victim' | 'unknown';
  /** `observer.id`; default: the input. */
  observer?: string;
  exercise?: string;
  clock: Clock;
  /** Takes a block to store. The token is deterministic: re-reading the input gives the same blocks and tokens. */
  onBlock: (block: EventBlock, token: string) => Promise<void> | void;
  /** Bytes taken from the file (compressed size when compressed) and packets so far. */
  onProgress?: (bytes: number, packets: number) => void;
  /** Live: hand on each finished window at once, and close one after this many milliseconds without packets. */
  liveIdleMs?: number;
  signal?: AbortSignal;
}

export interface IngestCaptureResult {
  records: number;
  events: number;
  bytes: number;
  skipped: Skipped[];
  skippedCount: number;
  /** Packets per traffic class. */
  classes: Partial<Record<TrafficClass, number>>;
  /** Packets per named tool. */
  fingerprints: Record<string, number>;
  /** Unix ms of the first and last event; 0 when there is none. */
  firstEvent: number;
  lastEvent: number;
  /** Packets the capturing program says it lost. */
  dropped: number;
}

const batchesPerTurn = 16;
/** Live captures are judged in shorter windows, so that an attack is seen within seconds. */
const liveWindowMs = 10_000;

/**
 * Reads a capture to its end and hands on classified, aggregated events in constant memory.
 * @throws HinomiError `CAPTURE_UNREADABLE`, `CAPTURE_FORMAT_UNKNOWN`, `CAPTURE_FORMAT_UNSUPPORTED`; whatever `onBlock` throws.
 */
export async function ingestCapture(options: IngestCaptureOptions): Promise<IngestCaptureResult> {
  const { from, inputId, clock } = options;
  const reader = await openCapture(from);
  let blocks = 0;
  const telescope = new Telescope({
    inputId,
    file: options.name ?? ('file' in from ? from.file : ''),
    vantage: options.vantage ?? 'unknown',
    observer: options.observer ?? inputId,
    exercise: options.exercise ?? '',
    clock,
    ...(options.liveIdleMs === undefined ? {} : { windowMs: liveWindowMs }),
    onBlock: block => options.onBlock(block, `input:${inputId}:${blocks++}`),
  });
  const live = options.liveIdleMs !== undefined;
  let idle: NodeJS.Timeout | undefined;
  let flushing: Promise<void> = Promise.resolve();
  const settle = () => {
    flushing = flushing.then(() => telescope.flush()).then(() => telescope.sendPending());
    // A failure surfaces at the next await of `flushing`.
    flushing.catch(() => undefined);
  };
  try {
    for (let batches = 1; !options.signal?.aborted; batches++) {
      if (live) {
        clearTimeout(idle);
        idle = setTimeout(settle, options.liveIdleMs);
      }
      const columns = await reader.next();
      clearTimeout(idle);
      await flushing;
      if (!columns) break;
      await telescope.add(columns);
      if (live) await telescope.sendPending();
      options.onProgress?.(reader.bytes, reader.records);
      // Let the server answer others while a big file streams through.
      if (batches % batchesPerTurn === 0) await breathe();
    }
    const totals = await telescope.end();
    options.onProgress?.(reader.bytes, reader.records);
    return {
      records: reader.records,
      events: totals.events,
      bytes: reader.bytes,
      skipped: [...reader.skipped],
      skippedCount: reader.skippedCount,
      classes: totals.classes,
      fingerprints: totals.fingerprints,
      firstEvent: totals.firstEvent,
      lastEvent: totals.lastEvent,
      dropped: reader.dropped,
    };
  } finally {
    clearTimeout(idle);
    await reader.close();
  }
}
