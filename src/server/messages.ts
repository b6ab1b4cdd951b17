// The message catalogues, read once from content/messages.
import { readFileSync } from 'node:fs';

export type Language = 'en' | 'ja';
type Catalogue = Readonly<Record<string, string>>;

const read = (language: Language, name: string): Catalogue =>
  JSON.parse(
    readFileSync(new URL(`../../content/messages/${language}/${name}.json`, import.meta.url), 'utf8'),
  ) as Catalogue;

const cache = new Map<string, Catalogue>();
const catalogue = (language: Language, name: string): Catalogue => {
  const key = `${language}/${name}`;
  const known = cache.get(key);
  if (known) return known;
  const loaded = read(language, name);
  cache.set(key, loaded);
  return loaded;
};

/** Texts of findings, campaigns and blind spots. */
export const findingTexts = (language: Language): Catalogue => catalogue(language, 'findings');

/** Texts of alert mails and of the acknowledge page, findings included. */
export const alertTexts = (language: Language): Catalogue => ({
  ...findingTexts(language),
  ...catalogue(language, 'alert'),
});
