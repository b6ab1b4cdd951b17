// Words, times and figures as papers write them.
import en from '#content/messages/en/drill-score.json' with { type: 'json' };
import ja from '#content/messages/ja/drill-score.json' with { type: 'json' };
import { formatMessage } from '#model/messages.ts';
import { minute } from '#model/time.ts';

export type Language = 'ja' | 'en';
type Key = keyof typeof en;
export type Say = (key: Key, values?: Record<string, string | number>) => string;

/** Texts of a language. */
export const saying =
  (language: Language): Say =>
  (key, values = {}) =>
    formatMessage((language === 'ja' ? ja : en)[key], values);

/** The text of a key that comes with data; one that is not known stands for itself. */
export const known = (language: Language, key: string): string =>
  (language === 'ja' ? ja : en)[key as Key] ?? key;

/** `09:04`, at the organisation. */
export const clockOf =
  (utcOffset: number) =>
  (at: number): string =>
    new Date(at + utcOffset * minute).toISOString().slice(11, 16);

/** `2026年4月15日`, `15 April 2026`, at the organisation. */
export const dateOf = (at: number, language: Language, utcOffset: number): string =>
  new Intl.DateTimeFormat(language === 'ja' ? 'ja-JP' : 'en-GB', {
    dateStyle: 'long',
    timeZone: 'UTC',
  }).format(at + utcOffset * minute);

/** At most one decimal. */
export const one = (value: number): string => String(Math.round(value * 10) / 10);

export const clipped = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 1)}…`;

/** `2026-04-15`, at the organisation: for names of files. */
export const dateStamp = (at: number, utcOffset: number): string =>
  new Date(at + utcOffset * minute).toISOString().slice(0, 10);
