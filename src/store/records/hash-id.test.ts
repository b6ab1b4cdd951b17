// Derived ids: stable, distinct, well-formed.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isUuid } from '#model/ids.ts';
import { hashId } from './hash-id.ts';

test('the same parts give the same UUIDv8, any other parts another', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), fc.array(fc.string()), (a, b) => {
      const id = hashId(...a);
      expect(isUuid(id)).toBe(true);
      expect(id[14]).toBe('8');
      expect('89ab').toContain(id[19]);
      expect(hashId(...a)).toBe(id);
      expect(hashId(...b) === id).toBe(JSON.stringify(a) === JSON.stringify(b));
    }),
  );
});

test('parts are told from their concatenation', () => {
  expect(hashId('ab', 'c')).not.toBe(hashId('a', 'bc'));
  expect(hashId('a1:b')).not.toBe(hashId('a', 'b'));
});
