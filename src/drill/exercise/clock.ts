// The exercise clock: simulated time as a pure function of the exercise's log and the time of day.
import type { ExerciseEntry } from '#model/drill/entry.ts';

export interface ClockState {
  state: 'waiting' | 'running' | 'paused' | 'ended';
  /** Simulated time at `realAt`. */
  simAt: number;
  realAt: number;
  /** Simulated milliseconds for one of the time of day. */
  speed: number;
}

export interface Window {
  simStart: number;
  simEnd: number;
}

/** Simulated time now. Never before the window and never beyond its end; never goes back when the machine's clock does. */
export function simNow(clock: ClockState, window: Window, real: number): number {
  const passed = clock.state === 'running' ? Math.max(0, real - clock.realAt) * clock.speed : 0;
  return Math.min(window.simEnd, Math.max(window.simStart, clock.simAt + passed));
}

export const newClock = (window: Window): ClockState => ({
  state: 'waiting',
  simAt: window.simStart,
  realAt: 0,
  speed: 1,
});

type ClockEntry = Pick<Extract<ExerciseEntry, { kind: 'clock' }>, 'do' | 'speed' | 'to' | 'real'>;

/** The clock after one more deed. A deed that makes no sense in its state changes nothing. */
export function turn(clock: ClockState, window: Window, entry: ClockEntry): ClockState {
  const now = { simAt: simNow(clock, window, entry.real), realAt: entry.real };
  const within = (time: number) => Math.min(window.simEnd, Math.max(window.simStart, time));
  switch (entry.do) {
    case 'start':
    case 'resume':
      if (clock.state === 'ended') return clock;
      return { ...clock, ...now, state: 'running', speed: entry.speed ?? clock.speed };
    case 'pause':
      return clock.state === 'running' ? { ...clock, ...now, state: 'paused' } : clock;
    case 'speed':
      return { ...clock, ...now, speed: entry.speed ?? clock.speed };
    case 'jump':
      // Only forward: back is `rewind`, which says what becomes of what was done.
      return clock.state === 'ended'
        ? clock
        : { ...clock, ...now, simAt: Math.max(now.simAt, within(entry.to ?? now.simAt)) };
    case 'rewind':
      return {
        ...clock,
        ...now,
        simAt: Math.min(now.simAt, within(entry.to ?? now.simAt)),
        state: clock.state === 'running' ? 'running' : 'paused',
      };
    case 'end':
      return { ...clock, ...now, state: 'ended' };
  }
}

/** Folds an exercise's log. */
export function clockOf(entries: readonly ExerciseEntry[], window: Window): ClockState {
  let clock = newClock(window);
  for (const entry of entries) if (entry.kind === 'clock') clock = turn(clock, window, entry);
  return clock;
}
