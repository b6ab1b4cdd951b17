// Texts from content/messages/<language>/: filling a template. Pure; shared by the console, mails and public pages.

/** Values that fill a template's placeholders. */
export type MessageValues = Readonly<Record<string, string | number>>;

const placeholder = /\{(\w+)(?:\|([^|{}]*)\|([^|{}]*))?\}/g;

/**
 * Fills `{name}` with a value, and `{name|one|other}` with the word for one or for any other number.
 * Numbers go through `number` (pass an Intl formatter); text goes in as it is, so the caller escapes for its medium.
 * A placeholder without a value stays as written: a visible fault is better than a silent gap.
 */
export const formatMessage = (
  template: string,
  values: MessageValues = {},
  number: (value: number) => string = String,
): string =>
  template.replace(placeholder, (whole, name: string, one?: string, other?: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) return whole;
    if (one !== undefined && other !== undefined) return Number(value) === 1 ? one : other;
    return typeof value === 'number' ? number(value) : value;
  });

/** Names of the placeholders in a template, sorted, each once. */
export const placeholdersOf = (template: string): string[] =>
  [...new Set([...template.matchAll(placeholder)].map(match => match[1]!))].sort();
