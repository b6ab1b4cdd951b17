// Keeps analysis up with what arrives: gathers the touched range of event time and analyses it each second.
import type { TimeRange } from '#analyse/detect/detector.ts';
import { minute, second } from '#model/time.ts';
import * as collections from '#store/records/collections.ts';
import { type AnalysisDeps, analyseRange } from './cycle.ts';

/** Name of the watermark: everything stored before this moment (Unix ms) has been analysed. */
const watermarkId = 'analysis.watermark';

/** Stored events may become visible a little after the time they are stamped with. */
const overlap = minute;

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
  let dirty: TimeRange | undefined = await missed(
    deps,
    Number((await settings.get(watermarkId))?.value ?? 0),
  );
  let stopped = false;
  let running: Promise<void> = Promise.resolve();

  const round = async () => {
    const range = dirty;
    if (!range) return;
    dirty = undefined;
    const mark = deps.clock();
    try {
      await analyseRange(range, deps);
      await settings.put({ id: watermarkId, value: mark, updated: mark });
    } catch (error) {
      // Nothing is lost: the range is tried again with the next round.
      dirty = union(dirty, range);
      deps.onError(error);
    }
  };
  const schedule = () => {
    if (stopped) return;
    timer = setTimeout(() => {
      running = round().finally(schedule);
    }, deps.pause ?? second);
  };
  let timer: NodeJS.Timeout | undefined;
  schedule();

  return {
    touched: range => {
      dirty = union(dirty, range);
    },
    async settled() {
      await running;
      while (dirty) {
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

const union = (a: TimeRange | undefined, b: TimeRange): TimeRange =>
  a ? { from: Math.min(a.from, b.from), to: Math.max(a.to, b.to) } : b;

async function missed(deps: AnalysisDeps, watermark: number): Promise<TimeRange | undefined> {
  const [row] = await deps.store.query<{ events: string; from: string; to: string }>(
    `SELECT count() AS events, toUnixTimestamp64Milli(min(\`@timestamp\`)) AS from, toUnixTimestamp64Milli(max(\`@timestamp\`)) AS to
     FROM events WHERE \`event.ingested\` > fromUnixTimestamp64Milli({since:Int64}, 'UTC')`,
    { since: Math.max(0, watermark - overlap) },
  );
  if (!row || Number(row.events) === 0) return undefined;
  return { from: Number(row.from), to: Number(row.to) + 1 };
}
