// Batches of agents become columns; what a hostile one says is bounded.
import { zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { batchLimits } from '#model/collect/batch.ts';
import type { Event } from '#model/event/event.ts';
import { eventField, eventFields } from '#model/event/fields.ts';
import { uuidv7 } from '#model/ids.ts';
import { parseIp } from '#model/ip.ts';
import { wireLine } from '../agent/wire-line.ts';
import { problemWith } from './check-value.ts';
import { BlockBuilder } from './columns.ts';
import { addBatch, unpackBody } from './decode-batch.ts';

const now = Date.UTC(2026, 10, 23);
const context = { agent: 'agent-1', vantage: 'darknet', stream: 'honeypot.ssh', received: now };
const lookUp = (ip: string) => {
  const bytes = parseIp(ip);
  return bytes && { bytes, country: 'JP', as: 2500 };
};
const event = (more: Partial<Event> = {}): Event => ({
  '@timestamp': now - 1_000,
  'event.id': uuidv7(now),
  'event.module': 'honeypot',
  'event.dataset': 'honeypot.ssh',
  ...more,
});
const pack = (lines: readonly string[]) => zstdCompressSync(Buffer.from(`${lines.join('\n')}\n`));
const add = (block: BlockBuilder, lines: readonly string[], count = lines.length) =>
  addBatch(block, pack(lines), count, context, lookUp);
const codedAt = (
  block: ReturnType<BlockBuilder['finish']>,
  name: 'observer.id' | 'hinomi.vantage',
  row: number,
) => {
  const column = block.columns[name];
  return column?.kind === 'coded' ? column.dictionary[column.codes[row]!] : undefined;
};

describe('a batch', () => {
  test('becomes columns; what the sender may not say is ours', () => {
    const block = new BlockBuilder();
    add(block, [
      JSON.stringify(
        event({
          'source.ip': '1.2.3.4',
          'observer.id': 'somebody else',
          'source.as.number': 1,
          'hinomi.block': 9,
        }),
      ),
      JSON.stringify(event({ 'hinomi.vantage': 'honeypot', labels: { a: 'b' } })),
    ]);
    const made = block.finish();
    expect(made.rows).toBe(2);
    expect(codedAt(made, 'observer.id', 0)).toBe('agent-1');
    expect(codedAt(made, 'hinomi.vantage', 0)).toBe('darknet');
    expect(codedAt(made, 'hinomi.vantage', 1)).toBe('honeypot');
    expect(made.columns['hinomi.block']).toBeUndefined();
    expect(made.columns['source.as.number']).toEqual({ kind: 'number', values: Uint32Array.of(2500, 0) });
    expect(made.columns.labels).toEqual({ kind: 'maps', values: [{}, { a: 'b' }] });
    expect(made.columns['event.ingested']).toEqual({ kind: 'number', values: Float64Array.of(now, now) });
  });

  test('unknown fields are kept as labels, future times are clamped and labelled', () => {
    const block = new BlockBuilder();
    add(block, [JSON.stringify({ ...event({ '@timestamp': now + 3_600_000 }), 'x.y': { z: 1 } })]);
    const made = block.finish();
    expect(made.columns['@timestamp']).toEqual({ kind: 'number', values: Float64Array.of(now) });
    expect(made.columns.labels).toEqual({
      kind: 'maps',
      values: [{ 'hinomi.clamped.@timestamp': String(now + 3_600_000), 'x.y': '{"z":1}' }],
    });
  });

  test.each([
    ['event.id', { 'event.id': 'no-uuid' }],
    ['source.ip', { 'source.ip': '300.1.1.1' }],
    ['source.port', { 'source.port': 70_000 }],
    ['source.port', { 'source.port': '22' }],
    ['message', { message: 'x'.repeat(5_000) }],
    ['hinomi.exercise', { 'hinomi.exercise': 'drill-1' }],
    ['hinomi.vantage', { 'hinomi.vantage': 'moon' }],
    ['threat.technique.id', { 'threat.technique.id': ['T1', 2] }],
    ['@timestamp', { '@timestamp': '2026-01-01' }],
    ['event.module', { 'event.module': undefined }],
  ])('with a bad %s is refused with line and field, and leaves the block as it was', (field, change) => {
    const block = new BlockBuilder();
    add(block, [JSON.stringify(event({ message: 'first' }))]);
    let caught: unknown;
    try {
      add(block, [
        JSON.stringify(event({ message: 'second', 'source.ip': '9.9.9.9' })),
        JSON.stringify({ ...event(), ...change }),
      ]);
    } catch (error) {
      caught = error;
    }
    expect(caught).toMatchObject({ code: 'EVENT_REFUSED', status: 422, place: { line: 2, field } });
    add(block, [JSON.stringify(event())]);
    const made = block.finish();
    expect(made.rows).toBe(2);
    expect(made.columns.message).toEqual({ kind: 'text', values: ['first', ''] });
    expect(made.columns['source.ip']).toEqual({ kind: 'bytes16', values: new Uint8Array(32) });
  });

  test('that is no JSON names the line; a wrong count is refused', () => {
    const block = new BlockBuilder();
    expect(() => add(block, [JSON.stringify(event()), '{"a":'])).toThrow(/Line 2/);
    expect(() => add(block, [JSON.stringify(event())], 2)).toThrow(/says 2 events/);
    expect(() => addBatch(block, Buffer.from('no zstd'), 1, context, lookUp)).toThrow(/not a zstd frame/);
    expect(block.rows).toBe(0);
  });

  test('that unpacks to too much is refused before it is unpacked', () => {
    const bomb = zstdCompressSync(Buffer.alloc(batchLimits.rawBytes + 1));
    expect(bomb.length).toBeLessThan(10_000);
    expect(() => unpackBody(bomb)).toThrow(expect.objectContaining({ code: 'BATCH_TOO_LARGE', status: 413 }));
  });

  test('of any bytes never does more than throw a coded error', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), values => {
        const block = new BlockBuilder();
        try {
          add(
            block,
            values.map(value => JSON.stringify(value)),
            values.length,
          );
        } catch (error) {
          expect(error).toHaveProperty('code');
        }
        expect(block.rows).toBe(0);
      }),
    );
  });
});

const anything = fc.oneof(
  fc.string(),
  fc.string({ minLength: 250, maxLength: 300 }),
  fc.double(),
  fc.integer({ min: -2, max: 2 ** 33 }),
  fc.boolean(),
  fc.constant(null),
  fc.ipV4(),
  fc.ipV6(),
  fc.uuid(),
  fc.array(fc.string(), { maxLength: 70 }),
  fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer())),
);

test('the check of a value and the column agree on every field', () => {
  fc.assert(
    fc.property(fc.constantFrom(...eventFields), anything, (field, value) => {
      const taken = new BlockBuilder().set(field.name, value);
      expect(taken === undefined).toBe(problemWith(field.name, field.type, value) === undefined);
    }),
    { numRuns: 2_000 },
  );
});

test('whatever a source makes, the line the agent sends is one the collector takes', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.constantFrom(...eventFields.map(field => field.name), 'other', '__proto__'), anything),
      more => {
        const { 'hinomi.exercise': _, 'hinomi.vantage': __, ...rest } = more;
        const line = wireLine({ ...rest, ...event() } as Event);
        expect(line).toBeDefined();
        const block = new BlockBuilder();
        add(block, [line!]);
        expect(block.rows).toBe(1);
      },
    ),
    { numRuns: 1_000 },
  );
  expect(eventField('labels')).toBeDefined();
});
