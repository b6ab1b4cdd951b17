// Who watches an exercise hears of it: staff of everything, a team of itself.
import type { Happening } from '../http/bus.ts';
import type { EventStream } from '../http/event-stream.ts';

export const drillTopics = ['clock', 'exercise', 'world', 'entry', 'evidence', 'presence', 'wall'] as const;
export type DrillTopic = (typeof drillTopics)[number];

/** `team` undefined: all of the exercise; `staff`: not for teams. */
export interface Audience {
  exercise: string;
  team?: string;
  staff?: boolean;
}

type Listener = (happening: Happening<string>) => void;

export class DrillBus {
  readonly #listeners = new Map<string, Map<Listener, string | undefined>>();

  /** Open pages, each with the account that watches. */
  readonly streams = new Map<EventStream, string>();

  /** Never throws for a listener's sake. */
  publish(audience: Audience, topic: DrillTopic, data: unknown): void {
    const listeners = this.#listeners.get(audience.exercise);
    if (!listeners) return;
    const happening = { topic, data: JSON.stringify(data) };
    for (const [listener, team] of listeners)
      if (team === undefined || (!audience.staff && (audience.team === undefined || audience.team === team)))
        listener(happening);
  }

  /** What one listener may hear: `team` undefined = staff. */
  feed(exercise: string, team: string | undefined): { subscribe(listener: Listener): () => void } {
    return {
      subscribe: listener => {
        const listeners = this.#listeners.get(exercise) ?? new Map<Listener, string | undefined>();
        this.#listeners.set(exercise, listeners);
        listeners.set(listener, team);
        return () => {
          listeners.delete(listener);
          if (listeners.size === 0 && this.#listeners.get(exercise) === listeners)
            this.#listeners.delete(exercise);
        };
      },
    };
  }

  /** Whether anybody watches an exercise. */
  watched(exercise: string): boolean {
    return this.#listeners.has(exercise);
  }

  /** Ends all open pages' streams: the server stops. */
  endStreams(): void {
    for (const stream of this.streams.keys()) stream.finish();
  }
}
