// Squid's native access log. It has no user agent: rules about one are judged on what Zeek saw of the same requests.
import type { SigmaEvent } from '../event.ts';
import { event, type Fields, type Known, type LineReader, maxLine, targetFields } from './reader.ts';

const native =
  /^\s*(\d+(?:\.\d+)?)\s+(-?\d+)\s+(\S+)\s+([A-Z_]+)\/(\d{1,3}) (-?\d+) (\S+) (.*) (\S+) ([A-Z_]+)\/(\S+) (\S+)$/;
const web = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#@]*@)?([^/?#:]*)(?::\d+)?([^#]*)/i;

/** Fields of the category proxy that come from the request's target as a client asks a proxy for it. */
export function proxyTarget(method: string, uri: string): [string, string][] {
  if (method === 'CONNECT')
    return [
      ['c-uri', uri],
      ['cs-uri', uri],
      ['cs-host', uri.replace(/:\d+$/, '')],
    ];
  const found = web.exec(uri);
  const target = found?.[2] || '/';
  return [
    ['c-uri', uri],
    ['cs-uri', uri],
    ...(found ? [['cs-host', found[1]!] as [string, string]] : []),
    ['cs-uri-query', target],
    ...targetFields(target),
  ];
}

export const squid =
  (): LineReader =>
  (line: string, known?: Known): SigmaEvent[] => {
    const found = native.exec(line.slice(0, maxLine));
    if (!found) return [];
    const [, time, elapsed, client, verdict, status, bytes, method, uri, user, , peer, mime] = found;
    const fields: Fields = new Map<string, string | null>([
      ['c-ip', client!],
      ['src_ip', client!],
      ['cs-username', user === '-' ? null : user!],
      ['cs-method', method!],
      ...proxyTarget(method!, uri!),
      ['sc-status', status!],
      ['sc-bytes', bytes!],
      ['dst_ip', peer === '-' ? null : peer!],
      ['r-ip', peer === '-' ? null : peer!],
      ['rs-content-type', mime === '-' ? null : mime!],
      ['s-action', verdict!],
      ['time-taken', elapsed!],
    ]);
    return [
      event('proxy', 'squid', line, fields, {
        computer: known?.host || client!,
        at: known?.at ?? Number(time) * 1000,
      }),
    ];
  };
