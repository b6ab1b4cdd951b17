// Times as people say them.
import type { RunState } from '../run/state.ts';
import type { SimTime } from '../world/entities.ts';

/** `14:05`, local. */
export const clock = (run: RunState, at: SimTime): string =>
  new Date(at + run.world.organisation.utcOffset * 60_000).toISOString().slice(11, 16);
