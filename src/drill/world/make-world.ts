// The world: a pure function of profile, number of people, days and seed.
import { HinomiError } from '#model/errors.ts';
import { calendarFrom } from './calendar/calendar.ts';
import type { World } from './entities.ts';
import { makeInternet } from './internet/make-internet.ts';
import { makeOrganisation, utcOffset } from './organisation/make-organisation.ts';
import type { Profile } from './profile/profile.ts';

/** What a world is made from. Equal options give an equal world on every machine. */
export interface WorldOptions {
  profile: Profile;
  /** People; inside `staff.least` and `staff.most` of the profile. */
  staff: number;
  /**
   * Days worked, 1 to 60. The world spans all civil days from `start` until so many worked days are over: 5,000 people × 2
   * days from Monday 2026-04-13 is that Monday and Tuesday; from a Friday it is Friday, the weekend and Monday.
   */
  days: number;
  /** Any integer of 32 bits. */
  seed: number;
  /** First day, ISO date in the organisation's time zone. Default 2026-04-13, a Monday before no holiday. */
  start?: string;
}

/** A Monday in the first weeks of the Japanese fiscal year: new people, no holiday for a fortnight. */
const defaultStart = '2026-04-13';

/**
 * Makes a world. What scales with `staff` and so may differ for the same person or thing: `index` of hosts, the file server
 * a folder lies on, the number of servers of `per` entries and of correspondents. All else of person k is the same for
 * any larger staff.
 * @throws HinomiError DRILL_WORLD, DRILL_START for options outside their bounds.
 */
export function makeWorld({ profile, staff, days, seed, start = defaultStart }: WorldOptions): World {
  const { least, most } = profile.organisation.staff;
  const refuse = (field: string, what: string, remedy: string) =>
    new HinomiError('DRILL_WORLD', what, { place: { field }, remedy, status: 400 });
  if (!Number.isInteger(staff) || staff < least || staff > most)
    throw refuse(
      'staff',
      `The profile ${profile.organisation.id} has no world of ${staff} people`,
      `Give a whole number from ${least} to ${most}, or another profile.`,
    );
  if (!Number.isInteger(days) || days < 1 || days > 60)
    throw refuse(
      'days',
      `A world of ${days} worked days cannot be made`,
      'Give a whole number from 1 to 60.',
    );
  if (!Number.isInteger(seed) || seed !== (seed | 0))
    throw refuse('seed', `${seed} is no seed`, 'Give a whole number of 32 bits, such as 7.');
  const calendar = calendarFrom(profile.organisation, start, days);
  const midnight = Date.parse(`${start}T00:00:00Z`) - utcOffset * 60_000;
  const internet = makeInternet(profile, staff, seed);
  return {
    seed,
    start: midnight,
    days: calendar.length,
    calendar,
    organisation: makeOrganisation(profile, staff, seed, midnight, internet),
    internet,
  };
}
