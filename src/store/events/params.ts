// Collects the values of a statement as typed parameters, so that no value is ever part of its text.

export class Params {
  readonly values: Record<string, unknown> = {};
  #count = 0;

  /** Adds a value and returns its placeholder. `type` is a ClickHouse type of our own choosing, never input. */
  add(value: unknown, type: string): string {
    const name = `p${this.#count++}`;
    this.values[name] = value;
    return `{${name}:${type}}`;
  }

  /** Milliseconds as a DateTime64(3). */
  time(milliseconds: number): string {
    return `fromUnixTimestamp64Milli(${this.add(Math.round(milliseconds), 'Int64')}, 'UTC')`;
  }
}
