// What was stored is told with its times, and only after it is durable.
import { expect, test } from 'vitest';
import type { TimeRange } from '#analyse/detect/detector.ts';
import type { Event } from '#model/event/event.ts';
import type { EventBlock, EventStore } from '#store/events/port.ts';
import { blockRange, reportingStore } from './stored-range.ts';

const block = (times: number[]): EventBlock => ({
  rows: times.length,
  columns: { '@timestamp': { kind: 'number', values: Float64Array.from(times) } },
});

test('least and greatest time, half open', () => {
  expect(blockRange(block([30, 10, 20]))).toEqual({ from: 10, to: 31 });
  expect(blockRange({ rows: 2, columns: { '@timestamp': { kind: 'constant', value: 7 } } })).toEqual({
    from: 7,
    to: 8,
  });
  // A builder's column may have room for more rows than the block has.
  expect(
    blockRange({ rows: 1, columns: { '@timestamp': { kind: 'number', values: Float64Array.of(5, 0, 0) } } }),
  ).toEqual({
    from: 5,
    to: 6,
  });
  expect(blockRange(block([]))).toBeUndefined();
  expect(blockRange({ rows: 3, columns: {} })).toBeUndefined();
});

test('a block that was not stored is not told of', async () => {
  const told: TimeRange[] = [];
  let broken = true;
  const inner: Pick<EventStore, 'insert' | 'insertEvents'> = {
    insert: async () => {
      if (broken) throw new Error('the store is away');
      expect(told).toEqual([]);
    },
    insertEvents: async () => {},
  };
  const store = reportingStore(inner as EventStore, range => told.push(range));
  await expect(store.insert(block([1]), 'a')).rejects.toThrow('away');
  expect(told).toEqual([]);
  broken = false;
  await store.insert(block([1, 4]), 'a');
  await store.insertEvents([{ '@timestamp': 9 }, { '@timestamp': 3 }] as Event[], 'b');
  await store.insertEvents([], 'c');
  expect(told).toEqual([
    { from: 1, to: 5 },
    { from: 3, to: 10 },
  ]);
});
