// Which days a world has, and which of them are worked.

import { HinomiError } from '#model/errors.ts';
import type { Localized } from '#model/localized.ts';
import type { World } from '../entities.ts';
import type { OrganisationProfile } from '../profile/schema.ts';
import { holidaysOf } from './holidays.ts';

const day = 86_400_000;
/** Years the rules of holidays are checked for. */
const years = { first: 2020, last: 2035 };

/** A day the organisation closes for itself; a range may run over the end of the year. */
function ownHoliday(profile: OrganisationProfile, date: string): Localized | undefined {
  const monthDay = date.slice(5);
  return profile.closed.find(({ from, to }) =>
    from <= to ? monthDay >= from && monthDay <= to : monthDay >= from || monthDay <= to,
  )?.name;
}

const weekdayOf = (time: number): number => new Date(time).getUTCDay();

/**
 * Days from `start` (ISO date) until `worked` worked days are over: two worked days from a Friday are Friday, the weekend
 * and Monday. Days off before the first worked day count as days of the world too.
 * @throws HinomiError DRILL_START when the start is no date, lies outside 2020–2035, or the end would.
 */
export function calendarFrom(profile: OrganisationProfile, start: string, worked: number): World['calendar'] {
  const begin = Date.parse(`${start}T00:00:00Z`);
  const refuse = (why: string) =>
    new HinomiError('DRILL_START', `The start ${start} ${why}`, {
      remedy: `Give a date such as 2026-04-13, in the years ${years.first} to ${years.last}.`,
      status: 400,
    });
  if (!/^\d{4}-\d\d-\d\d$/.test(start) || Number.isNaN(begin)) throw refuse('is no date');
  const holidays = new Map<number, Map<string, Localized>>();
  const calendar: World['calendar'][number][] = [];
  for (let at = begin, left = worked; left > 0; at += day) {
    const date = new Date(at).toISOString().slice(0, 10);
    const year = Number(date.slice(0, 4));
    if (year < years.first || year > years.last) throw refuse('leads outside the calendar');
    if (!holidays.has(year)) holidays.set(year, holidaysOf(year));
    const publicDay = holidays.get(year)!.get(date);
    const own = ownHoliday(profile, date);
    const weekday = weekdayOf(at);
    const working = profile.workdays.includes(weekday) && !own && !(publicDay && profile.publicHolidays);
    const holiday = publicDay ?? own;
    calendar.push({ date, weekday, working, ...(holiday ? { holiday } : {}) });
    if (working) left--;
  }
  return calendar;
}
