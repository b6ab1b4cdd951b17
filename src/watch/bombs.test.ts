// Files of a few kilobytes that unpack to gigabytes: read so far, then given up with the reason.
import { Readable } from 'node:stream';
import { zstdCompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { openCapture } from './capture/reader.ts';
import { bombReason, isBomb } from './compression.ts';
import { unpack } from './logs/read/decompress.ts';

/** 100 kB that would be 3 GiB of zeros. */
const zeros = (): Buffer => {
  const frame = zstdCompressSync(Buffer.alloc(64 * 2 ** 20));
  return Buffer.concat(Array.from({ length: 48 }, () => frame));
};

test('ordinary data is never taken for a bomb', () => {
  expect(isBomb(1_000, 1e9)).toBe(false);
  expect(isBomb(2e9, 200e9)).toBe(false);
  expect(isBomb(1e6, 2e9)).toBe(true);
});

test('a log', async () => {
  let unpacked = 0;
  const reading = async () => {
    for await (const chunk of unpack(Readable.from([zeros()]), 'bomb').chunks) unpacked += chunk.length;
  };
  await expect(reading()).rejects.toMatchObject({
    code: 'LOG_COMPRESSION_DAMAGED',
    message: expect.stringContaining(bombReason),
  });
  expect(unpacked).toBeLessThan(1.2 * 2 ** 30);
}, 60_000);

test('a capture', async () => {
  const header = Buffer.alloc(24);
  header.writeUInt32LE(0xa1b2c3d4, 0);
  header.writeUInt16LE(2, 4);
  header.writeUInt16LE(4, 6);
  header.writeUInt32LE(65_535, 16);
  header.writeUInt32LE(1, 20);
  // Packets of no bytes at time 0: valid, and zeros all the way.
  const reader = await openCapture({
    stream: Readable.from([Buffer.concat([zstdCompressSync(header), zeros()])]),
  });
  while (await reader.next());
  await reader.close();
  expect([...reader.reasons.keys()]).toContain(`reading stopped: ${bombReason}`);
}, 60_000);
