// Numbers, sizes, dates and durations for people, by language and time zone. Pure; the hook in context.tsx binds them.
import type { Language } from './catalogue.ts';

export interface Formats {
  number: (value: number) => string;
  /** 1.2k, 3.4M; 万 and 億 in Japanese. */
  compact: (value: number) => string;
  percent: (share: number) => string;
  bytes: (value: number) => string;
  /** `2025-11-23 06:41:05`, sortable by eye; milliseconds when asked. */
  stamp: (at: number, precision?: 'minute' | 'second' | 'milli') => string;
  /** Clock time on the current day, otherwise day and time. */
  short: (at: number, now: number) => string;
  /** A date in words. */
  day: (at: number) => string;
  /** `5 minutes ago`, `in 3 days`. */
  relative: (at: number, now: number) => string;
  /** `1 h 20 min`. */
  duration: (ms: number) => string;
  country: (code: string) => string;
  /** A localised list, `a, b and c`. */
  list: (items: readonly string[]) => string;
}

const relativeSteps: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
];

const longSteps: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_557_600_000],
  ['month', 2_629_800_000],
];

/** Binds the formats to a language and a time zone (`utc` or the browser's own). */
export function createFormats(language: Language, utc: boolean): Formats {
  const zone = utc ? { timeZone: 'UTC' } : {};
  const plain = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  const compact = new Intl.NumberFormat(language, { notation: 'compact', maximumSignificantDigits: 3 });
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 });
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'medium', ...zone });
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  const units = { day: unit('day'), hour: unit('hour'), minute: unit('minute'), second: unit('second') };
  const milli = unit('millisecond');
  const list = new Intl.ListFormat(language, { type: 'conjunction' });
  const regions = new Intl.DisplayNames(language, { type: 'region', fallback: 'code' });
  const parts = new Intl.DateTimeFormat('en', {
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
    ...zone,
  });

  function unit(name: string): Intl.NumberFormat {
    return new Intl.NumberFormat(language, {
      style: 'unit',
      unit: name,
      unitDisplay: 'short',
      maximumFractionDigits: 1,
    });
  }
  function fields(at: number): Record<string, string> {
    return Object.fromEntries(parts.formatToParts(at).map(part => [part.type, part.value]));
  }

  return {
    number: value => plain.format(value),
    compact: value => (Math.abs(value) < 10_000 ? plain.format(value) : compact.format(value)),
    percent: share => percent.format(share),
    bytes: value => {
      const step = value < 1024 ? 0 : Math.min(4, Math.floor(Math.log2(value) / 10));
      return `${plain.format(value / 1024 ** step)} ${['B', 'KiB', 'MiB', 'GiB', 'TiB'][step]}`;
    },
    stamp: (at, precision = 'second') => {
      if (!Number.isFinite(at) || at === 0) return '–';
      const p = fields(at);
      const minute = `${p['year']}-${p['month']}-${p['day']} ${p['hour']}:${p['minute']}`;
      if (precision === 'minute') return minute;
      return precision === 'second'
        ? `${minute}:${p['second']}`
        : `${minute}:${p['second']}.${p['fractionalSecond']}`;
    },
    short: (at, now) => {
      if (at === 0) return '–';
      const p = fields(at);
      const clock = `${p['hour']}:${p['minute']}:${p['second']}`;
      if (Math.abs(now - at) < 43_200_000) return clock;
      const sameYear = fields(now)['year'] === p['year'];
      return `${sameYear ? '' : `${p['year']}-`}${p['month']}-${p['day']} ${p['hour']}:${p['minute']}`;
    },
    day: at => (at === 0 ? '–' : day.format(at)),
    relative: (at, now) => {
      if (at === 0) return '–';
      const [name, size] = [...longSteps, ...relativeSteps].find(([, ms]) => Math.abs(now - at) >= ms) ?? [
        'second',
        1_000,
      ];
      return relative.format(Math.round((at - now) / size), name);
    },
    duration: ms => {
      if (ms < 1_000) return milli.format(Math.max(0, Math.round(ms)));
      const pieces: string[] = [];
      let rest = ms;
      for (const [name, size] of relativeSteps) {
        const amount = Math.floor(rest / size);
        if (amount > 0 && pieces.length < 2) pieces.push(units[name as keyof typeof units].format(amount));
        rest -= amount * size;
      }
      return pieces.join(' ');
    },
    country: code => {
      if (!/^[A-Z]{2}$/.test(code)) return code || '–';
      try {
        return regions.of(code) ?? code;
      } catch {
        return code;
      }
    },
    list: items => list.format(items),
  };
}
