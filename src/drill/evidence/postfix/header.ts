// A mail header as it stands in a message and in Postfix's log.
import type { Mail } from '../../world/event.ts';
import { hashKeys } from '../../world/random.ts';
import { iso2022jp } from './iso-2022-jp.ts';

const ascii = /^[\x20-\x7e]*$/;
const controls = /[\x00-\x1f\x7f]/g;

type Charset = 'UTF-8' | 'ISO-2022-JP';

/** Every fourth sender of Japanese mail has a mailer that writes ISO-2022-JP. */
export const charsetOf = ({ from, language }: Pick<Mail, 'from' | 'language'>): Charset =>
  language === 'ja' && hashKeys(from.mail, 'charset') % 4 === 0 ? 'ISO-2022-JP' : 'UTF-8';

/** A text in a charset; in UTF-8 where the charset has no place for it. */
export function encoded(text: string, charset: Charset): { charset: Charset; bytes: Uint8Array } {
  const jis = charset === 'UTF-8' ? undefined : iso2022jp(text);
  return jis ? { charset, bytes: jis } : { charset: 'UTF-8', bytes: Buffer.from(text) };
}

/** RFC 2047 encoded words of at most 75 characters each, never splitting a character. */
export function encodedWords(text: string, wanted: Charset = 'UTF-8'): string {
  if (ascii.test(text)) return text;
  const charset = wanted === 'UTF-8' ? wanted : encoded(text, wanted).charset;
  const words: string[] = [];
  let part = '';
  let bytes = 0;
  for (const c of text) {
    // Escapes to and from kanji take six bytes of a word in ISO-2022-JP.
    const size = charset === 'UTF-8' ? Buffer.byteLength(c) : c.charCodeAt(0) < 0x80 ? 4 : 3;
    if (bytes + size > (charset === 'UTF-8' ? 45 : 30)) {
      words.push(part);
      part = '';
      bytes = 0;
    }
    part += c;
    bytes += size;
  }
  words.push(part);
  return words
    .map(word => `=?${charset}?B?${Buffer.from(encoded(word, charset).bytes).toString('base64')}?=`)
    .join(' ');
}

/** What Postfix's log shows of a text: `?` for what cannot be printed. */
export const printable = (text: string): string => text.replace(/[^\x20-\x7e]/gu, '?');

/** An address as it may stand in a log line: no angle brackets, spaces or controls of its own. */
export const address = (text: string): string => printable(text).replace(/[<>\s"\\]/g, '?');

/** Value of an unstructured header: controls never get into it. */
export const headerText = (value: string, charset: Charset = 'UTF-8'): string =>
  encodedWords(value.replace(controls, ' '), charset);

/** Name of an attachment as its header has it. */
export const headerFile = (file: string): string => headerText(file.replace(/["\\]/g, '_'));

/** A header as cleanup logs it, 200 characters at most. */
export const loggedHeader = (name: string, value: string, charset: Charset): string =>
  printable(`${name}: ${headerText(value, charset)}`).slice(0, 200);

/** The header that names an attachment, as cleanup logs it. */
export const loggedAttachment = (file: string): string =>
  printable(`Content-Disposition: attachment; filename="${headerFile(file)}"`).slice(0, 200);

/** Name of a peer; what is no host name (RFC 1123) Postfix calls unknown. */
export const hostname = (text: string): string =>
  /^(?!-)[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})*$/.test(text) ? text : 'unknown';
