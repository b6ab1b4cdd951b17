// The internet around the organisation: the same for every number of people but for how many write to it.
import type { Internet } from '../entities.ts';
import type { Profile } from '../profile/profile.ts';
import { makeCorrespondents } from './correspondents.ts';
import { makeScanners } from './scanners.ts';
import { makeSites } from './sites.ts';

export function makeInternet(profile: Profile, staff: number, seed: number): Internet {
  const { providers } = profile.internet;
  return {
    providers,
    sites: makeSites(seed, profile.internet, profile.organisation, providers),
    correspondents: makeCorrespondents(seed, profile, staff, providers),
    scanners: makeScanners(seed, profile.internet, providers),
  };
}
