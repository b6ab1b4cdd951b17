// Language, time zone and formats for every part of the console.
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import type { MessageValues } from '#model/messages.ts';
import type { Message } from '#model/record/finding.ts';
import { defang, visibleText } from '#model/visible.ts';
import { spelt } from '#model/vocab/names.ts';
import {
  type Catalogue,
  type Language,
  loadCatalogue,
  type MessageKey,
  preferredLanguage,
  translate,
} from './catalogue.ts';
import { createFormats, type Formats } from './format.ts';

export interface I18n extends Formats {
  language: Language;
  utc: boolean;
  t: (key: MessageKey, values?: MessageValues) => string;
  /** Whether the console has a text for this key; for open sets such as detector ids. */
  has: (key: string) => key is MessageKey;
  /** Text of a record: its values come from attackers, so they are made visible. */
  message: (message: Message) => string;
  /** Text of an exercise that the server names by its key. */
  drillText: (message: { key: string; values?: MessageValues }) => string;
  /** The reader's side of a text that content brings in both languages. */
  side: (text: { ja: string; en: string }) => string;
  /** Translated text of an error code, or undefined when only the server's English text exists. */
  errorText: (code: string) => string | undefined;
  setLanguage: (language: Language, remember?: boolean) => void;
  setUtc: (utc: boolean) => void;
}

const I18nContext = createContext<I18n | undefined>(undefined);

/** The texts and formats of the current language. */
export function useI18n(): I18n {
  const value = useContext(I18nContext);
  if (!value) throw new Error('useI18n outside I18nProvider');
  return value;
}

// Names and URLs of attackers in a record's text are written so that nothing links them.
const linkable = new Set(['url', 'domain', 'host', 'name']);
const shown = (name: string, value: string): string =>
  name === 'hash' && value.length > 20
    ? `${visibleText(value.slice(0, 12))}…`
    : visibleText(linkable.has(name) ? defang(value) : value);

export function I18nProvider({ children }: { children: ReactNode }) {
  const [language, chooseLanguage] = useState<Language>(preferredLanguage);
  const [utc, chooseUtc] = useState(() => localStorage.getItem('hinomi.utc') === '1');
  const [catalogue, setCatalogue] = useState<Catalogue>();

  useEffect(() => {
    let current = true;
    void loadCatalogue(language).then(loaded => {
      if (!current) return;
      document.documentElement.lang = language;
      setCatalogue(loaded);
    });
    return () => {
      current = false;
    };
  }, [language]);

  const setLanguage = useCallback((next: Language, remember = true) => {
    if (remember) localStorage.setItem('hinomi.language', next);
    chooseLanguage(next);
  }, []);
  const setUtc = useCallback((next: boolean) => {
    localStorage.setItem('hinomi.utc', next ? '1' : '0');
    chooseUtc(next);
  }, []);

  const value = useMemo<I18n | undefined>(() => {
    if (!catalogue) return undefined;
    const formats = createFormats(catalogue.language, utc);
    return {
      ...formats,
      language: catalogue.language,
      utc,
      t: (key, values) => translate(catalogue.console, key, values, formats.number),
      has: (key): key is MessageKey => Object.hasOwn(catalogue.console, key),
      message: ({ id, values }) => {
        const safe = Object.fromEntries(
          Object.entries(spelt(values)).map(([name, item]) => [
            name,
            typeof item === 'string' ? shown(name, item) : item,
          ]),
        );
        return translate(catalogue.findings, id, safe, formats.number);
      },
      drillText: ({ key, values }) => translate(catalogue.drill, key, values, formats.number),
      side: text => text[catalogue.language],
      errorText: code => (Object.hasOwn(catalogue.errors, code) ? catalogue.errors[code] : undefined),
      setLanguage,
      setUtc,
    };
  }, [catalogue, utc, setLanguage, setUtc]);

  return value ? <I18nContext.Provider value={value}>{children}</I18nContext.Provider> : null;
}
