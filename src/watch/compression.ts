// How bytes are packed, told by their first four bytes (RFC 1952, RFC 8878), never by a name.

export type Compression = 'gzip' | 'zstd' | 'none';

/** The packing of what begins with `head`. */
export const compressionOf = (head: Uint8Array): Compression =>
  head[0] === 0x1f && head[1] === 0x8b
    ? 'gzip'
    : head[0] === 0x28 && head[1] === 0xb5 && head[2] === 0x2f && head[3] === 0xfd
      ? 'zstd'
      : 'none';
