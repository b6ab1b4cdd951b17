// Access logs of web servers in the combined format, with or without the virtual host before it (Apache, nginx).
import { event, type Fields, type LineReader, maxLine, targetFields } from './reader.ts';

const combined =
  /^(?:(\S+):(\d+) )?(\S+) \S+ (\S+) \[([^\]]+)\] "((?:[^"\\]|\\.)*)" (\d{3}|-) (\d+|-)(?: "((?:[^"\\]|\\.)*)" "((?:[^"\\]|\\.)*)")?/;
const request = /^(\S+) (.*?)(?: (HTTP\/[\d.]+))?$/s;
const months = 'JanFebMarAprMayJunJulAugSepOctNovDec';
const clock = /^(\d{2})\/([A-Z][a-z]{2})\/(\d{4}):(\d{2}:\d{2}:\d{2}) ([+-]\d{2})(\d{2})$/;

/** `\"`, `\\` and `\xHH` as the servers write them. */
const plain = (text: string): string =>
  text.includes('\\')
    ? text.replace(/\\(?:x([0-9A-Fa-f]{2})|(.))/gs, (_, hex?: string, other?: string) =>
        hex ? String.fromCharCode(Number.parseInt(hex, 16)) : other!,
      )
    : text;

function timeOf(text: string): number | undefined {
  const found = clock.exec(text);
  if (!found) return undefined;
  const [, day, month, year, time, hours, minutes] = found;
  const number = months.indexOf(month!) / 3 + 1;
  const at = Date.parse(`${year}-${String(number).padStart(2, '0')}-${day}T${time}${hours}:${minutes}`);
  return Number.isNaN(at) ? undefined : at;
}

/** What a server writes for "not given". */
const given = (text: string | undefined): string | null =>
  text === undefined || text === '-' ? null : plain(text);

/**
 * Category webserver. `cs-uri-query` has both the query and the whole target: the taxonomy means the one, the logs most
 * rules were written on (IIS apart) give the other.
 */
export const webAccess = (): LineReader => (line, known) => {
  const found = combined.exec(line.slice(0, maxLine));
  if (!found) return [];
  const [, host, port, client, user, time, first, status, bytes, referer, agent] = found;
  const [, method = '', target = ''] = request.exec(plain(first!)) ?? [];
  const query = target.indexOf('?');
  const fields: Fields = new Map<string, string | null | readonly string[]>([
    ['c-ip', client!],
    ['cs-username', given(user)],
    ['cs-method', method],
    ['cs-uri', target],
    ['cs-uri-query', query < 0 ? target : [target.slice(query + 1), target]],
    ...targetFields(target),
    ['sc-status', status!],
    ['sc-bytes', bytes === '-' ? '0' : bytes!],
    ['cs-referer', given(referer)],
    ['cs-user-agent', given(agent)],
    ['c-useragent', given(agent)],
  ]);
  if (host) fields.set('cs-host', host).set('s-port', port!);
  return [
    event('webserver', 'access', line, fields, {
      computer: known?.host ?? host ?? '',
      at: known?.at ?? timeOf(time!),
    }),
  ];
};

/** Apache's error log: rules for it look for words. */
export const apacheError = (): LineReader => (line, known) =>
  /^\[[^\]]+\] \[[^\]]*\]/.test(line)
    ? [
        event('apache', 'error', line.slice(0, maxLine), new Map(), {
          computer: known?.host ?? '',
          at: known?.at,
        }),
      ]
    : [];
