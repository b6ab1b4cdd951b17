// Telnet negotiation: RFC 854/855 byte by byte, and what no client can make it do.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createTelnetReader, escapeData } from './protocol.ts';

const read = (...chunks: number[][]) => {
  const reader = createTelnetReader();
  const results = chunks.map(chunk => reader.read(Uint8Array.from(chunk)));
  return {
    data: results.flatMap(result => [...result.data]),
    reply: results.flatMap(result => [...result.reply]),
    negotiated: results.flatMap(result => result.negotiated),
  };
};

test('agreement to what we offered needs no answer; other options are refused once', () => {
  expect(read([255, 253, 1, 255, 253, 3, 255, 251, 3]).reply).toEqual([]);
  expect(read([255, 251, 24])).toMatchObject({ reply: [255, 254, 24], negotiated: ['WILL 24'] });
  expect(read([255, 253, 34]).reply).toEqual([255, 252, 34]);
  expect(read([255, 254, 1]).reply).toEqual([255, 252, 1]);
  expect(read([255, 252, 99]).reply).toEqual([]);
});

test('subnegotiations, doubled IAC and commands are taken out of the data', () => {
  expect(read([0x61, 255, 255, 255, 250, 24, 0, 255, 255, 1, 255, 240, 0x62, 255, 241, 0x63]).data).toEqual([
    0x61, 255, 0x62, 0x63,
  ]);
});

test('however the bytes are cut, the result is the same, and answers stay bounded', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.constantFrom(255, 250, 240, 251, 252, 253, 254, 1, 3), fc.nat({ max: 255 })), {
        maxLength: 400,
      }),
      fc.array(fc.nat({ max: 400 }), { maxLength: 8 }),
      (bytes, cuts) => {
        const points = [0, ...cuts.filter(cut => cut < bytes.length).sort((a, b) => a - b), bytes.length];
        const pieces = points.slice(1).map((end, index) => bytes.slice(points[index], end));
        expect(read(...pieces)).toEqual(read(bytes));
        expect(read(bytes).reply.length).toBeLessThanOrEqual(3 * 64);
      },
    ),
  );
});

test('data comes back whole through escaping', () => {
  fc.assert(
    fc.property(fc.uint8Array(), bytes => {
      expect(read([...escapeData(bytes)]).data).toEqual([...bytes]);
    }),
  );
});
