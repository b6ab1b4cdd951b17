// Public holidays of Japan (Act on National Holidays, 1948, with the special laws for 2020 and 2021).
import type { Localized } from '#model/localized.ts';

type Entry = readonly [date: string, ja: string, en: string];

const two = (n: number) => String(n).padStart(2, '0');
const iso = (year: number, month: number, day: number) => `${year}-${two(month)}-${two(day)}`;
/** 0 = Sunday. */
const weekdayOf = (date: string): number => new Date(`${date}T00:00:00Z`).getUTCDay();
const shift = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** The n-th Monday of a month ("Happy Monday" holidays). */
const monday = (year: number, month: number, n: number): string => {
  const first = weekdayOf(iso(year, month, 1));
  return iso(year, month, 1 + ((8 - first) % 7) + 7 * (n - 1));
};

/** Day of the month of an equinox, Japan Standard Time; the usual approximation, right for 1980–2099. */
const equinox = (year: number, base: number): number =>
  Math.floor(base + 0.242194 * (year - 1980)) - Math.floor((year - 1980) / 4);

/** Moved for the Olympic Games: year → marine, sports and mountain day. */
const olympic: Readonly<Record<number, readonly [string, string, string]>> = {
  2020: ['07-23', '07-24', '08-10'],
  2021: ['07-22', '07-23', '08-08'],
};

function named(year: number): Entry[] {
  const moved = olympic[year]?.map(day => `${year}-${day}`);
  return [
    [iso(year, 1, 1), '元日', 'New Year’s Day'],
    [monday(year, 1, 2), '成人の日', 'Coming of Age Day'],
    [iso(year, 2, 11), '建国記念の日', 'National Foundation Day'],
    [iso(year, 2, 23), '天皇誕生日', 'Emperor’s Birthday'],
    [iso(year, 3, equinox(year, 20.8431)), '春分の日', 'Vernal Equinox Day'],
    [iso(year, 4, 29), '昭和の日', 'Showa Day'],
    [iso(year, 5, 3), '憲法記念日', 'Constitution Memorial Day'],
    [iso(year, 5, 4), 'みどりの日', 'Greenery Day'],
    [iso(year, 5, 5), 'こどもの日', 'Children’s Day'],
    [moved?.[0] ?? monday(year, 7, 3), '海の日', 'Marine Day'],
    [moved?.[2] ?? iso(year, 8, 11), '山の日', 'Mountain Day'],
    [monday(year, 9, 3), '敬老の日', 'Respect for the Aged Day'],
    [iso(year, 9, equinox(year, 23.2488)), '秋分の日', 'Autumnal Equinox Day'],
    [moved?.[1] ?? monday(year, 10, 2), 'スポーツの日', 'Sports Day'],
    [iso(year, 11, 3), '文化の日', 'Culture Day'],
    [iso(year, 11, 23), '勤労感謝の日', 'Labour Thanksgiving Day'],
  ];
}

/**
 * Holidays of a year by ISO date, with substitute holidays (article 3.2: a holiday on a Sunday moves to the next day that
 * is none) and citizens' holidays (article 3.3: a day between two holidays). For 2020 and later.
 */
export function holidaysOf(year: number): Map<string, Localized> {
  const days = new Map(named(year).map(([date, ja, en]) => [date, { ja, en }]));
  const own = [...days.keys()];
  for (const date of own) {
    const between = shift(date, 1);
    if (days.has(shift(date, 2)) && !days.has(between) && weekdayOf(between) !== 0)
      days.set(between, { ja: '国民の休日', en: 'Citizens’ Holiday' });
  }
  for (const date of own) {
    if (weekdayOf(date) !== 0) continue;
    let next = shift(date, 1);
    while (days.has(next)) next = shift(next, 1);
    days.set(next, { ja: '振替休日', en: 'Substitute Holiday' });
  }
  return days;
}
