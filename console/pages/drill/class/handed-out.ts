// Links and passwords of seats are told once. They stay in this tab until it is closed, so that the cards can be printed
// from the page of people after an exercise was made.
import { useSyncExternalStore } from 'react';
import type { SeatOut } from '#model/drill/api.ts';

const byExercise = new Map<string, readonly SeatOut[]>();
const watchers = new Set<() => void>();
const none: readonly SeatOut[] = [];

/** Keeps what was told; a newer link of a seat takes the place of the older one. */
export function keepHandedOut(exercise: string, seats: readonly SeatOut[]): void {
  const fresh = new Set(seats.map(seat => seat.account));
  const known = (byExercise.get(exercise) ?? none).filter(seat => !fresh.has(seat.account));
  byExercise.set(exercise, [...known, ...seats]);
  for (const watcher of watchers) watcher();
}

/** What was told in this tab about seats of an exercise. */
export const useHandedOut = (exercise: string): readonly SeatOut[] =>
  useSyncExternalStore(
    watcher => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => byExercise.get(exercise) ?? none,
  );
