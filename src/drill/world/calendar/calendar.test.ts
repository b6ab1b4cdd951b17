import { describe, expect, it } from 'vitest';
import { loadProfile } from '../profile/load-profile.ts';
import { calendarFrom } from './calendar.ts';
import { holidaysOf } from './holidays.ts';

// Dates as the Cabinet Office of Japan publishes them each February.
const official: Readonly<Record<number, string>> = {
  2020: '0101 0113 0211 0223 0224 0320 0429 0503 0504 0505 0506 0723 0724 0810 0921 0922 1103 1123',
  2021: '0101 0111 0211 0223 0320 0429 0503 0504 0505 0722 0723 0808 0809 0920 0923 1103 1123',
  2024: '0101 0108 0211 0212 0223 0320 0429 0503 0504 0505 0506 0715 0811 0812 0916 0922 0923 1014 1103 1104 1123',
  2025: '0101 0113 0211 0223 0224 0320 0429 0503 0504 0505 0506 0721 0811 0915 0923 1013 1103 1123 1124',
  2026: '0101 0112 0211 0223 0320 0429 0503 0504 0505 0506 0720 0811 0921 0922 0923 1012 1103 1123',
};

describe('public holidays of Japan', () => {
  for (const [year, days] of Object.entries(official))
    it(`of ${year} are those the government published`, () => {
      const found = [...holidaysOf(Number(year)).keys()].toSorted();
      expect(found.map(date => date.slice(5).replace('-', '')).join(' ')).toBe(days);
    });

  it('puts the equinoxes where the almanac has them', () => {
    // National Astronomical Observatory: the Sun passes on March 21 (JST) in 2022, 2023, 2027, 2031
    // and 2035, on September 22 in leap years.
    for (let year = 2020; year <= 2035; year++) {
      const days = holidaysOf(year);
      const spring = [2022, 2023, 2027, 2031, 2035].includes(year) ? '03-21' : '03-20';
      const autumn = [2020, 2024, 2028, 2032].includes(year) ? '09-22' : '09-23';
      expect(days.get(`${year}-${spring}`)?.en).toBe('Vernal Equinox Day');
      expect(days.get(`${year}-${autumn}`)?.en).toBe('Autumnal Equinox Day');
    }
  });

  it('has a citizens’ holiday between two holidays in 2026 and 2032 alone', () => {
    const years = Array.from({ length: 16 }, (_, n) => 2020 + n).filter(year =>
      [...holidaysOf(year).values()].some(name => name.en.startsWith('Citizens')),
    );
    expect(years).toEqual([2026, 2032]);
  });
});

describe('calendar of a world', () => {
  const { organisation } = loadProfile('municipality');
  const dates = (start: string, days: number) => calendarFrom(organisation, start, days);

  it('is exactly the worked days when they follow each other', () => {
    expect(dates('2026-04-13', 2).map(day => [day.date, day.weekday, day.working])).toEqual([
      ['2026-04-13', 1, true],
      ['2026-04-14', 2, true],
    ]);
  });

  it('includes the days off between worked days', () => {
    expect(dates('2026-04-17', 2).map(day => day.date)).toEqual([
      '2026-04-17',
      '2026-04-18',
      '2026-04-19',
      '2026-04-20',
    ]);
  });

  it('rests over Golden Week and names why', () => {
    const days = dates('2026-05-01', 2);
    expect(days).toHaveLength(7);
    expect(days.filter(day => day.working).map(day => day.date)).toEqual(['2026-05-01', '2026-05-07']);
    expect(days[5]?.holiday?.ja).toBe('振替休日');
  });

  it('closes over the turn of the year', () => {
    const days = dates('2026-12-28', 2);
    expect(days.filter(day => day.working).map(day => day.date)).toEqual(['2026-12-28', '2027-01-04']);
    expect(days[1]?.holiday?.en).toBe('Year-end and New Year');
  });

  it('keeps a plant running on public holidays and closes it for its own', () => {
    const maker = loadProfile('manufacturer').organisation;
    const working = (start: string, days: number) =>
      calendarFrom(maker, start, days)
        .filter(day => day.working)
        .map(day => day.date);
    expect(working('2026-07-20', 1)).toEqual(['2026-07-20']);
    expect(working('2026-08-10', 2)).toEqual(['2026-08-10', '2026-08-17']);
  });

  it.each(['2026-02-30x', 'tomorrow', '2019-12-31', '2035-12-31', '2026-13-01'])('refuses %s', start => {
    expect(() => dates(start, 5)).toThrow(expect.objectContaining({ code: 'DRILL_START' }));
  });
});
