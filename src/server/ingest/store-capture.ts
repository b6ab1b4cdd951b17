// A capture file all the way into the event store: classified, enriched, stored while reading goes on.
import type { Clock } from '#model/time.ts';
import type { EventBlock, EventStore } from '#store/events/port.ts';
import type { Enricher } from '#watch/enrich/enricher.ts';
import { type IngestCaptureResult, ingestCapture } from './capture.ts';
import { insertPipeline } from './pipeline.ts';

/** Blocks being stored while the next are read: enough to hide the store's time, few enough to bound memory. */
const depth = 3;

/** Resolves when every event is durable. @throws what reading or storing throws. */
export async function storeCapture(options: {
  file: string;
  name: string;
  inputId: string;
  vantage: 'darknet' | 'victim' | 'unknown';
  exercise: string;
  store: Pick<EventStore, 'insert'>;
  enricher: Enricher;
  clock: Clock;
  onProgress?: (bytes: number, packets: number) => void;
}): Promise<IngestCaptureResult> {
  const { store, enricher, clock } = options;
  const ingested = clock();
  const pipeline = insertPipeline(depth);
  const result = await ingestCapture({
    from: { file: options.file },
    name: options.name,
    inputId: options.inputId,
    vantage: options.vantage,
    exercise: options.exercise,
    clock,
    ...(options.onProgress ? { onProgress: options.onProgress } : {}),
    onBlock: (block: EventBlock, token: string) =>
      pipeline.push(() =>
        store.insert(
          enricher.enrichBlock({
            rows: block.rows,
            columns: {
              ...block.columns,
              'event.ingested': { kind: 'constant', value: ingested },
              'hinomi.exercise': { kind: 'constant', value: options.exercise },
            },
          }),
          token,
        ),
      ),
  });
  await pipeline.done();
  return result;
}
