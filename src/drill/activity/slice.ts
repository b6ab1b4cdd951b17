// Simulated time is lived in slices of ten minutes: the unit of work, of random ticks and of loading.
import type { SimTime, World } from '../world/entities.ts';

export const sliceMs = 600_000;
export const dayMs = 86_400_000;
export const hourMs = 3_600_000;
export const minuteMs = 60_000;

export interface Slice {
  index: number;
  /** Half-open in time. */
  from: SimTime;
  to: SimTime;
}

export const sliceCount = (world: World): number => (world.days * dayMs) / sliceMs;

export function sliceOf(world: World, index: number): Slice {
  const from = world.start + index * sliceMs;
  return { index, from, to: from + sliceMs };
}
