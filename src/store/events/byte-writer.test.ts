// The growing buffer against plain concatenation, from the smallest capacity, so that every write may grow it.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ByteWriter } from './byte-writer.ts';

const leb128 = (value: number): number[] =>
  value < 0x80 ? [value] : [(value % 0x80) | 0x80, ...leb128(Math.floor(value / 0x80))];

const write = fc.oneof(
  fc.record({ kind: fc.constant('varint' as const), value: fc.maxSafeNat() }),
  fc.record({ kind: fc.constant('u64' as const), value: fc.maxSafeNat() }),
  fc.record({ kind: fc.constant('string' as const), value: fc.string({ unit: 'grapheme', maxLength: 300 }) }),
  fc.record({ kind: fc.constant('raw' as const), value: fc.uint8Array({ maxLength: 300 }) }),
);

test('writes what it is told, wherever the buffer grows', () => {
  fc.assert(
    fc.property(fc.array(write, { maxLength: 30 }), fc.integer({ min: 1, max: 64 }), (writes, capacity) => {
      const writer = new ByteWriter(capacity);
      const wanted: Buffer[] = [];
      for (const each of writes) {
        switch (each.kind) {
          case 'varint':
            writer.varint(each.value);
            wanted.push(Buffer.from(leb128(each.value)));
            break;
          case 'u64': {
            writer.u64(each.value);
            const bytes = Buffer.alloc(8);
            bytes.writeBigUInt64LE(BigInt(each.value));
            wanted.push(bytes);
            break;
          }
          case 'string': {
            writer.string(each.value);
            const bytes = Buffer.from(each.value);
            wanted.push(Buffer.from(leb128(bytes.length)), bytes);
            break;
          }
          case 'raw':
            writer.raw(each.value);
            wanted.push(Buffer.from(each.value));
        }
      }
      expect(Buffer.compare(writer.done(), Buffer.concat(wanted))).toBe(0);
    }),
    { numRuns: 1000 },
  );
});
