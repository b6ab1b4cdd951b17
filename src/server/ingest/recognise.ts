// Tells a capture from a log by its first bytes, also when compressed.
import { open } from 'node:fs/promises';
import { constants, gunzipSync, zstdDecompressSync } from 'node:zlib';
import { compressionOf } from '#watch/compression.ts';

const captureMagics = new Set([0xa1b2c3d4, 0xd4c3b2a1, 0xa1b23c4d, 0x4d3cb2a1, 0x0a0d0d0a]);
const headSize = 4096;

/** Whether a file holds packets (pcap in either byte order and resolution, or pcapng), plain, gzip or zstd. */
export async function isCapture(file: string): Promise<boolean> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(headSize), 0, headSize, 0);
    const head = expand(buffer.subarray(0, bytesRead));
    return head.length >= 4 && captureMagics.has(head.readUInt32BE(0));
  } finally {
    await handle.close();
  }
}

function expand(head: Buffer): Buffer {
  try {
    const compression = compressionOf(head);
    if (compression === 'gzip') return gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH });
    if (compression === 'zstd') return zstdDecompressSync(head, { finishFlush: constants.ZSTD_e_flush });
  } catch {
    // What cannot be expanded is read as it is, and refused there with its reason.
  }
  return head;
}
