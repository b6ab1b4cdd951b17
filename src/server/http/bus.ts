// What happened just now, for everybody who watches: an in-process bus from jobs to open pages.

export const topics = [
  'finding',
  'incident',
  'campaign',
  'input',
  'flow',
  'rates',
  'health',
  'indicator',
  'alert',
] as const;
export type Topic = (typeof topics)[number];

/** One happening, serialised once for all listeners. */
export interface Happening<T extends string = Topic> {
  topic: T;
  /** JSON on one line. */
  data: string;
}

/** Fields of records that no page needs (`path`: where an input lies on this machine): they never leave the server. */
const hidden = new Set(['tokenHash', 'secret', 'password', 'path']);

export class Bus {
  readonly #listeners = new Set<(happening: Happening) => void>();

  /** Tells everybody at once; cheap when nobody listens. Never throws for a listener's sake. */
  publish(topic: Topic, data: unknown): void {
    if (this.#listeners.size === 0) return;
    const happening = {
      topic,
      data: JSON.stringify(data, (key, value) => (hidden.has(key) ? undefined : value)) ?? 'null',
    };
    for (const listener of this.#listeners) listener(happening);
  }

  /** Returns the way to stop listening. */
  subscribe(listener: (happening: Happening) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  get listeners(): number {
    return this.#listeners.size;
  }
}
