// Syslog lines taken apart: RFC 5424, RFC 3164 as written in practice, and ISO-dated files (rsyslog, journald exports).
import { parseBsd, parseIso } from '../core/time.ts';

export interface SyslogLine {
  time: number;
  priority?: number;
  host: string;
  app: string;
  process: string;
  messageId: string;
  /** Structured data as `id.name` → value (RFC 5424 §6.3). */
  structured: [string, string][];
  message: string;
  /** The year or zone was not in the line. */
  assumed: 'year and zone' | 'zone' | '';
}

const nil = (text: string): string => (text === '-' ? '' : text);

/** @returns the parts, or why the line is no syslog line. */
export function parseSyslog(text: string, reference: number, zoneMinutes: number): SyslogLine | string {
  let rest = text;
  let priority: number | undefined;
  const pri = /^<(\d{1,3})>/.exec(rest);
  if (pri) {
    priority = Number(pri[1]);
    if (priority > 191) return `priority ${priority} is above 191`;
    rest = rest.slice(pri[0].length);
  }
  const head = priority === undefined ? {} : { priority };
  if (priority !== undefined && /^1 /.test(rest)) return parse5424(rest.slice(2), head);
  const iso = /^(\d{4}-\d\d-\d\d[T ]\S{8,24}) /.exec(rest);
  if (iso) {
    const zoned = /(Z|[+-]\d\d:?\d\d)$/i.test(iso[1]!);
    const time = parseIso(iso[1]!, zoneMinutes);
    if (time === undefined) return `no readable time: ${iso[1]!.slice(0, 40)}`;
    return { ...head, time, ...hostAndTag(rest.slice(iso[0].length)), assumed: zoned ? '' : 'zone' };
  }
  const bsd = /^[A-Za-z]{3} [ \d]\d (?:\d{4} )?\d\d:\d\d:\d\d(?:\.\d{1,6})?(?= )/.exec(rest);
  if (!bsd) return 'no syslog time at the start';
  const time = parseBsd(bsd[0], reference, zoneMinutes);
  if (time === undefined) return `no such time: ${bsd[0]}`;
  const yearGiven = /^\w{3} [ \d]\d \d{4} /.test(bsd[0]);
  return {
    ...head,
    time,
    ...hostAndTag(rest.slice(bsd[0].length + 1)),
    assumed: yearGiven ? 'zone' : 'year and zone',
  };
}

/** `host app[pid]: message` (RFC 3164 §4.1.3); the host may be missing, the tag too. */
function hostAndTag(text: string): Omit<SyslogLine, 'time' | 'assumed' | 'priority'> {
  const empty = { messageId: '', structured: [] };
  const space = text.indexOf(' ');
  const head = space < 0 ? text : text.slice(0, space);
  const named =
    space > 0 && space <= 255 && !head.endsWith(':') && !head.includes('[') && !head.includes('|');
  const body = named ? text.slice(space + 1) : text;
  const host = named ? head : '';
  const tag = /^([^\s:[\]|]{1,128})(?:\[([^\]\s]{0,32})\])?: ?/.exec(body.slice(0, 200));
  if (!tag) return { ...empty, host, app: '', process: '', message: body };
  return { ...empty, host, app: tag[1]!, process: tag[2] ?? '', message: body.slice(tag[0].length) };
}

function parse5424(text: string, head: { priority?: number }): SyslogLine | string {
  const fields = /^(\S{1,48}) (\S{1,255}) (\S{1,48}) (\S{1,128}) (\S{1,32}) /.exec(`${text.slice(0, 600)} `);
  if (!fields) return 'RFC 5424 header is cut short';
  const [all, stamp, host, app, process, messageId] = fields as unknown as [string, ...string[]];
  const time = parseIso(stamp!);
  if (time === undefined) return `no readable time: ${stamp}`;
  const tail = text.slice(all!.length);
  const data = structuredData(tail);
  if (typeof data === 'string') return data;
  return {
    ...head,
    time,
    host: nil(host!),
    app: nil(app!),
    process: nil(process!),
    messageId: nil(messageId!),
    structured: data.pairs,
    message: tail.slice(data.end).replace(/^ ?(\uFEFF|)/, ''),
    assumed: '',
  };
}

/** `[id name="value" …][…]` with `\"`, `\\` and `\]` escaped; one pass, no backtracking. */
function structuredData(text: string): { pairs: [string, string][]; end: number } | string {
  if (text.startsWith('-')) return { pairs: [], end: 1 };
  if (!text.startsWith('[')) return { pairs: [], end: 0 };
  const pairs: [string, string][] = [];
  let at = 0;
  while (text[at] === '[') {
    let start = ++at;
    while (at < text.length && text[at] !== ' ' && text[at] !== ']') at++;
    const id = text.slice(start, at);
    while (text[at] === ' ') {
      start = ++at;
      while (at < text.length && text[at] !== '=') at++;
      const name = text.slice(start, at);
      if (text[at + 1] !== '"') return 'structured data is broken';
      at += 2;
      let value = '';
      while (at < text.length && text[at] !== '"') {
        if (text[at] === '\\' && (text[at + 1] === '"' || text[at + 1] === '\\' || text[at + 1] === ']'))
          at++;
        value += text[at++];
      }
      if (at >= text.length) return 'structured data is cut short';
      at++;
      if (pairs.length < 200) pairs.push([`${id}.${name}`, value]);
    }
    if (text[at] !== ']') return 'structured data is cut short';
    at++;
  }
  return { pairs, end: at };
}
