// Hostile text for people: what attackers send is shown, never obeyed. Pure; used by the console, mails and pages.

// C0 and C1 controls, soft hyphen, zero-width and joiner characters, bidi marks and overrides, line/paragraph
// separators, Hangul fillers, variation selectors, byte-order mark, specials and tag characters.
const unseen =
  // biome-ignore lint/suspicious/noMisleadingCharacterClass: single code points on purpose, joiners among them
  /[\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\u{e0000}-\u{e0fff}]|[\ud800-\udfff]/gu;

/** Replaces control, bidi and invisible characters and lone surrogates by `‹U+202E›`, so that what is there is seen. */
export const visibleText = (text: string): string =>
  text.replace(unseen, found => `‹U+${found.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}›`);

/**
 * Writes a URL or name so that no program turns it into a link: `hxxp://evil[.]example/x`. Addresses and
 * hashes stay as they are. Display only.
 */
export function defang(text: string): string {
  if (/^[\d.]+(\/\d+)?$/.test(text)) return text;
  const url = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)(.*)$/is.exec(text);
  if (url) {
    const scheme = url[1]!.replace(/^h(t{2})p/i, 'hxxp').replace(/^ftp/i, 'fxp');
    return `${scheme}://${url[2]!.replaceAll('.', '[.]')}${url[3]}`;
  }
  return text.replaceAll('.', '[.]');
}

/**
 * Defangs whatever looks like a name or address anywhere in running text, for programs (mail readers) that make links
 * out of bare names: dots inside words and `@` are bracketed.
 */
export const defangText = (text: string): string =>
  text
    .replace(/\bhttp(s?):\/\//gi, 'hxxp$1://')
    .replace(/\bftp:\/\//gi, 'fxp://')
    .replace(/(?<=[\p{L}\p{N}-])\.(?=[\p{L}\p{N}-])/gu, '[.]')
    .replaceAll('@', '[@]');

/** Text for an HTML page, inside an element or a quoted attribute. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, found => `&#${found.charCodeAt(0)};`);
