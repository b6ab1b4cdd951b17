// From the body of a batch (zstd NDJSON) to rows of a block: bounded, checked line by line, all of it or nothing.
import { constants, zstdDecompressSync } from 'node:zlib';
import { batchLimits } from '#model/collect/batch.ts';
import { HinomiError } from '#model/errors.ts';
import { latestTime, minute } from '#model/time.ts';
import type { LookUp } from '../enrich/facts.ts';
import type { Problem } from './check-value.ts';
import type { BlockBuilder } from './columns.ts';

/** What the collector knows about a batch and the sender has no say in. */
export interface BatchContext {
  agent: string;
  vantage: string;
  stream: string;
  /** When the batch arrived, Unix milliseconds; journalled, so that a second reading gives the same rows. */
  received: number;
}

const vantages = new Set(['darknet', 'victim', 'honeypot', 'lan', 'unknown']);
/** Fields a sender may not set; its values are passed over. */
const ours = new Set([
  'event.ingested',
  'observer.id',
  'hinomi.input',
  'hinomi.block',
  'source.geo.country_iso_code',
  'source.as.number',
  'destination.geo.country_iso_code',
  'destination.as.number',
]);
const required = ['@timestamp', 'event.id', 'event.module', 'event.dataset'];
/** How far ahead of ours a sensor's clock may be before its times are not believed. */
export const futureTolerance = 5 * minute;

const messages: Record<Problem, string> = {
  type: 'has the wrong type',
  range: 'is out of range',
  length: 'is too long',
  format: 'is malformed',
  missing: 'is missing',
  forbidden: 'may not be set by an agent',
};

const refused = (line: number, field: string, problem: Problem) =>
  new HinomiError('EVENT_REFUSED', `Line ${line}: ${field} ${messages[problem]}.`, {
    place: { line, field },
    remedy: 'The agent and the collector differ in version; update the older of the two.',
    status: 422,
  });

/** Decompresses a body within the limits. @throws HinomiError `BATCH_TOO_LARGE`, `BATCH_MALFORMED`. */
export function unpackBody(body: Uint8Array, rawLimit: number = batchLimits.rawBytes): string {
  if (body.byteLength === 0) return '';
  try {
    return zstdDecompressSync(body, {
      maxOutputLength: rawLimit,
      // A frame may ask its reader for a window of 128 MiB and more; ours never need over 8.
      params: { [constants.ZSTD_d_windowLogMax]: 23 },
    }).toString('utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE')
      throw new HinomiError('BATCH_TOO_LARGE', `The batch unpacks to more than ${rawLimit} bytes.`, {
        status: 413,
        remedy: 'Send smaller batches.',
      });
    throw new HinomiError('BATCH_MALFORMED', 'The body is not a zstd frame.', { status: 400, cause });
  }
}

/** Parses NDJSON at once, which is twice as fast as line by line; only a bad batch is looked at line by line. */
function parseLines(text: string): unknown[] {
  const end = text.endsWith('\n') ? text.length - 1 : text.length;
  if (end <= 0) return [];
  try {
    return JSON.parse(`[${text.slice(0, end).replaceAll('\n', ',')}]`) as unknown[];
  } catch {
    return text
      .slice(0, end)
      .split('\n')
      .map((line, index) => {
        try {
          return JSON.parse(line) as unknown;
        } catch {
          throw new HinomiError('EVENT_REFUSED', `Line ${index + 1} is not JSON.`, {
            place: { line: index + 1 },
            status: 422,
          });
        }
      });
  }
}

/**
 * Adds a batch's events to a block; after a throw the block is as before.
 * @throws HinomiError `EVENT_REFUSED` with line and field, `BATCH_MALFORMED` when the count is not the header's.
 */
export function addBatch(
  block: BlockBuilder,
  body: Uint8Array,
  count: number,
  context: BatchContext,
  lookUp: LookUp,
): void {
  const mark = block.rows;
  try {
    const events = parseLines(unpackBody(body));
    if (events.length !== count)
      throw new HinomiError(
        'BATCH_MALFORMED',
        `The header says ${count} events, the body has ${events.length}.`,
        {
          status: 400,
        },
      );
    for (let index = 0; index < events.length; index++)
      addEvent(block, events[index], index + 1, context, lookUp);
  } catch (error) {
    block.cut(mark);
    throw error;
  }
}

function addEvent(
  block: BlockBuilder,
  value: unknown,
  line: number,
  context: BatchContext,
  lookUp: LookUp,
): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw refused(line, 'event', 'type');
  const event = value as Record<string, unknown>;
  for (const name of required) if (event[name] === undefined) throw refused(line, name, 'missing');
  for (const name in event) {
    const item = event[name];
    if (name === 'source.ip' || name === 'destination.ip') {
      const facts = typeof item === 'string' ? lookUp(item) : undefined;
      if (!facts) throw refused(line, name, typeof item === 'string' ? 'format' : 'type');
      block.setIp(name, facts.bytes);
      const side = name === 'source.ip' ? 'source' : 'destination';
      if (facts.country !== '') block.set(`${side}.geo.country_iso_code`, facts.country);
      if (facts.as !== 0) block.set(`${side}.as.number`, facts.as);
      continue;
    }
    if (name === '@timestamp' || name === 'event.end') {
      setTime(block, name, item, line, context);
      continue;
    }
    if (ours.has(name)) continue;
    if (name === 'hinomi.exercise') {
      if (item !== '') throw refused(line, name, 'forbidden');
      continue;
    }
    const problem = block.set(name, item);
    if (problem) throw refused(line, name, problem);
  }
  const vantage = event['hinomi.vantage'];
  if (vantage === undefined) block.set('hinomi.vantage', context.vantage);
  else if (!vantages.has(vantage as string)) throw refused(line, 'hinomi.vantage', 'range');
  block.set('event.ingested', context.received);
  block.set('observer.id', context.agent);
  block.set('hinomi.input', `${context.agent}/${context.stream}`);
  block.endRow();
}

/** A time the sensor cannot have seen yet is taken as the time of arrival; a label keeps what it said. */
function setTime(
  block: BlockBuilder,
  name: string,
  item: unknown,
  line: number,
  context: BatchContext,
): void {
  if (typeof item !== 'number' || !Number.isFinite(item)) throw refused(line, name, 'type');
  const believed = item > context.received + futureTolerance ? context.received : Math.floor(item);
  if (believed !== item) block.label(`hinomi.clamped.${name}`, String(item));
  const problem = block.set(name, Math.min(believed, latestTime));
  if (problem) throw refused(line, name, problem);
}
