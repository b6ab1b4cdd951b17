// Zeek's logs, tab-separated with their header or as JSON lines.
import type { SigmaEvent } from '../event.ts';
import { event, type Fields, type LineReader, maxLine } from './reader.ts';
import { proxyTarget } from './squid.ts';

const escaped = /\\(?:x([0-9a-fA-F]{2})|\\)/g;
const plain = (text: string): string =>
  text.includes('\\')
    ? text.replace(escaped, (_, hex?: string) => (hex ? String.fromCharCode(Number.parseInt(hex, 16)) : '\\'))
    : text;

const textOf = (value: unknown): string =>
  typeof value === 'object' ? JSON.stringify(value) : String(value);

/** Booleans as Zeek's own writer has them would not be found by rules written on the JSON: both spellings count. */
const truth = (value: boolean): readonly string[] => (value ? ['true', 'T'] : ['false', 'F']);

function fromJson(line: string): { stream: string; fields: Fields } | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined;
  const fields: Fields = new Map();
  for (const [name, held] of Object.entries(value))
    if (held !== null)
      fields.set(
        name.replace(/^id_(orig|resp)_([hp])$/, 'id.$1_$2'),
        Array.isArray(held) ? held.map(textOf) : typeof held === 'boolean' ? truth(held) : textOf(held),
      );
  const stream = fields.get('_path') ?? fields.get('@stream');
  return { stream: typeof stream === 'string' ? stream : '', fields };
}

/** What is asked of a proxy names scheme and host itself (RFC 9112 §3.2.2) or is a CONNECT. */
const toProxy = (method: string, uri: string): boolean => method === 'CONNECT' || /^[a-z]+:\/\//i.test(uri);

/** Streams two categories of Sigma are about as well, whatever wrote them. */
function also(stream: string, fields: Fields): { channel: string; fields: Fields } | undefined {
  const one = (name: string): string => {
    const value = fields.get(name);
    return typeof value === 'string' ? value : '';
  };
  const client: [string, string] = ['src_ip', one('id.orig_h')];
  if (stream === 'dns') {
    if (one('query') === '') return undefined;
    const answers = fields.get('answers');
    return {
      channel: 'dns',
      fields: new Map<string, string | readonly string[]>([
        client,
        ['query', one('query')],
        ['record_type', one('qtype_name')],
        ...(answers ? [['answer', answers] as [string, string | readonly string[]]] : []),
      ]),
    };
  }
  const [method, uri] = [one('method'), one('uri')];
  if (stream !== 'http' || !toProxy(method, uri)) return undefined;
  return {
    channel: 'proxy',
    fields: new Map<string, string | null>([
      client,
      ['c-ip', one('id.orig_h')],
      ['cs-method', method],
      ...proxyTarget(method, uri),
      ['c-useragent', one('user_agent')],
      ['cs-user-agent', one('user_agent')],
      ['cs-referer', fields.has('referrer') ? one('referrer') : null],
      ['sc-status', one('status_code')],
    ]),
  };
}

/** Product zeek, service by stream; requests to a proxy and look-ups are of the categories proxy and dns too. */
export const zeek = (): LineReader => {
  let stream = '';
  let names: string[] = [];
  let types: string[] = [];
  const table = (line: string): Fields => {
    const fields: Fields = new Map();
    for (const [i, value] of line.split('\t').entries()) {
      const name = names[i];
      if (name === undefined || value === '-') continue;
      const type = types[i] ?? '';
      fields.set(
        name,
        /^(?:set|vector)/.test(type)
          ? value === '(empty)'
            ? []
            : value.split(',').map(plain)
          : type === 'bool'
            ? truth(value === 'T')
            : value === '(empty)'
              ? ''
              : plain(value),
      );
    }
    return fields;
  };
  return (given, known) => {
    const line = given.slice(0, maxLine);
    if (line.startsWith('#')) {
      const [head, ...rest] = line.split('\t');
      if (head === '#path') stream = rest[0] ?? '';
      else if (head === '#fields') names = rest;
      else if (head === '#types') types = rest;
      return [];
    }
    const read = line.startsWith('{') ? fromJson(line) : { stream, fields: table(line) };
    if (!read || read.stream === '' || read.fields.size === 0) return [];
    const seconds = Number(read.fields.get('ts'));
    const client = read.fields.get('id.orig_h');
    const where = {
      computer: known?.host || (typeof client === 'string' ? client : ''),
      at: known?.at ?? (Number.isFinite(seconds) ? seconds * 1000 : undefined),
    };
    const events: SigmaEvent[] = [event(`zeek-${read.stream}`, 'zeek', line, read.fields, where)];
    const more = also(read.stream, read.fields);
    if (more) events.push(event(more.channel, 'zeek', line, more.fields, where));
    return events;
  };
};
