// When people work: office hours with everybody's own habit, or one of three shifts.
import type { Department, Duty } from '../entities.ts';
import type { OrganisationProfile } from '../profile/schema.ts';
import type { Random } from '../random.ts';
import { weighted } from '../weighted.ts';

/** `08:30` as minutes after midnight. */
export const minutes = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

/** Day, evening and night of a ward or plant; three quarters of an hour overlap for handing over. */
const shifts: readonly [from: string, hours: number, weight: number][] = [
  ['08:30', 8.75, 0.5],
  ['16:30', 8.75, 0.28],
  ['00:30', 8.75, 0.22],
];

const drawShift = weighted(shifts, shift => shift[2]);

/** Ordinary start and end, minutes after local midnight; `to` is beyond 1440 when the shift ends on the next day. */
export function workingTimes(
  profile: OrganisationProfile,
  department: Department,
  duty: Duty,
  random: Random,
): { from: number; to: number } {
  if (department.shifts && duty !== 'manager') {
    const [from, hours] = drawShift(random);
    const early = random.between(0, 20);
    return {
      from: Math.max(0, minutes(from) - early),
      to: minutes(from) + hours * 60 + random.between(0, 25),
    };
  }
  // Most come a little early; how long people stay is skewed, and leaders stay longer.
  const early = Math.round(random.exponential() * 12);
  const late = Math.round(random.exponential() * (duty === 'executive' || duty === 'manager' ? 70 : 35));
  return {
    from: Math.max(360, minutes(profile.hours.from) - Math.min(early, 120) + random.between(-4, 6)),
    to: Math.min(1380, minutes(profile.hours.to) + late),
  };
}
