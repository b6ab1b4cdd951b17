// How bytes are packed, told by their first four bytes (RFC 1952, RFC 8878), never by a name.

export type Compression = 'gzip' | 'zstd' | 'none';

/** The packing of what begins with `head`. */
export const compressionOf = (head: Uint8Array): Compression =>
  head[0] === 0x1f && head[1] === 0x8b
    ? 'gzip'
    : head[0] === 0x28 && head[1] === 0xb5 && head[2] === 0x2f && head[3] === 0xfd
      ? 'zstd'
      : 'none';

const believedBytes = 2 ** 30;
const believedRatio = 1_000;

/**
 * Whether packed data unfolds beyond belief: logs and captures give 5 to 100 times their size, and a file of a few
 * kilobytes must not keep a reader busy for days.
 */
export const isBomb = (packed: number, unpacked: number): boolean =>
  unpacked > believedBytes && unpacked > packed * believedRatio;

export const bombReason = `the data unpacks to more than ${believedRatio} times its size`;
