// Heads of HTTP messages as they pass the wire. Flows count their bytes, captures show them.
import type { WebRequest } from '../../world/event.ts';
import { reasonOf } from '../zeek/status.ts';

/** Where a request is seen: client to proxy, proxy to site, or straight to the site. */
export type HttpLeg = 'to-proxy' | 'from-proxy' | 'direct';

const line = (text: string): string => text.replace(/[\r\n]/g, ' ');
const field = (name: string, value: string): string => (value === '' ? '' : `${name}: ${line(value)}\r\n`);
const accepts =
  'Accept: */*\r\nAccept-Language: ja,en-US;q=0.8\r\nAccept-Encoding: gzip, deflate\r\nConnection: keep-alive\r\n';
const via = 'Via: 1.1 proxy (squid/5.7)\r\nX-Forwarded-For: unknown\r\n';
const authorityOf = ({ domain, port }: WebRequest): string => (port === 80 ? domain : `${domain}:${port}`);

/** A CONNECT request to the proxy. */
export const connectHead = (event: WebRequest): string =>
  line(`CONNECT ${event.domain}:${event.port} HTTP/1.1`) +
  `\r\n${field('Host', `${event.domain}:${event.port}`)}${field('User-Agent', event.agent)}Proxy-Connection: keep-alive\r\n\r\n`;

/** A request up to its empty line. */
export function requestHead(event: WebRequest, leg: HttpLeg): string {
  const authority = authorityOf(event);
  const target = leg === 'to-proxy' ? `http://${authority}${event.path}` : event.path || '/';
  const body =
    event.sent > 0
      ? `Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ${event.sent}\r\n`
      : '';
  return `${line(`${event.method} ${target} HTTP/1.1`)}\r\n${field('Host', authority)}${field('User-Agent', event.agent)}${accepts}${field('Referer', event.referer)}${leg === 'from-proxy' ? via : ''}${body}\r\n`;
}

/** The proxy's word that a tunnel stands. */
export const connected = 'HTTP/1.1 200 Connection established\r\n\r\n';

/** Length of every head of an answer; the entity tag fills what the others leave. */
export const responseHeadSize = 310;

/** An answer up to its empty line; undefined when it does not fit the size. */
export function responseHead(event: WebRequest, date: Date): string | undefined {
  const status = event.status > 0 ? event.status : 200;
  const begin = `HTTP/1.1 ${status} ${reasonOf(status)}\r\nDate: ${date.toUTCString()}\r\nServer: Apache\r\n${field('Content-Type', event.mime)}Content-Length: ${event.bytes}\r\nETag: "`;
  const end = '"\r\nConnection: keep-alive\r\n\r\n';
  const left = responseHeadSize - begin.length - end.length;
  if (left < 0) return undefined;
  return `${begin}${'0123456789abcdef'.repeat(Math.ceil(left / 16)).slice(0, left)}${end}`;
}
