// Values are checked, never forced.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatIp, parseIp } from '#model/ip.ts';
import { bounded, canonicalIp, whole } from './values.ts';

test('addresses: exactly those the model reads, in its spelling (property)', () => {
  const near = fc.stringMatching(/^\d{0,4}\.\d{0,3}\.\d{0,3}\.?\d{0,3}$/);
  fc.assert(
    fc.property(fc.oneof(fc.ipV4(), fc.ipV6(), near, fc.string()), text => {
      const bytes = parseIp(text);
      expect(canonicalIp(text)).toBe(bytes && formatIp(bytes));
    }),
    { numRuns: 5_000 },
  );
  for (const [text, expected] of [
    ['0.0.0.0', '0.0.0.0'],
    ['255.255.255.255', '255.255.255.255'],
    ['1.2.3.256', undefined],
    ['01.2.3.4', undefined],
    ['1.2.3', undefined],
    ['::FFFF:192.0.2.1', '192.0.2.1'],
    ['fe80::1%eth0', undefined],
  ] as const)
    expect(canonicalIp(text)).toBe(expected);
});

test('whole numbers only, in range', () => {
  for (const [value, expected] of [
    ['22', 22],
    [22, 22],
    ['022', 22],
    ['-1', undefined],
    [1.5, undefined],
    ['2e1', undefined],
    [65_536, undefined],
    [Number.NaN, undefined],
    [null, undefined],
  ] as const)
    expect(whole(value, 65_535)).toBe(expected);
});

test('cutting leaves no half character', () => {
  expect(bounded('a😀b', 2)).toBe('a');
  expect(bounded('a\ud83d', 9)).toBe('a\ufffd');
});
