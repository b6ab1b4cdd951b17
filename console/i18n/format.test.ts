import { expect, test } from 'vitest';
import { createFormats } from './format.ts';

const at = Date.UTC(2025, 10, 23, 6, 41, 5, 123);

test('times are sortable by eye and follow the chosen zone', () => {
  const en = createFormats('en', true);
  expect(en.stamp(at)).toBe('2025-11-23 06:41:05');
  expect(en.stamp(at, 'milli')).toBe('2025-11-23 06:41:05.123');
  expect(en.stamp(0)).toBe('–');
  expect(en.short(at, at + 60_000)).toBe('06:41:05');
  expect(en.short(at, at + 400 * 86_400_000)).toBe('2025-11-23 06:41');
});

test('distances, sizes and countries are told in the language', () => {
  const en = createFormats('en', true);
  const ja = createFormats('ja', true);
  expect(en.relative(at, at + 3 * 365 * 86_400_000)).toBe('3 years ago');
  expect(en.relative(at, at + 100_000)).toBe('2 minutes ago');
  expect(ja.relative(at, at + 2 * 3_600_000)).toBe('2 時間前');
  expect(en.bytes(1_536)).toBe('1.5 KiB');
  expect(en.bytes(3 * 2 ** 50)).toBe('3,072 TiB');
  expect(ja.country('JP')).toBe('日本');
  expect(en.country('<b>')).toBe('<b>');
  expect(ja.compact(1_280_000)).toBe('128万');
});
