// From the body of a batch (zstd NDJSON) to rows of a block: bounded, checked line by line, all of it or nothing.
import { constants, zstdDecompressSync } from 'node:zlib';
import { batchLimits } from '#model/collect/batch.ts';
import { HinomiError } from '#model/errors.ts';
import { minute } from '#model/time.ts';
import type { LookUp } from '../enrich/facts.ts';
import type { Problem } from './check-value.ts';
import type { BlockBuilder, BytesBuilder, ColumnBuilder } from './columns.ts';

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
const allRequired = (1 << required.length) - 1;
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

/**
 * Adds a batch's events to a block; after a throw the block is as before. `unpacked` hears how much work the batch is,
 * in characters, also when it is then refused.
 * @throws HinomiError `EVENT_REFUSED` with line and field, `BATCH_MALFORMED` when the count is not the header's.
 */
export function addBatch(
  block: BlockBuilder,
  body: Uint8Array,
  count: number,
  context: BatchContext,
  lookUp: LookUp,
  unpacked: (characters: number) => void = () => {},
): void {
  const mark = block.rows;
  try {
    const reader = new EventReader(block, context, lookUp);
    const text = unpackBody(body);
    unpacked(text.length);
    let line = 0;
    for (let from = 0; from < text.length; ) {
      const newline = text.indexOf('\n', from);
      const to = newline < 0 ? text.length : newline;
      if (++line > count) break;
      let value: unknown;
      try {
        value = JSON.parse(text.slice(from, to));
      } catch {
        throw new HinomiError('EVENT_REFUSED', `Line ${line} is not JSON.`, { place: { line }, status: 422 });
      }
      reader.add(value, line);
      from = to + 1;
    }
    if (line !== count)
      throw new HinomiError(
        'BATCH_MALFORMED',
        `The header says ${count} events, the body has ${line > count ? 'more' : line}.`,
        { status: 400 },
      );
  } catch (error) {
    block.cut(mark);
    throw error;
  }
}

/** What to do with a field, found out once for a name. */
interface Step {
  name: string;
  action: 'column' | 'address' | 'time' | 'skip' | 'exercise' | 'vantage' | 'label';
  column: ColumnBuilder | undefined;
  /** Bit among the required fields. */
  bit: number;
  country?: ColumnBuilder;
  as?: ColumnBuilder;
}

/** Reads the events of one batch into a block. Events of one kind have their fields in one order: steps are kept by place. */
class EventReader {
  readonly #block: BlockBuilder;
  readonly #context: BatchContext;
  readonly #lookUp: LookUp;
  readonly #steps = new Map<string, Step>();
  readonly #atPlace: Step[] = [];
  readonly #ingested: ColumnBuilder;
  readonly #observer: ColumnBuilder;
  readonly #input: ColumnBuilder;
  readonly #vantage: ColumnBuilder;
  readonly #inputName: string;

  constructor(block: BlockBuilder, context: BatchContext, lookUp: LookUp) {
    this.#block = block;
    this.#context = context;
    this.#lookUp = lookUp;
    this.#ingested = block.column('event.ingested')!;
    this.#observer = block.column('observer.id')!;
    this.#input = block.column('hinomi.input')!;
    this.#vantage = block.column('hinomi.vantage')!;
    this.#inputName = `${context.agent}/${context.stream}`;
  }

  #stepFor(name: string): Step {
    const known = this.#steps.get(name);
    if (known) return known;
    const place = required.indexOf(name);
    const column = ours.has(name) ? undefined : this.#block.column(name);
    const step: Step = { name, action: 'column', column, bit: place < 0 ? 0 : 1 << place };
    if (ours.has(name)) step.action = 'skip';
    else if (name === 'hinomi.exercise') step.action = 'exercise';
    else if (name === 'hinomi.vantage') step.action = 'vantage';
    else if (name === '@timestamp' || name === 'event.end') step.action = 'time';
    else if (name === 'source.ip' || name === 'destination.ip') {
      const side = name === 'source.ip' ? 'source' : 'destination';
      step.action = 'address';
      step.country = this.#block.column(`${side}.geo.country_iso_code`)!;
      step.as = this.#block.column(`${side}.as.number`)!;
    } else if (!column) step.action = 'label';
    this.#steps.set(name, step);
    return step;
  }

  add(value: unknown, line: number): void {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw refused(line, 'event', 'type');
    const block = this.#block;
    const row = block.rows;
    const event = value as Record<string, unknown>;
    let seen = 0;
    let place = 0;
    let vantage = false;
    for (const name in event) {
      let step = this.#atPlace[place];
      if (step?.name !== name) {
        step = this.#stepFor(name);
        this.#atPlace[place] = step;
      }
      place++;
      seen |= step.bit;
      const item = event[name];
      let problem: Problem | undefined;
      switch (step.action) {
        case 'column':
          problem = step.column!.add(row, item);
          break;
        case 'address':
          problem = this.#address(step, item);
          break;
        case 'time':
          problem = this.#time(step, item);
          break;
        case 'exercise':
          problem = item === '' ? undefined : 'forbidden';
          break;
        case 'vantage':
          vantage = true;
          problem = vantages.has(item as string) ? step.column!.add(row, item) : 'range';
          break;
        case 'label':
          block.set(name, item);
          break;
      }
      if (problem) throw refused(line, name, problem);
    }
    if (seen !== allRequired)
      throw refused(line, required.find((_, index) => !(seen & (1 << index)))!, 'missing');
    if (!vantage) this.#vantage.add(row, this.#context.vantage);
    this.#ingested.add(row, this.#context.received);
    this.#observer.add(row, this.#context.agent);
    this.#input.add(row, this.#inputName);
    block.endRow();
  }

  #address(step: Step, item: unknown): Problem | undefined {
    if (typeof item !== 'string') return 'type';
    const facts = this.#lookUp(item);
    if (!facts) return 'format';
    const row = this.#block.rows;
    (step.column as BytesBuilder).put(row, facts.bytes);
    if (facts.country !== '') step.country!.add(row, facts.country);
    if (facts.as !== 0) step.as!.add(row, facts.as);
    return undefined;
  }

  /** A time the sensor cannot have seen yet is taken as the time of arrival; a label keeps what it said. */
  #time(step: Step, item: unknown): Problem | undefined {
    if (typeof item !== 'number' || !Number.isFinite(item)) return 'type';
    const { received } = this.#context;
    const believed = item > received + futureTolerance ? received : Math.floor(item);
    if (believed !== item) this.#block.label(`hinomi.clamped.${step.name}`, String(item));
    return step.column!.add(this.#block.rows, believed);
  }
}
