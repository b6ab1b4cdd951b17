// Moments of machines: Poisson in a slice, or by the clock.
import type { SimTime } from '../world/entities.ts';
import { type Random, stream } from '../world/random.ts';
import type { Scene } from './scene.ts';
import { minuteMs, type Slice } from './slice.ts';

/** Calls `act` at random moments of a slice, `perHour` times an hour on average, from the stream of an entity. */
export function poissonIn(
  scene: Scene,
  slice: Slice,
  entity: string,
  purpose: string,
  perHour: number,
  act: (at: SimTime, random: Random) => void,
): void {
  const random = stream(scene.seed, entity, purpose, slice.index);
  for (let n = random.poisson(perHour / 6); n > 0; n--)
    act(slice.from + random.next() * (slice.to - slice.from), random);
}

/**
 * Calls `act` for each beat of a clock that falls in the slice: every `minutes`, `phase` minutes after midnight (local).
 * Each beat has its own number and stream, and a few hundred ms of delay as programs have.
 */
export function everyMinutes(
  scene: Scene,
  slice: Slice,
  entity: string,
  purpose: string,
  minutes: number,
  phase: number,
  act: (at: SimTime, random: Random, beat: number) => void,
): void {
  const step = minutes * minuteMs;
  const origin = scene.world.start + phase * minuteMs;
  for (let beat = Math.ceil((slice.from - origin) / step); origin + beat * step < slice.to; beat++) {
    const random = stream(scene.seed, entity, purpose, 'beat', beat);
    act(origin + beat * step + 40 + random.next() * 900, random, beat);
  }
}

/** Hour of the local day, with fraction. */
export const hourOf = (scene: Scene, at: SimTime): number =>
  ((((at - scene.world.start) / 3_600_000) % 24) + 24) % 24;

/** How busy the outside is at an hour, mean 1: deep at four in the morning, high from ten to ten in the evening. */
export const publicRhythm = (hour: number): number =>
  1 + 0.75 * Math.sin(((hour - 9.5) / 24) * 2 * Math.PI) + 0.12 * Math.sin(((hour - 7) / 12) * 2 * Math.PI);
