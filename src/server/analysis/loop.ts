// Follows stored events: collects the ranges of event time that were touched and analyses them each second.
import type { TimeRange } from '#analyse/detect/detector.ts';
import { minute, second } from '#model/time.ts';
import * as collections from '#store/records/collections.ts';
import { type AnalysisDeps, analyseRange } from './cycle.ts';
import { addRange } from './ranges.ts';

/** Name of the watermark: everything stored before this moment (Unix ms) has been analysed. */
const watermarkId = 'analysis.watermark';

/**
 * Events are stamped when they are received and stored later, seconds as a rule; after the store was away the journal
 * holds older ones. Looking back further than needed only repeats work.
 */
const overlap = 15 * minute;

/** Longest pause between rounds while they fail. */
const longestPause = minute;

export interface AnalysisLoop {
  /** Says that events with these times were stored. */
  touched(range: TimeRange): void;
  /** Resolves when everything touched so far has been analysed. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the loop; what was stored but not analysed before a crash is caught up first. */
export async function startAnalysisLoop(
  deps: AnalysisDeps & { onError: (error: unknown) => void; pause?: number },
): Promise<AnalysisLoop> {
  const settings = deps.records.collection(collections.settings);
  const pause = deps.pause ?? second;
  let dirty = await missed(deps, Number((await settings.get(watermarkId))?.value ?? 0));
  let stopped = false;
  let failures = 0;
  let took = 0;
  let running: Promise<void> = Promise.resolve();

  const round = async () => {
    const ranges = dirty;
    if (ranges.length === 0) return;
    dirty = [];
    const mark = deps.clock();
    let failed: { error: unknown } | undefined;
    for (const range of ranges)
      try {
        // The watermark makes up for what is left when the process ends.
        if (stopped) return;
        await analyseRange(range, deps);
      } catch (error) {
        // Nothing is lost: the range is tried again, and holds up no other.
        dirty = addRange(dirty, range);
        failed ??= { error };
      }
    try {
      if (failed) throw failed.error;
      await settings.put({ id: watermarkId, value: mark, updated: mark });
      failures = 0;
    } catch (error) {
      failures++;
      deps.onError(error);
    }
  };
  const schedule = () => {
    if (stopped) return;
    // Twice as long a pause as the work took: with much data analysis falls behind a little, and nothing else suffers.
    const wait = Math.max(pause, Math.min(longestPause, Math.max(2 * took, pause * 2 ** failures)));
    timer = setTimeout(() => {
      const began = performance.now();
      running = round().finally(() => {
        took = performance.now() - began;
        schedule();
      });
    }, wait);
  };
  let timer: NodeJS.Timeout | undefined;
  schedule();

  return {
    touched: range => {
      dirty = addRange(dirty, range);
    },
    async settled() {
      await running;
      while (dirty.length > 0 && !stopped) {
        await new Promise(resolve => setTimeout(resolve, 20));
        await running;
      }
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}

/** Event times of what was stored since the watermark, day by day so that a wild clock stays apart. */
async function missed(deps: AnalysisDeps, watermark: number): Promise<TimeRange[]> {
  const days = await deps.store.query<{ from: string; to: string }>(
    `SELECT toUnixTimestamp64Milli(min(\`@timestamp\`)) AS from, toUnixTimestamp64Milli(max(\`@timestamp\`)) AS to
     FROM events WHERE \`event.ingested\` > fromUnixTimestamp64Milli({since:Int64}, 'UTC')
     GROUP BY intDiv(toUnixTimestamp64Milli(\`@timestamp\`), 86400000) ORDER BY from`,
    { since: Math.max(0, watermark - overlap) },
  );
  return days.reduce<TimeRange[]>(
    (ranges, { from, to }) => addRange(ranges, { from: Number(from), to: Number(to) + 1 }),
    [],
  );
}
