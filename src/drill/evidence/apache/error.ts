// Apache's error log: what requests that failed leave there.
import type { WebRequest } from '../../world/event.ts';
import { hashKeys } from '../../world/random.ts';
import { defineSource } from '../source.ts';
import { clockOf, micros } from '../syslog/clock.ts';
import { daemonPid } from '../syslog/line.ts';
import { escapeItem } from './escape.ts';

interface Complaint {
  module: string;
  level: 'error' | 'warn' | 'info';
  text: string;
}

const root = '/var/www/html';

/** What the module concerned says; undefined where Apache logs nothing above its level `warn`. */
function complaint(event: WebRequest): Complaint | undefined {
  const path = escapeItem(event.path.split('?', 1)[0]!);
  switch (event.status) {
    case 400:
      return {
        module: 'core',
        level: 'error',
        text: `AH00126: Invalid URI in request ${escapeItem(event.method)} ${path} HTTP/1.1`,
      };
    case 401:
      return event.client.account
        ? {
            module: 'auth_basic',
            level: 'error',
            text: `AH01617: user ${escapeItem(event.client.account)}: authentication failure for "${path}": Password Mismatch`,
          }
        : undefined;
    case 403:
      return {
        module: 'authz_core',
        level: 'error',
        text: `AH01630: client denied by server configuration: ${root}${path}`,
      };
    case 404:
      return path.endsWith('.php')
        ? { module: 'php', level: 'error', text: `script '${root}${path}' not found or unable to stat` }
        : undefined;
    case 408:
      return { module: 'reqtimeout', level: 'info', text: 'AH01382: Request header read timeout' };
    case 413:
      return {
        module: 'core',
        level: 'error',
        text: `AH00588: Requested content-length of ${event.sent} is larger than the configured limit of 1073741824`,
      };
    case 500:
      return {
        module: 'php',
        level: 'error',
        text: `PHP Fatal error:  Uncaught Error: Call to a member function fetch() on bool in ${root}${path}:${20 + (hashKeys(event.path) % 300)}`,
      };
    case 502:
    case 503:
      return {
        module: 'proxy_http',
        level: 'error',
        text: 'AH01114: HTTP: failed to make connection to backend: 127.0.0.1',
      };
    default:
      return undefined;
  }
}

export const apacheError = defineSource({
  id: 'apache-error',
  title: { en: 'Web server errors (Apache)', ja: 'Webサーバーのエラー (Apache)' },
  summary: {
    en: 'Refused, malformed and failed requests of all web servers here, with the client’s address and port. Look for probing of paths and for errors of an application that began at one moment. Times are local.',
    ja: '拒否・不正・失敗した要求を、送信元アドレスとポートとともに記録する。パスの探索や、ある時刻から始まったアプリのエラーを探す。時刻は現地時間。',
  },
  file: 'apache/error.log',
  format: 'text',
  readers: ['lnav'],
  reference: 'Apache 2.4 ErrorLogFormat (default of threaded MPMs)',
  on: {
    web(event, emit, { world }) {
      if (event.via !== 'server' || event.status < 400) return;
      const found = complaint(event);
      if (!found) return;
      const at = event.at + event.duration * 0.8;
      const { apacheError: spelt, year } = clockOf(world).second(at);
      const worker = hashKeys(event.client.ip, event.client.port) % 64;
      const pid = daemonPid(world.seed, event.host, 'apache2') + (worker % 4);
      const tid = 139_900_000_000_000 + worker * 8_392_704;
      const client = `${event.client.ip}:${event.client.port}`;
      const referer = event.referer === '' ? '' : `, referer: ${escapeItem(event.referer)}`;
      emit(
        at,
        `[${spelt}.${micros(at)} ${year}] [${found.module}:${found.level}] [pid ${pid}:tid ${tid}] [client ${client}] ${found.text}${referer}`,
        {
          host: event.host.name,
          user: event.client.account ?? '',
          source: event.client.ip,
          destination: event.host.ip,
          object: event.path,
          code: String(event.status),
        },
      );
    },
  },
});
