// A growing byte buffer with the few little-endian writes that ClickHouse's Native format needs.

/** Writes numbers, strings and raw bytes into one buffer that grows by doubling. */
export class ByteWriter {
  #bytes: Buffer;
  #used = 0;

  constructor(capacity = 1 << 16) {
    this.#bytes = Buffer.allocUnsafe(capacity);
  }

  /**
   * Makes room for `size` more bytes and returns where they start. It may replace the buffer: call it in a statement
   * of its own, before `#bytes` is read.
   */
  #reserve(size: number): number {
    const at = this.#used;
    const need = at + size;
    if (need > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(need, this.#bytes.length * 2));
      this.#bytes.copy(larger, 0, 0, at);
      this.#bytes = larger;
    }
    this.#used = need;
    return at;
  }

  /** Unsigned LEB128. */
  varint(value: number): void {
    let rest = value;
    while (rest >= 0x80) {
      this.#byte((rest % 0x80) | 0x80);
      rest = Math.floor(rest / 0x80);
    }
    this.#byte(rest);
  }

  #byte(value: number): void {
    const at = this.#reserve(1);
    this.#bytes[at] = value;
  }

  /** Length-prefixed UTF-8. */
  string(text: string): void {
    const { length } = text;
    if (length === 0) {
      this.#byte(0);
      return;
    }
    if (length < 43) {
      // At most 3 bytes a UTF-16 unit: 126 bytes, so the prefix is one byte and the text is written in place.
      const at = this.#reserve(1 + length * 3);
      const written = this.#bytes.write(text, at + 1);
      this.#bytes[at] = written;
      this.#used = at + 1 + written;
      return;
    }
    const size = Buffer.byteLength(text);
    this.varint(size);
    const at = this.#reserve(size);
    this.#bytes.write(text, at);
  }

  u64(value: number): void {
    const at = this.#reserve(8);
    this.#bytes.writeUInt32LE(value % 2 ** 32, at);
    this.#bytes.writeUInt32LE(Math.floor(value / 2 ** 32), at + 4);
  }

  /** Copies the memory of a typed array (little-endian machines only, as Node's platforms are). */
  raw(array: ArrayBufferView): void {
    const at = this.#reserve(array.byteLength);
    this.#bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at);
  }

  /** The bytes written so far (a view, valid until the next write). */
  done(): Buffer {
    return this.#bytes.subarray(0, this.#used);
  }
}
