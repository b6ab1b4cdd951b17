// A mail header as it stands in a message and in Postfix's log.

const ascii = /^[\x20-\x7e]*$/;
const controls = /[\x00-\x1f\x7f]/g;

/** RFC 2047 encoded words of at most 75 characters each, never splitting a character. */
export function encodedWords(text: string): string {
  if (ascii.test(text)) return text;
  const words: string[] = [];
  let part = '';
  let bytes = 0;
  for (const c of text) {
    const size = Buffer.byteLength(c);
    if (bytes + size > 45) {
      words.push(part);
      part = '';
      bytes = 0;
    }
    part += c;
    bytes += size;
  }
  words.push(part);
  return words.map(word => `=?UTF-8?B?${Buffer.from(word).toString('base64')}?=`).join(' ');
}

/** What Postfix's log shows of a text: `?` for what cannot be printed. */
export const printable = (text: string): string => text.replace(/[^\x20-\x7e]/gu, '?');

/** An address as it may stand in a log line: no angle brackets, spaces or controls of its own. */
export const address = (text: string): string => printable(text).replace(/[<>\s"\\]/g, '?');

/** A folded header as cleanup logs it: the line break shows as `?`, 200 characters at most. */
export const loggedHeader = (name: string, value: string): string => {
  const words = encodedWords(value.replace(controls, ' '));
  return printable(`${name}: ${words}`).slice(0, 200);
};

/** The header that names an attachment, as cleanup logs it. */
export const loggedAttachment = (file: string): string => {
  const name = encodedWords(file.replace(controls, ' ').replace(/["\\]/g, '_'));
  return printable(`Content-Disposition: attachment; filename="${name}"`).slice(0, 200);
};

/** Name of a peer; what is no host name (RFC 1123) Postfix calls unknown. */
export const hostname = (text: string): string =>
  /^(?!-)[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})*$/.test(text) ? text : 'unknown';
