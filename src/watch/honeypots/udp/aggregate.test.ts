// A million datagrams must not become a million events.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { minute } from '#model/time.ts';
import { createAggregator, manySources } from './aggregate.ts';

const datagram = (source: string) => ({ source, port: 4242, bytesIn: 64, bytesOut: 0, query: 'ANY .' });

test('a million datagrams of spoofed sources make few tallies, and every packet is counted', () => {
  let session = 0;
  const tallies = createAggregator(4_096, () => String(session++));
  let events = 0;
  let packets = 0;
  const count = (list: readonly { packets: number }[]) => {
    events += list.length;
    for (const tally of list) packets += tally.packets;
  };
  for (let index = 0; index < 1_000_000; index++) {
    const now = Math.floor(index / 10_000) * 1_000; // 100 s
    const first = tallies.add(
      datagram(`10.${index & 255}.${(index >> 8) & 255}.${(index >> 16) & 255}`),
      now,
    );
    if (first) count([first]);
  }
  count(tallies.drain(100_000, true));
  expect(packets).toBe(1_000_000);
  expect(events).toBeLessThan(3 * 4_096);
  expect(tallies.size()).toBe(4_096);
});

test('one source: an event at first sight, then one a minute', () => {
  const tallies = createAggregator(10, () => 's');
  expect(tallies.add(datagram('192.0.2.1'), 0)).toMatchObject({ packets: 1, session: 's', bytesIn: 64 });
  for (let index = 1; index < 50; index++) expect(tallies.add(datagram('192.0.2.1'), index)).toBeUndefined();
  expect(tallies.drain(30_000)).toEqual([]);
  expect(tallies.drain(minute)).toMatchObject([{ source: '192.0.2.1', packets: 49, first: 1, last: 49 }]);
  expect(tallies.drain(3 * minute)).toEqual([]);
});

test('no packet is lost or counted twice, whatever the clock does', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          who: fc.integer({ min: 0, max: 9 }),
          step: fc.integer({ min: -minute, max: 2 * minute }),
        }),
        {
          maxLength: 300,
        },
      ),
      steps => {
        const tallies = createAggregator(4, () => 's');
        let now = 1e12;
        let packets = 0;
        for (const { who, step } of steps) {
          now += step;
          packets += tallies.add(datagram(`192.0.2.${who}`), now)?.packets ?? 0;
          for (const tally of tallies.drain(now)) packets += tally.packets;
        }
        const rest = tallies.drain(now, true);
        for (const tally of rest) {
          packets += tally.packets;
          expect(tally.last).toBeGreaterThanOrEqual(tally.first);
          if (tally.source === manySources) expect(tally.port).toBe(0);
        }
        expect(packets).toBe(steps.length);
      },
    ),
  );
});
