import { describe, expect, test } from 'vitest';
import { parseSearch } from '#model/search/parse.ts';
import { addTerm } from '../../lib/search-text.ts';
import { columnsOf, defaultColumns, rangeOf } from './view.ts';

const now = Date.UTC(2025, 10, 23);

describe('the time range in the address', () => {
  test('fixed times win over quick ranges; nonsense falls back to a day', () => {
    expect(rangeOf({ last: '1h', from: '', to: '' }, now)).toEqual({ from: now - 3_600_000 });
    expect(rangeOf({ last: 'all', from: '', to: '' }, now)).toEqual({});
    expect(rangeOf({ last: 'toString', from: '', to: '' }, now)).toEqual({ from: now - 86_400_000 });
    expect(rangeOf({ last: '1h', from: '2025-01-01T00:00:00Z', to: 'x' }, now)).toEqual({
      from: Date.UTC(2025, 0, 1),
    });
  });
});

test('unknown columns are dropped', () => {
  expect(columnsOf('source.ip,nonsense')).toEqual(['source.ip']);
  expect(columnsOf('nonsense')).toEqual(defaultColumns);
});

test('conditions added by clicks are read back, once, and replace their opposite', () => {
  const line = addTerm('', 'user.name', 'a "b" \\ c:d');
  expect(parseSearch(line)).toMatchObject({
    kind: 'field',
    field: 'user.name',
    match: { text: 'a "b" \\ c:d' },
  });
  expect(addTerm(line, 'user.name', 'a "b" \\ c:d')).toBe(line);
  expect(addTerm('-source.ip:192.0.2.1 x', 'source.ip', '192.0.2.1')).toBe('x source.ip:192.0.2.1');
});
