// Timestamps: exact, zoned, strict.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseBsd, parseClf, parseEpoch, parseEpochSeconds, parseIso } from './time.ts';

const at = (text: string) => Date.parse(text);

describe('ISO 8601', () => {
  test.each([
    ['2024-05-01T10:00:00.123456+0900', '2024-05-01T01:00:00.123Z'],
    ['2024-05-01T10:00:00.1Z', '2024-05-01T10:00:00.100Z'],
    ['2024-05-01 10:00:00,5-03:30', '2024-05-01T13:30:00.500Z'],
    ['2024-05-01T10:00:00+09', '2024-05-01T01:00:00.000Z'],
    ['2016-12-31T23:59:60Z', '2017-01-01T00:00:00.000Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
  ])('%s', (text, expected) => expect(parseIso(text)).toBe(at(expected)));

  test.each([
    '2024-05-01T10:00:00',
    '2023-02-29T00:00:00Z',
    '2024-13-01T00:00:00Z',
    '2024-05-01T24:00:00Z',
    '2024-05-01T10:00:61Z',
    '2024-05-01T10:00:00.Z',
    '2024-05-01T10:00:00+9',
    '2024-05-01T10:00:00Zulu',
    '2024-05-01T10:00:00+0960',
    '2024-5-1T10:00:00Z',
    '9999-01-01T00:00:00Z',
    '1000-01-01T00:00:00Z',
    '2024-05-01T1०:00:00Z',
  ])('refuses %s', text => expect(parseIso(text)).toBeUndefined());

  test('uses the assumed zone only without one', () => {
    expect(parseIso('2024-05-01T10:00:00', 540)).toBe(at('2024-05-01T01:00:00Z'));
    expect(parseIso('2024-05-01T10:00:00Z', 540)).toBe(at('2024-05-01T10:00:00Z'));
  });

  test('reads back what the platform writes (property)', () => {
    const time = fc.integer({ min: Date.UTC(1900, 0, 1), max: Date.UTC(2299, 11, 31) });
    fc.assert(fc.property(time, ms => parseIso(new Date(ms).toISOString()) === ms));
  });
});

test('epoch seconds are exact to the millisecond, as number and as text (property)', () => {
  const micros = fc.integer({ min: 0, max: 4_102_444_800_000_000 });
  fc.assert(
    fc.property(micros, us => {
      const text = `${Math.floor(us / 1e6)}.${String(us % 1e6).padStart(6, '0')}`;
      const ms = Math.floor(us / 1e3);
      return parseEpochSeconds(text) === ms && parseEpochSeconds(Number(text)) === ms;
    }),
    { numRuns: 5_000 },
  );
  expect(parseEpochSeconds(1588205198.899)).toBe(1588205198899);
  for (const wrong of ['1e9', ' 1', '', 'NaN', '1588205198.8997101234', Number.NaN, 1e300, undefined, true])
    expect(parseEpochSeconds(wrong)).toBeUndefined();
});

test('epoch of any unit', () => {
  const ms = Date.UTC(2024, 4, 1, 1, 2, 3, 456);
  for (const value of [ms / 1e3, ms, ms * 1e3, ms * 1e6, String(ms), `${ms}000`, String(ms / 1e3)])
    expect(parseEpoch(value)).toBe(ms);
  expect(parseEpoch(-1)).toBeUndefined();
});

test('web server time', () => {
  expect(parseClf('10/Oct/2000:13:55:36 -0700')).toBe(at('2000-10-10T20:55:36Z'));
  expect(parseClf('31/Feb/2000:13:55:36 -0700')).toBeUndefined();
  expect(parseClf('10/Oct/2000:13:55:36')).toBeUndefined();
});

test('syslog time without a year is the latest that fits', () => {
  const january = at('2025-01-02T00:00:00Z');
  expect(parseBsd('Dec 31 23:59:59', january)).toBe(at('2024-12-31T23:59:59Z'));
  expect(parseBsd('Jan  1 00:00:00', january)).toBe(at('2025-01-01T00:00:00Z'));
  // A clock a few hours ahead is not a year behind.
  expect(parseBsd('Jan  2 12:00:00', january)).toBe(at('2025-01-02T12:00:00Z'));
  expect(parseBsd('Feb 29 12:00:00', january)).toBe(at('2024-02-29T12:00:00Z'));
  expect(parseBsd('Jan  1 00:00:00', at('2024-12-31T12:00:00Z'))).toBe(at('2025-01-01T00:00:00Z'));
  expect(parseBsd('Oct  9 2003 22:14:15', january)).toBe(at('2003-10-09T22:14:15Z'));
  expect(parseBsd('Oct  9 22:14:15.250', january, 540)).toBe(at('2024-10-09T13:14:15.250Z'));
  expect(parseBsd('Foo  9 22:14:15', january)).toBeUndefined();
});
