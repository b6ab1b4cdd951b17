// Papers as files that are saved: named after what they are, in the reader's language.
import type { FastifyReply } from 'fastify';
import { visibleText } from '#model/visible.ts';

/** A name programs of every system can save: no separators, no control characters, of bounded length. */
const savable = (text: string): string =>
  [
    ...visibleText(text.normalize('NFC').replace(/\s+/g, '_')).replace(
      /[\s_/\\:*?"<>|%;,'`$&#~^{}[\]]+/gu,
      '_',
    ),
  ]
    .slice(0, 60)
    .join('')
    .replace(/^[._]+|[._]+$/g, '');

/** `Content-Disposition` of a file to save: the name as it is, and an ASCII one for programs that know no other (RFC 6266). */
export function disposition(parts: readonly string[], plain: string, ending: string): string {
  const name = `${parts
    .map(savable)
    .filter(part => part !== '')
    .join('_')}.${ending}`;
  const encoded = encodeURIComponent(name).replace(
    /[!'()*]/g,
    char => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}.${ending}"; filename*=UTF-8''${encoded}`;
}

/** Sends a PDF; nothing keeps it on the way. */
export const sendPdf = (
  reply: FastifyReply,
  bytes: Buffer,
  parts: readonly string[],
  plain: string,
): FastifyReply =>
  reply
    .header('cache-control', 'no-store')
    .header('content-disposition', disposition(parts, plain, 'pdf'))
    .type('application/pdf')
    .send(bytes);
