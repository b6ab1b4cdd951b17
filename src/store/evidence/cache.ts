// Keeps what was used last, up to so many bytes.

export class Cache {
  readonly #most: number;
  readonly #kept = new Map<string, { value: unknown; bytes: number }>();
  #bytes = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** What is kept under a key. */
  get<T>(key: string): T | undefined {
    const known = this.#kept.get(key);
    if (!known) return undefined;
    this.#kept.delete(key);
    this.#kept.set(key, known);
    return known.value as T;
  }

  /** Keeps a value of so many bytes. @returns the value. */
  put<T>(key: string, value: T, size: number): T {
    const bytes = size + key.length * 2 + 100;
    this.#bytes += bytes - (this.#kept.get(key)?.bytes ?? 0);
    this.#kept.delete(key);
    this.#kept.set(key, { value, bytes });
    for (const [old, { bytes: freed }] of this.#kept) {
      if (this.#bytes <= this.#most || old === key) break;
      this.#bytes -= freed;
      this.#kept.delete(old);
    }
    return value;
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
