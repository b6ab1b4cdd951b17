// Takes one file in: recognise it, read it, store its events, analyse them, keep the account of it.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { hashId } from '#analyse/detect/finding-id.ts';
import { HinomiError } from '#model/errors.ts';
import type { Event } from '#model/event/event.ts';
import type { Agent } from '#model/record/agent.ts';
import type { Input, Skipped } from '#model/record/input.ts';
import type { Clock } from '#model/time.ts';
import type { EventBlock, EventStore } from '#store/events/port.ts';
import * as collections from '#store/records/collections.ts';
import type { Records } from '#store/records/records.ts';
import type { Enricher } from '#watch/enrich/enricher.ts';
import { type AnalysisDeps, type AnalysisResult, analyseRange } from '../analysis/cycle.ts';
import { ingestCapture } from './capture.ts';
import { ingestLog } from './logs.ts';
import { isCapture } from './recognise.ts';

export interface IngestDeps extends AnalysisDeps {
  store: EventStore;
  records: Records;
  enricher: Enricher;
  clock: Clock;
}

export interface IngestRequest {
  file: string;
  /** Name to show and to recognise by; the file's own unless it was uploaded. */
  name?: string;
  /** `auto`, `pcap` or a log format's id. */
  format: string;
  vantage: Agent['vantage'];
  /** Account or `cli`. */
  by: string;
  exercise?: string;
  onProgress?: (input: Input) => void;
}

/** What reading a file of any kind reports. */
interface Reading {
  records: number;
  events: number;
  skipped: Skipped[];
  skippedCount: number;
  classes: Record<string, number>;
  fingerprints?: Record<string, number>;
  format?: string;
  firstEvent: number;
  lastEvent: number;
}

const skippedKept = 100;

/** Id of an input: the same content read the same way is the same input, so taking it in again stores nothing twice. */
export const inputIdOf = (sha256: string, format: string, vantage: string, exercise: string): string =>
  hashId('input', sha256, format, vantage, exercise);

/**
 * Takes a file in and resolves with the account of it. A file that was taken in before is only analysed again.
 * @throws HinomiError `INPUT_UNREADABLE` when the file cannot be opened; unreadable content gives a failed input instead.
 */
export async function ingestFile(
  request: IngestRequest,
  deps: IngestDeps,
): Promise<{ input: Input; analysis?: AnalysisResult }> {
  const inputs = deps.records.collection(collections.inputs);
  const { size, sha256 } = await digest(request.file);
  const exercise = request.exercise ?? '';
  const id = inputIdOf(sha256, request.format, request.vantage, exercise);
  const earlier = await inputs.get(id);
  if (earlier?.status === 'done') return { input: earlier };
  const name = request.name ?? basename(request.file);
  let input: Input = {
    id,
    file: name,
    sha256,
    format: request.format,
    by: request.by,
    status: 'reading',
    bytes: size,
    bytesRead: 0,
    records: 0,
    events: 0,
    skippedCount: 0,
    skipped: [],
    classes: {},
    fingerprints: {},
    findings: [],
    error: '',
    firstEvent: 0,
    lastEvent: 0,
    created: earlier?.created ?? deps.clock(),
    exercise,
  };
  const save = async (change: Partial<Input>) => {
    input = { ...input, ...change };
    await inputs.put(input);
    request.onProgress?.(input);
  };
  await save({});
  try {
    const reading = await read(request, name, input.id, deps, (bytesRead, records) => {
      input = { ...input, bytesRead: Math.min(bytesRead, size), records };
      request.onProgress?.(input);
    });
    const counts = {
      format: reading.format ?? request.format,
      bytesRead: size,
      records: reading.records,
      events: reading.events,
      skipped: reading.skipped.slice(0, skippedKept).map(({ at, why }) => ({ at, why: why.slice(0, 500) })),
      skippedCount: reading.skippedCount,
      classes: reading.classes,
      fingerprints: reading.fingerprints ?? {},
      firstEvent: reading.firstEvent,
      lastEvent: reading.lastEvent,
    };
    const analysis =
      reading.events > 0
        ? await analyseRange({ from: reading.firstEvent, to: reading.lastEvent + 1 }, deps)
        : undefined;
    const mine =
      analysis?.findings.filter(finding => finding.inputs.includes(id)).map(finding => finding.id) ?? [];
    await save({ ...counts, status: 'done', findings: mine, finished: deps.clock() });
    return analysis ? { input, analysis } : { input };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    await save({ status: 'failed', error: message.slice(0, 1000), finished: deps.clock() });
    if (error instanceof HinomiError) return { input };
    throw error;
  }
}

async function read(
  request: IngestRequest,
  name: string,
  inputId: string,
  deps: IngestDeps,
  onProgress: (bytes: number, records: number) => void,
): Promise<Reading> {
  const ingested = deps.clock();
  const block = request.format === 'auto' ? await isCapture(request.file) : request.format === 'pcap';
  if (block)
    return {
      format: 'pcap',
      ...(await ingestCapture({
        file: request.file,
        name,
        inputId,
        vantage: request.vantage,
        onProgress,
        onBlock: (columns: EventBlock, token: string) =>
          deps.store.insert(
            deps.enricher.enrichBlock({
              rows: columns.rows,
              columns: {
                ...columns.columns,
                'event.ingested': { kind: 'constant', value: ingested },
                'hinomi.exercise': { kind: 'constant', value: request.exercise ?? '' },
              },
            }),
            token,
          ),
      })),
    };
  return ingestLog({
    file: request.file,
    name,
    inputId,
    format: request.format,
    clock: deps.clock,
    onProgress,
    onEvents: async (events: Event[], token: string) => {
      deps.enricher.enrichEvents(events);
      for (const event of events) {
        event['event.ingested'] = ingested;
        event['hinomi.exercise'] = request.exercise ?? '';
        if (!event['hinomi.vantage']) event['hinomi.vantage'] = request.vantage;
      }
      await deps.store.insertEvents(events, token);
    },
  });
}

async function digest(file: string): Promise<{ size: number; sha256: string }> {
  try {
    const about = await stat(file);
    if (!about.isFile()) throw new Error('is not a file');
    const handle = await open(file, 'r');
    await handle.close();
    const hash = createHash('sha256');
    await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash);
    return { size: about.size, sha256: hash.digest('hex') };
  } catch (cause) {
    throw new HinomiError('INPUT_UNREADABLE', `${file}: ${(cause as Error).message}`, {
      place: { file },
      remedy: 'Check the path and that you may read it.',
      status: 400,
      cause,
    });
  }
}
