// Takes one file in: recognise it, read it, store its events, analyse them, keep the account of it.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, open, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { HinomiError } from '#model/errors.ts';
import type { Event } from '#model/event/event.ts';
import type { Agent } from '#model/record/agent.ts';
import type { Input, Skipped } from '#model/record/input.ts';
import type { Clock } from '#model/time.ts';
import type { EventStore } from '#store/events/port.ts';
import * as collections from '#store/records/collections.ts';
import { hashId } from '#store/records/hash-id.ts';
import type { Records } from '#store/records/records.ts';
import type { Enricher } from '#watch/enrich/enricher.ts';
import type { Mapping } from '#watch/logs/mapped/mapping.ts';
import { type AnalysisDeps, type AnalysisResult, analyseRange } from '../analysis/cycle.ts';
import { ingestLog } from './logs.ts';
import { insertPipeline } from './pipeline.ts';
import { isCapture } from './recognise.ts';
import { storeCapture } from './store-capture.ts';
import { assertRoom } from './uploads.ts';

export interface IngestDeps extends AnalysisDeps {
  store: EventStore;
  records: Records;
  enricher: Enricher;
  clock: Clock;
  /** Where lines that could not be read are kept, a folder an input. */
  inputsFolder: string;
  mapping?: Mapping;
  /** Bytes left free on the disk: a small file may unpack to more events than it has room for. Default 1 GiB. */
  reserve?: number;
  /** Minutes east of UTC assumed for times without a zone. */
  zoneMinutes?: number;
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
 * Registers a file as an input that waits, or finds the account of the same file taken in before or, by `underWay`,
 * being taken in now.
 * @throws HinomiError `INPUT_UNREADABLE` when the file cannot be opened.
 */
export async function registerInput(
  request: IngestRequest,
  deps: Pick<IngestDeps, 'records' | 'clock'>,
  underWay: (id: string) => boolean = () => false,
): Promise<Input> {
  const inputs = deps.records.collection(collections.inputs);
  const { size, sha256 } = await digest(request.file);
  const exercise = request.exercise ?? '';
  const id = inputIdOf(sha256, request.format, request.vantage, exercise);
  const earlier = await inputs.get(id);
  if (earlier && underWay(id)) return earlier;
  if (earlier?.status === 'done') {
    if (await isThere(earlier.path)) return earlier;
    // Its file was removed or moved since: this copy is the evidence from now on.
    const again = { ...earlier, path: resolve(request.file) };
    await inputs.put(again);
    return again;
  }
  const input: Input = {
    id,
    file: request.name ?? basename(request.file),
    sha256,
    path: resolve(request.file),
    vantage: request.vantage,
    format: request.format,
    by: request.by,
    status: 'waiting',
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
  await inputs.put(input);
  return input;
}

/**
 * Reads a registered input to its end, stores and analyses its events. Resolves with the account of it; content that
 * cannot be read gives a failed input with the reason.
 */
export async function ingestInput(
  waiting: Input,
  deps: IngestDeps,
  onProgress: (input: Input) => void = () => {},
): Promise<{ input: Input; analysis?: AnalysisResult }> {
  if (waiting.status === 'done') return { input: waiting };
  const inputs = deps.records.collection(collections.inputs);
  let input: Input = waiting;
  const save = async (change: Partial<Input>) => {
    input = { ...input, ...change };
    await inputs.put(input);
    onProgress(input);
  };
  await save({ status: 'reading', error: '' });
  try {
    const reading = await read(input, deps, (bytesRead, records) => {
      input = { ...input, bytesRead: Math.min(bytesRead, input.bytes), records };
      onProgress(input);
    });
    const counts = {
      format: reading.format ?? input.format,
      bytesRead: input.bytes,
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
      analysis?.findings.filter(finding => finding.inputs.includes(input.id)).map(finding => finding.id) ??
      [];
    await save({ ...counts, status: 'done', findings: mine, finished: deps.clock() });
    return analysis ? { input, analysis } : { input };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    // Where files lie on this machine is nobody's business: the reason goes to everybody who may read.
    const told = message.replaceAll(input.path, input.file);
    await save({ status: 'failed', error: told.slice(0, 1000), finished: deps.clock() });
    if (error instanceof HinomiError) return { input };
    throw error;
  }
}

/** The telescope knows two places; elsewhere it judges by the traffic alone. */
const captureVantage = (vantage: Input['vantage']): 'darknet' | 'victim' | 'unknown' =>
  vantage === 'darknet' || vantage === 'victim' ? vantage : 'unknown';

async function read(
  input: Input,
  deps: IngestDeps,
  onProgress: (bytes: number, records: number) => void,
): Promise<Reading> {
  const ingested = deps.clock();
  const room = () => assertRoom(deps.inputsFolder, deps.reserve);
  const store: Pick<EventStore, 'insert' | 'insertEvents'> = {
    insert: async (block, token) => {
      await room();
      await deps.store.insert(block, token);
    },
    insertEvents: async (events, token) => {
      await room();
      await deps.store.insertEvents(events, token);
    },
  };
  const block = input.format === 'auto' ? await isCapture(input.path) : input.format === 'pcap';
  if (block)
    return {
      format: 'pcap',
      ...(await storeCapture({
        file: input.path,
        name: input.file,
        inputId: input.id,
        vantage: captureVantage(input.vantage),
        exercise: input.exercise,
        store,
        enricher: deps.enricher,
        clock: deps.clock,
        onProgress,
      })),
    };
  const storing = insertPipeline(2);
  const reading = await ingestLog({
    file: input.path,
    name: input.file,
    inputId: input.id,
    format: input.format,
    clock: deps.clock,
    skippedFile: join(deps.inputsFolder, input.id, 'skipped.ndjson'),
    ...(deps.mapping ? { mapping: deps.mapping } : {}),
    ...(deps.zoneMinutes === undefined ? {} : { zoneMinutes: deps.zoneMinutes }),
    onProgress,
    onEvents: async (events: Event[], token: string) => {
      deps.enricher.enrichEvents(events);
      for (const event of events) {
        event['event.ingested'] = ingested;
        event['hinomi.exercise'] = input.exercise;
        if (!event['hinomi.vantage']) event['hinomi.vantage'] = input.vantage;
      }
      await storing.push(() => store.insertEvents(events, token));
    },
  });
  await storing.done();
  return reading;
}

const isThere = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );

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
