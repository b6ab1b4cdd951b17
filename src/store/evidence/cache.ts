// Keeps what was used last, up to so many bytes.

export class Cache {
  readonly #most: number;
  readonly #kept = new Map<string, { value: unknown; bytes: number }>();
  #bytes = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** What is kept under a key, or what `make` gives with its bytes. */
  get<T>(key: string, make: () => { value: T; bytes: number }): T {
    const known = this.#kept.get(key);
    if (known) {
      this.#kept.delete(key);
      this.#kept.set(key, known);
      return known.value as T;
    }
    const made = make();
    const bytes = made.bytes + key.length * 2 + 100;
    this.#kept.set(key, { value: made.value, bytes });
    this.#bytes += bytes;
    for (const [old, { bytes: size }] of this.#kept) {
      if (this.#bytes <= this.#most || old === key) break;
      this.#bytes -= size;
      this.#kept.delete(old);
    }
    return made.value;
  }

  /** Forgets everything whose key begins so. */
  forget(start: string): void {
    for (const [key, { bytes }] of this.#kept)
      if (key.startsWith(start)) {
        this.#bytes -= bytes;
        this.#kept.delete(key);
      }
  }
}
