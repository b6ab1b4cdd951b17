// Forms from JSON Schemas, against the schemas the server's actions have.
import { describe, expect, it } from 'vitest';
import { fieldsOf, lastWord, parametersOf, wrong } from './form.ts';

const schema = {
  type: 'object',
  required: ['host', 'number'],
  properties: {
    host: { type: 'string', title: 'host', pattern: '^[A-Za-z0-9._-]+$', minLength: 1, maxLength: 64 },
    address: {
      type: 'string',
      title: 'address',
      pattern: '^[0-9a-fA-F.:]+([\\s,;]+[0-9a-fA-F.:]+)*[\\s,;]*$',
    },
    number: { type: 'integer', title: 'number', minimum: 1, maximum: 9 },
    note: { type: 'string', title: 'something new' },
    owner: { type: 'string', title: 'whose', 'x-pick': 'account' },
  },
};

describe('fields', () => {
  const fields = fieldsOf(schema);
  it('keep order, kind, need and bounds', () => {
    expect(fields.map(({ name, pick, required, many }) => [name, pick, required, many])).toEqual([
      ['host', 'host', true, false],
      ['address', 'address', false, true],
      ['number', 'number', true, false],
      ['note', 'text', false, false],
      ['owner', 'account', false, false],
    ]);
    expect(fields[2]).toMatchObject({ least: 1, greatest: 9 });
    expect(fields[0]!.most).toBe(64);
  });

  it('tell what is wrong before anything is sent', () => {
    const [host, address, number, note] = fields as [never, never, never, never];
    expect(wrong(host, ' ')).toBe('missing');
    expect(wrong(host, 'PC 12')).toBe('form');
    expect(wrong(host, 'x'.repeat(65))).toBe('form');
    expect(wrong(host, ' PC-0012 ')).toBeUndefined();
    expect(wrong(address, '198.51.100.7, 203.0.113.9')).toBeUndefined();
    expect(wrong(number, '1.5')).toBe('number');
    expect(wrong(number, '10')).toBe('number');
    expect(wrong(number, '3')).toBeUndefined();
    expect(wrong(note, '')).toBeUndefined();
  });

  it('send trimmed text and true numbers', () => {
    expect(parametersOf(fields, { host: ' PC-1 ', number: '3', note: ' ' })).toEqual({
      host: 'PC-1',
      number: 3,
    });
  });

  it('survive a schema that is none', () => {
    expect(fieldsOf(null)).toEqual([]);
    expect(fieldsOf({ properties: { a: 7, b: { pattern: '(' } } }).map(one => one.pick)).toEqual([
      'text',
      'text',
    ]);
  });
});

it('completes the last of several values', () => {
  expect(lastWord('taro, han', true)).toEqual(['taro, ', 'han']);
  expect(lastWord('taro', true)).toEqual(['', 'taro']);
  expect(lastWord('taro han', false)).toEqual(['', 'taro han']);
});
