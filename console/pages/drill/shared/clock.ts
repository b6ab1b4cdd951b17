// The exercise clock: what time it is in the story, and how its times are written. Everything in the story is in the
// time of the simulated organisation (UTC+9), whatever zone the reader sits in: the log lines are, too.
import { useEffect, useState } from 'react';
import type { ClockView, PhaseView } from '#model/drill/api.ts';
import { hour, minute, second } from '#model/time.ts';

export const organisationOffset = 9 * hour;

// Difference between this machine's clock and the server's, ms; renewed with every clock that arrives.
let skew = 0;

/** Notes what time the server has. Called where a clock arrives. */
export function heardClock(clock: Pick<ClockView, 'serverTime'>): void {
  skew = Date.now() - clock.serverTime;
}

/** The server's time of day now, Unix ms. */
export const serverNow = (): number => Date.now() - skew;

/** Simulated time at this moment, Unix ms. */
export const simNow = (clock: ClockView): number =>
  clock.state === 'running'
    ? clock.simAt + Math.max(0, serverNow() - clock.realAt) * clock.speed
    : clock.simAt;

function useTick(interval: number): void {
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick(count => count + 1), interval);
    return () => clearInterval(timer);
  }, [interval]);
}

/** Simulated time now, Unix ms; renders again as it passes. `end` is where the exercise's window ends. */
export function useSimNow(clock: ClockView, end = Number.POSITIVE_INFINITY): number {
  useTick(clock.state === 'running' ? 500 : 5 * second);
  return Math.min(end, simNow(clock));
}

/** What is left of a phase on the wall clock, ms; negative when it is over its length. */
export function usePhaseLeft(phase: PhaseView | null): number {
  useTick(second);
  return phase ? phase.endsAt - serverNow() : 0;
}

const pad = (value: number): string => String(value).padStart(2, '0');

/** `08:30:05` in the organisation's time. */
export function simClock(at: number, seconds = true): string {
  const local = new Date(at + organisationOffset);
  const short = `${pad(local.getUTCHours())}:${pad(local.getUTCMinutes())}`;
  return seconds ? `${short}:${pad(local.getUTCSeconds())}` : short;
}

/** `2026-05-12 08:30:05` in the organisation's time. */
export const simStamp = (at: number, seconds = true): string =>
  `${new Date(at + organisationOffset).toISOString().slice(0, 10)} ${simClock(at, seconds)}`;

/** Simulated Unix ms of an organisation's date and time `YYYY-MM-DDTHH:MM`; undefined when it is none. */
export function parseSim(text: string): number | undefined {
  const at = Date.parse(`${text}${/T\d\d:\d\d$/.test(text) ? ':00' : ''}Z`);
  return Number.isNaN(at) ? undefined : at - organisationOffset;
}

/** `1:05` or `-0:30`: minutes and seconds, hours when there are any. */
export function countdown(ms: number): string {
  const total = Math.floor(Math.abs(ms) / second);
  const hours = Math.floor(total / 3600);
  const minutes = Math.floor((total * second - hours * hour) / minute);
  const text = `${hours > 0 ? `${hours}:${pad(minutes)}` : minutes}:${pad(total % 60)}`;
  return ms < 0 ? `-${text}` : text;
}
