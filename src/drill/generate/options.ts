// What a generation is asked for; plain data, so that it crosses to worker threads as it is.
import type { World } from '../world/entities.ts';
import { makeWorld } from '../world/make-world.ts';
import { loadProfile } from '../world/profile/load-profile.ts';

export interface WorldRequest {
  profile: string;
  staff: number;
  days: number;
  seed: number;
  /** First day, ISO date; the default of `makeWorld` when absent. */
  start?: string;
}

/** Makes the world asked for. @throws HinomiError for a profile, number or date that is none. */
export function worldOf(request: WorldRequest): World {
  const { profile, ...rest } = request;
  return makeWorld({ profile: loadProfile(profile), ...rest });
}
