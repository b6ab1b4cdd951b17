// What the instructor does to clock and programme.
import type { ClockView, PhaseView } from '#model/drill/api.ts';
import type { ClockDeed } from '#model/drill/entry.ts';
import { send } from '../../../../api/client.ts';
import { useChange } from '../../../../lib/hooks.ts';

interface Running {
  clock: ClockView;
  phase: PhaseView | null;
}
export interface Turn {
  do: ClockDeed;
  speed?: number;
  to?: number;
}

/** Turns the clock; the live stream brings the result to every page. */
export const useTurn = (exercise: string, after?: () => void) =>
  useChange<Turn, Running>(turn => send('POST', `/drill/exercises/${exercise}/clock`, turn), {
    refresh: ['drill'],
    ...(after ? { after } : {}),
  });

/** Enters the next or a named phase. */
export const useEnterPhase = (exercise: string, after?: () => void) =>
  useChange<string, Running>(to => send('POST', `/drill/exercises/${exercise}/phase`, { to }), {
    refresh: ['drill'],
    ...(after ? { after } : {}),
  });

export const speeds: readonly number[] = [0.5, 1, 2, 5, 10, 20, 30, 60, 120];

/** The next faster or slower of the usual speeds. */
export function nextSpeed(speed: number, faster: boolean): number {
  const found = faster ? speeds.find(one => one > speed + 0.01) : speeds.findLast(one => one < speed - 0.01);
  return found ?? speed;
}
