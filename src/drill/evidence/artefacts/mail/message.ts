// A message of the world as a file (RFC 5322, MIME): what a mail server would hand out when asked for it.
import type { World } from '../../../world/entities.ts';
import type { Attachment, Mail } from '../../../world/event.ts';
import { hashKeys } from '../../../world/random.ts';
import { charsetOf, encoded, headerFile } from '../../postfix/header.ts';
import { bodyOf } from './body.ts';
import { type Header, headersOf } from './headers.ts';
import { placeholder } from './placeholder.ts';

const base64 = (data: Uint8Array): string =>
  Buffer.from(data)
    .toString('base64')
    .replace(/.{76}(?=.)/g, '$&\r\n');

/** The text in the sender's charset; ISO-2022-JP has seven bits and goes as it is. */
function textPart(text: string, event: Mail): { headers: Header[]; body: string } {
  const { charset, bytes } = encoded(text.replaceAll('\n', '\r\n'), charsetOf(event));
  const seven = charset === 'ISO-2022-JP' || /^[\x00-\x7f]*$/.test(text);
  return {
    headers: [
      ['Content-Type', `text/plain; charset=${charset === 'UTF-8' && seven ? 'US-ASCII' : charset}`],
      ['Content-Transfer-Encoding', seven ? '7bit' : 'base64'],
    ],
    body: seven ? Buffer.from(bytes).toString('latin1') : base64(bytes),
  };
}

const escaped = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replace(/[^\x00-\x7f]/gu, c => `&#${c.codePointAt(0)};`);

const style =
  'p.MsoNormal, li.MsoNormal, div.MsoNormal {margin:0mm; font-size:10.5pt; font-family:"Yu Gothic";}';

/** The same text as a web page, with so many bytes of the style rules that mailers carry along. */
function htmlPart(text: string, filling: number): { headers: Header[]; body: string } {
  const lines = text.split('\n').map(line => {
    const safe = escaped(line).replace(/https?:\/\/[^\s<&]+/g, url => `\r\n<a href="${url}">${url}</a>`);
    return `<p class=MsoNormal>${safe === '' ? '&nbsp;' : safe.replace(/.{800}/g, part => part.replace(/(.*[;\s])/, '$1\r\n'))}</p>`;
  });
  let rules = '';
  // Whole lines of rules, the last one cut inside a comment so that the size is met.
  const line = `${style}\r\n`;
  const comment = '/**/\r\n'.length;
  if (filling > comment) {
    const whole = Math.floor((filling - comment) / line.length);
    const rest = filling - whole * line.length;
    rules =
      line.repeat(whole) +
      (rest >= comment ? `/*${' '.repeat(rest - comment)}*/\r\n` : ' '.repeat(Math.max(0, rest)));
  }
  return {
    headers: [
      ['Content-Type', 'text/html; charset=US-ASCII'],
      ['Content-Transfer-Encoding', '7bit'],
    ],
    body: `<html><head>\r\n<style>\r\n${rules}</style>\r\n</head>\r\n<body lang=${text === '' ? 'EN' : 'JA'}>\r\n${lines.join('\r\n')}\r\n</body></html>\r\n`,
  };
}

function filePart(attachment: Attachment, at: number): { headers: Header[]; body: string } {
  const name = headerFile(attachment.name).replaceAll('?= =?', '?=\r\n =?');
  const mime = /^[\w.+-]+\/[\w.+-]+$/.test(attachment.mime) ? attachment.mime : 'application/octet-stream';
  return {
    headers: [
      ['Content-Type', `${mime};\r\n name="${name}"`],
      ['Content-Transfer-Encoding', 'base64'],
      ['Content-Disposition', `attachment; filename="${name}"`],
    ],
    body: base64(placeholder(attachment, at)),
  };
}

const lines = (headers: readonly Header[]): string =>
  headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
const part = ({ headers, body }: { headers: Header[]; body: string }): string =>
  `${lines(headers)}\r\n${body.endsWith('\r\n') ? body : `${body}\r\n`}`;

const multipart = (kind: string, boundary: string, parts: readonly string[]) => ({
  headers: [['Content-Type', `multipart/${kind};\r\n boundary="${boundary}"`]] as Header[],
  body: `${parts.map(one => `--${boundary}\r\n${one}`).join('')}--${boundary}--\r\n`,
});

/**
 * The message as its file. It has the size the mail log gives, unless what it must hold is larger (or an attachment was cut to
 * {@link ./placeholder.ts | its largest size}).
 */
export function emlOf(event: Mail, world: World): Buffer {
  const text = bodyOf(event, world);
  const mark = hashKeys(world.seed, event.messageId, 'boundary').toString(16).padStart(8, '0');
  const files = event.attachments.map(one => part(filePart(one, event.at)));
  const plain = textPart(text, event);
  /** Without style rules (undefined) without a web page at all. */
  const whole = (filling: number | undefined): string => {
    const said =
      filling === undefined
        ? plain
        : multipart('alternative', `=_a${mark}`, [part(plain), part(htmlPart(text, filling))]);
    const content = files.length === 0 ? said : multipart('mixed', `=_m${mark}`, [part(said), ...files]);
    return `${lines([...headersOf(event, world), ...content.headers])}\r\n${content.body}`;
  };
  const least = whole(0);
  const best = least.length <= event.bytes ? whole(event.bytes - least.length) : whole(undefined);
  return Buffer.from(best, 'latin1');
}
