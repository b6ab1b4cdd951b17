// Strict timestamps. Every function returns Unix milliseconds, or undefined for anything it does not fully understand.
import { earliestTime, latestTime } from '#model/time.ts';

const digits = (text: string, from: number, count: number): number => {
  let value = 0;
  for (let index = from; index < from + count; index++) {
    const digit = text.charCodeAt(index) - 48;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
};

const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const daysIn = (year: number, month: number): number =>
  month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : monthDays[month - 1]!;

/** A civil time as Unix ms; undefined when a part is out of range. A leap second counts as the next second. */
export function civil(
  [year, month, day]: readonly [number, number, number],
  [hour, minute, second]: readonly [number, number, number],
  ms: number,
  zoneMinutes: number,
): number | undefined {
  if (!(year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month))) return undefined;
  if (!(hour <= 23 && minute <= 59 && second <= 60 && Math.abs(zoneMinutes) <= 14 * 60)) return undefined;
  if (year < 100) return undefined;
  return inRange(Date.UTC(year, month - 1, day, hour, minute, second, ms) - zoneMinutes * 60_000);
}

/** The time itself when the store can hold it. */
export const inRange = (ms: number): number | undefined =>
  ms >= earliestTime && ms <= latestTime ? ms : undefined;

/** Zone designator at `from` to the end of the text: `Z`, `+09:00`, `+0900`, `+09`. NaN when malformed. */
function zone(text: string, from: number): number {
  const sign = text[from];
  if (sign === 'Z' || sign === 'z') return text.length === from + 1 ? 0 : Number.NaN;
  if (sign !== '+' && sign !== '-') return Number.NaN;
  const rest = text.length - from - 1;
  const hours = digits(text, from + 1, 2);
  const minutes =
    rest === 2
      ? 0
      : rest === 4
        ? digits(text, from + 3, 2)
        : rest === 5 && text[from + 3] === ':'
          ? digits(text, from + 4, 2)
          : Number.NaN;
  if (minutes > 59) return Number.NaN;
  return (sign === '-' ? -1 : 1) * (hours * 60 + minutes);
}

/**
 * ISO 8601 / RFC 3339 date and time with an optional fraction (cut to ms) and zone.
 * @param zoneMinutes used when the text has no zone; without it such a text is refused.
 */
export function parseIso(text: string, zoneMinutes?: number): number | undefined {
  if (text.length < 19 || text.length > 40) return undefined;
  const separator = text.charCodeAt(10);
  if (text[4] !== '-' || text[7] !== '-' || text[13] !== ':' || text[16] !== ':') return undefined;
  if (separator !== 0x54 && separator !== 0x74 && separator !== 0x20) return undefined;
  let at = 19;
  let ms = 0;
  if (text[at] === '.' || text[at] === ',') {
    const start = ++at;
    while (text.charCodeAt(at) >= 48 && text.charCodeAt(at) <= 57) at++;
    const length = Math.min(at - start, 3);
    if (length === 0) return undefined;
    ms = digits(text, start, length) * 10 ** (3 - length);
  }
  const offset = at === text.length ? zoneMinutes : zone(text, at);
  if (offset === undefined || Number.isNaN(offset)) return undefined;
  return civil(
    [digits(text, 0, 4), digits(text, 5, 2), digits(text, 8, 2)],
    [digits(text, 11, 2), digits(text, 14, 2), digits(text, 17, 2)],
    ms,
    offset,
  );
}

const monthNames = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const month = (name: string): number => monthNames.indexOf(name.toLowerCase()) + 1;

const clfPattern = /^(\d{2})\/([A-Za-z]{3})\/(\d{4}):(\d{2}):(\d{2}):(\d{2}) ([+-]\d{4})$/;

/** `10/Oct/2000:13:55:36 -0700`, as web servers write it. */
export function parseClf(text: string): number | undefined {
  const match = clfPattern.exec(text);
  if (!match) return undefined;
  return civil(
    [Number(match[3]), month(match[2]!), Number(match[1])],
    [Number(match[4]), Number(match[5]), Number(match[6])],
    0,
    zone(match[7]!, 0),
  );
}

const bsdPattern =
  /^([A-Za-z]{3}) ([ \d]\d) (?:(\d{4}) )?(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,6}))?(?: (\d{4}))?$/;

/**
 * `Oct  9 22:33:20` (RFC 3164 §4.1.2) with an optional year and fraction. Without a year it is the latest such moment
 * not more than a day after `reference`, so that December's lines read in January are last year's.
 */
export function parseBsd(text: string, reference: number, zoneMinutes = 0): number | undefined {
  const match = bsdPattern.exec(text);
  if (!match) return undefined;
  const clock = [Number(match[4]), Number(match[5]), Number(match[6])] as const;
  const ms = match[7] === undefined ? 0 : Math.floor(Number(`0.${match[7]}`) * 1000 + 1e-6);
  const at = (year: number) => civil([year, month(match[1]!), Number(match[2])], clock, ms, zoneMinutes);
  const given = match[3] ?? match[8];
  if (given !== undefined) return at(Number(given));
  const latest = reference + 86_400_000;
  const year = new Date(latest).getUTCFullYear() + 1;
  // 29 February may be up to eight years back (1896–1904), else the answer is among the first three.
  for (let back = 0; back <= 9; back++) {
    const time = at(year - back);
    if (time !== undefined && time <= latest) return time;
  }
  return undefined;
}

/** Seconds since 1970 with a fraction, as number or decimal text, exact to the millisecond (cut, not rounded). */
export function parseEpochSeconds(value: unknown): number | undefined {
  const seconds = typeof value === 'string' && /^-?\d{1,12}(\.\d{1,9})?$/.test(value) ? Number(value) : value;
  if (typeof seconds !== 'number' || !Number.isFinite(seconds)) return undefined;
  // A double holds today's seconds to 0.24 µs: rounding to µs first undoes the binary fraction's error.
  return inRange(Math.floor(Math.round(seconds * 1e6) / 1e3));
}

/** Seconds, milliseconds, microseconds or nanoseconds since 1970, told apart by size (sound from 1973 on). */
export function parseEpoch(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d{1,19}(\.\d{1,9})?$/.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || !(number >= 0)) return undefined;
  if (number < 1e11) return parseEpochSeconds(number);
  if (number < 1e14) return inRange(Math.floor(number));
  return inRange(Math.floor(number < 1e17 ? number / 1e3 : number / 1e6));
}
