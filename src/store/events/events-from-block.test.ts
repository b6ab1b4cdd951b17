// Rows and columns say the same.
import { expect, test } from 'vitest';
import type { Event } from '#model/event/event.ts';
import { parseIp } from '#model/ip.ts';
import { blockFromEvents } from './block.ts';
import { eventsFromBlock } from './events-from-block.ts';

test('events survive the way into columns and back', () => {
  const events: Event[] = [
    {
      '@timestamp': 1_700_000_000_123,
      'event.id': '018bcfe5-687b-7000-8000-000000000001',
      'event.module': 'honeypot',
      'event.dataset': 'honeypot.ssh',
      'source.ip': '192.0.2.7',
      'source.port': 4711,
      'threat.technique.id': ['T1110'],
      labels: { a: 'b' },
    },
    {
      '@timestamp': 0,
      'event.id': '018bcfe5-687b-7000-8000-000000000002',
      'event.module': 'zeek',
      'event.dataset': 'zeek.dns',
    },
  ];
  expect(eventsFromBlock(blockFromEvents(events))).toEqual(events);
});

test('binary and dictionary-coded columns are read by row', () => {
  const addresses = new Uint8Array(32);
  addresses.set(parseIp('192.0.2.1')!, 0);
  addresses.set(parseIp('2001:db8::5')!, 16);
  const events = eventsFromBlock({
    rows: 2,
    columns: {
      '@timestamp': { kind: 'number', values: new Float64Array([5, 6]) },
      'source.ip': { kind: 'bytes16', values: addresses },
      'hinomi.class': { kind: 'coded', codes: new Uint8Array([1, 0]), dictionary: ['', 'scan'] },
      'event.module': { kind: 'constant', value: 'telescope' },
    },
  });
  expect(events).toEqual([
    { '@timestamp': 5, 'source.ip': '192.0.2.1', 'hinomi.class': 'scan', 'event.module': 'telescope' },
    { '@timestamp': 6, 'source.ip': '2001:db8::5', 'event.module': 'telescope' },
  ]);
});
