// The texts of the console in the reader's language. Keys are checked by the compiler against the English file;
// catalogue.test.ts checks that the other languages match and that no key is left unused.
import type consoleEn from '#content/messages/en/console.json';
import type drillClassEn from '#content/messages/en/drill-class.json';
import type drillDeskEn from '#content/messages/en/drill-desk.json';
import type drillReviewEn from '#content/messages/en/drill-review.json';
import { formatMessage, type MessageValues } from '#model/messages.ts';

export type Language = 'en' | 'ja';
export type MessageKey =
  | keyof typeof consoleEn
  | keyof typeof drillClassEn
  | keyof typeof drillDeskEn
  | keyof typeof drillReviewEn;

/** What a language brings: the console's own texts, those of findings and incidents, of exercises, and of error codes. */
export interface Catalogue {
  language: Language;
  console: Readonly<Record<MessageKey, string>>;
  findings: Readonly<Record<string, string>>;
  drill: Readonly<Record<string, string>>;
  errors: Readonly<Record<string, string>>;
}

const loaders: Record<Language, () => Promise<Catalogue>> = {
  en: async () => ({
    language: 'en',
    console: {
      ...(await import('#content/messages/en/console.json')).default,
      ...(await import('#content/messages/en/drill-class.json')).default,
      ...(await import('#content/messages/en/drill-desk.json')).default,
      ...(await import('#content/messages/en/drill-review.json')).default,
    },
    findings: (await import('#content/messages/en/findings.json')).default,
    drill: {
      ...(await import('#content/messages/en/drill-run.json')).default,
      ...(await import('#content/messages/en/drill-score.json')).default,
    },
    errors: (await import('#content/messages/en/errors.json')).default,
  }),
  ja: async () => ({
    language: 'ja',
    console: {
      ...(await import('#content/messages/ja/console.json')).default,
      ...(await import('#content/messages/ja/drill-class.json')).default,
      ...(await import('#content/messages/ja/drill-desk.json')).default,
      ...(await import('#content/messages/ja/drill-review.json')).default,
    },
    findings: (await import('#content/messages/ja/findings.json')).default,
    drill: {
      ...(await import('#content/messages/ja/drill-run.json')).default,
      ...(await import('#content/messages/ja/drill-score.json')).default,
    },
    errors: (await import('#content/messages/ja/errors.json')).default,
  }),
};

/** Loads one language; only the one in use is downloaded. */
export const loadCatalogue = (language: Language): Promise<Catalogue> => loaders[language]();

/** The reader's language: what they chose here before, else the browser's. */
export function preferredLanguage(): Language {
  const stored = localStorage.getItem('hinomi.language');
  if (stored === 'en' || stored === 'ja') return stored;
  return navigator.language.startsWith('ja') ? 'ja' : 'en';
}

/** Whether the reader has chosen a language in this browser; otherwise the account's setting decides. */
export const languageChosen = (): boolean => localStorage.getItem('hinomi.language') !== null;

/** Looks up and fills one text. A key the file lacks shows itself, so that the gap is noticed. */
export const translate = (
  texts: Readonly<Record<string, string>>,
  key: string,
  values: MessageValues | undefined,
  number: (value: number) => string,
): string => formatMessage(texts[key] ?? key, values, number);
