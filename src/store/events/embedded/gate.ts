// Lets a bounded number in at once; the rest wait in order, and a bounded number may wait.

export class Gate {
  readonly #places: number;
  readonly #most: number;
  #inside = 0;
  readonly #waiting: (() => void)[] = [];

  /** `places` at once, at most `waiting` in line. */
  constructor(places: number, waiting: number) {
    this.#places = places;
    this.#most = waiting;
  }

  get busy(): number {
    return this.#inside + this.#waiting.length;
  }

  /** Resolves true once inside; false at once when the line is full. */
  async enter(): Promise<boolean> {
    if (this.#inside < this.#places) {
      this.#inside++;
      return true;
    }
    if (this.#waiting.length >= this.#most) return false;
    await new Promise<void>(resolve => this.#waiting.push(resolve));
    return true;
  }

  /** Gives the place to the next in line. */
  leave(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#inside--;
  }
}
