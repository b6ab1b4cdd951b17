// The checker checks itself: planted faults must be found.
import { expect, test } from 'vitest';
import { faultsOf } from './valid-event.ts';

const good = {
  '@timestamp': 1,
  'event.module': 'm',
  'event.dataset': 'm.d',
  'event.category': 'network',
  'event.action': 'flow',
};

test.each([
  [{ 'source.ip': '192.0.2.01' }],
  [{ 'source.ip': '2001:DB8::1' }],
  [{ 'source.port': 65_536 }],
  [{ 'network.bytes': 1.5 }],
  [{ '@timestamp': Number.NaN }],
  [{ message: '\ud800' }],
  [{ labels: { a: 1 } }],
  [{ nonsense: 'x' }],
  [{ 'event.id': 'x' }],
  [{ 'threat.technique.id': 'T1110' }],
])('finds %j', change => {
  expect(faultsOf(good)).toEqual([]);
  expect(faultsOf({ ...good, ...change })).toHaveLength(1);
});

test('finds a missing field', () => {
  expect(faultsOf({ '@timestamp': 1 })).toHaveLength(4);
});
