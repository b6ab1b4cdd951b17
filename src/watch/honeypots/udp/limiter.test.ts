// The proof that no claimed source ever gets more than it may, whatever is asked, whenever, by whomever.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { day, hour, minute } from '#model/time.ts';
import { createReflectionLimiter, type ReflectionLimits } from './limiter.ts';

const limits: ReflectionLimits = {
  sourceBytes: 4_096,
  networkBytes: 9_000,
  baitBytes: 20_000,
  identical: 10,
  sources: 6,
  networks: 4,
};

const addresses = [
  '192.0.2.1',
  '192.0.2.2',
  '192.0.2.250',
  '198.51.100.1',
  '198.51.100.2',
  '203.0.113.7',
  '2001:db8:1::1',
  '2001:db8:1:ffff::2',
  '2001:db8:2::1',
];

const request = fc.record({
  source: fc.oneof(fc.constantFrom(...addresses), fc.ipV4(), fc.ipV6()),
  bait: fc.constantFrom('dns', 'ntp'),
  bytesIn: fc.integer({ min: 1, max: 1_500 }),
  bytesOut: fc.oneof(fc.integer({ min: 0, max: 1_200 }), fc.constant(1_200)),
  question: fc.constantFrom('a', 'b', 'c', 'd'),
  // Mostly small steps; sometimes to the edge of an hour or a day, and sometimes backwards.
  step: fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: 0, max: 5 * minute }) },
    { weight: 1, arbitrary: fc.constantFrom(hour, day - 1, day, day + 1, 3 * day) },
    { weight: 1, arbitrary: fc.integer({ min: -2 * day, max: 0 }) },
  ),
});

interface Sent {
  at: number;
  source: string;
  network: string;
  bait: string;
  bytesIn: number;
  bytesOut: number;
}

const networkOf = (source: string): string =>
  source.includes(':') ? source.split(':').slice(0, 3).join(':') : source.split('.').slice(0, 3).join('.');

/** Largest value of `measure` over every window of `length` that begins at something seen. */
function everyWindow(log: readonly Sent[], length: number, check: (part: readonly Sent[]) => void): void {
  for (const { at } of log) check(log.filter(entry => entry.at >= at && entry.at < at + length));
}

const sum = (part: readonly Sent[], key: 'bytesIn' | 'bytesOut'): number =>
  part.reduce((total, entry) => total + entry[key], 0);

test('in any day a source gets at most max(its own bytes, 4 KiB); networks and baits stay within theirs', () => {
  let answers = 0;
  fc.assert(
    fc.property(fc.array(request, { minLength: 1, maxLength: 160 }), requests => {
      const limiter = createReflectionLimiter(limits);
      const log: Sent[] = [];
      let now = Date.UTC(2026, 0, 1);
      for (const { step, ...asked } of requests) {
        now += step;
        const refusal = limiter.refuse(asked, now);
        const bytesOut = refusal ? 0 : asked.bytesOut;
        if (bytesOut > 0) answers++;
        log.push({ at: now, network: networkOf(asked.source), ...asked, bytesOut });
        expect(limiter.size().sources).toBeLessThanOrEqual(limits.sources);
        expect(limiter.size().networks).toBeLessThanOrEqual(limits.networks);
      }
      // By the clock that was passed, jumps included: rolling days and calendar days are both such windows.
      for (const source of new Set(log.map(entry => entry.source)))
        everyWindow(
          log.filter(entry => entry.source === source),
          day,
          part => expect(sum(part, 'bytesOut')).toBeLessThanOrEqual(Math.max(sum(part, 'bytesIn'), 4_096)),
        );
      for (const network of new Set(
        log.filter(entry => !entry.source.includes(':')).map(entry => entry.network),
      ))
        everyWindow(
          log.filter(entry => entry.network === network),
          day,
          part => expect(sum(part, 'bytesOut')).toBeLessThanOrEqual(limits.networkBytes),
        );
      for (const bait of ['dns', 'ntp'])
        everyWindow(
          log.filter(entry => entry.bait === bait),
          hour,
          part => expect(sum(part, 'bytesOut')).toBeLessThanOrEqual(limits.baitBytes),
        );
    }),
    { numRuns: 400 },
  );
  expect(answers).toBeGreaterThan(1_000); // it does answer: silence would prove nothing
});

test('a heavy talker pays for every byte beyond the gift, for days on end', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          bytesIn: fc.integer({ min: 1, max: 900 }),
          bytesOut: fc.integer({ min: 1, max: 900 }),
          step: fc.integer({ min: 0, max: 3 * hour }),
        }),
        { minLength: 100, maxLength: 400 },
      ),
      requests => {
        const limiter = createReflectionLimiter({ ...limits, networkBytes: 1e9, baitBytes: 1e9 });
        const log: Sent[] = [];
        let now = 0;
        for (const [index, { step, ...bytes }] of requests.entries()) {
          now += step;
          const asked = { source: '192.0.2.1', bait: 'dns', question: String(index), ...bytes };
          const bytesOut = limiter.refuse(asked, now) ? 0 : bytes.bytesOut;
          log.push({ at: now, network: '', ...asked, bytesOut });
        }
        everyWindow(log, day, part =>
          expect(sum(part, 'bytesOut')).toBeLessThanOrEqual(Math.max(sum(part, 'bytesIn'), 4_096)),
        );
      },
    ),
    { numRuns: 60 },
  );
});

const ask = { source: '192.0.2.1', bait: 'dns', bytesIn: 40, bytesOut: 60, question: 'ANY example.org' };

test('after ten identical requests there is silence, until five quiet minutes have passed', () => {
  const limiter = createReflectionLimiter();
  for (let index = 0; index < 10; index++) expect(limiter.refuse(ask, index * 1000)).toBeUndefined();
  expect(limiter.refuse(ask, 10_000)).toBe('identical');
  expect(limiter.refuse(ask, 10_000 + 4 * minute)).toBe('identical');
  expect(limiter.refuse(ask, 10_000 + 10 * minute)).toBeUndefined();
});

test('a spray of sources cannot grow memory: strangers get nothing once the table is full', () => {
  const limiter = createReflectionLimiter({ ...limits, sources: 1_000, networks: 1_000, baitBytes: 1e9 });
  let answered = 0;
  for (let index = 0; index < 50_000; index++) {
    const source = `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`;
    if (!limiter.refuse({ ...ask, source }, 1_000)) answered++;
  }
  expect(answered).toBe(1_000);
  expect(limiter.size().sources).toBe(1_000);
  expect(limiter.refuse({ ...ask, source: '192.0.2.9' }, 1_000)).toBe('full');
  expect(limiter.refuse({ ...ask, source: '192.0.2.9' }, 1_001 + day)).toBeUndefined();
});

test('while the clock stands behind what was seen, nothing is sent; what is no address gets nothing', () => {
  const limiter = createReflectionLimiter();
  expect(limiter.refuse(ask, 5_000)).toBeUndefined();
  expect(limiter.refuse(ask, 4_999)).toBe('clock');
  expect(limiter.refuse({ ...ask, source: 'nonsense' }, 6_000)).toBe('address');
});

test.each(['0.0.0.0', '0.1.2.3', '224.0.0.251', '239.255.255.250', '255.255.255.255', '::', 'ff02::fb'])(
  'nothing is ever sent to %s, which is no machine',
  source => {
    expect(createReflectionLimiter().refuse({ ...ask, source }, 1_000)).toBe('address');
  },
);
