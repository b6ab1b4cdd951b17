// Apache's access logs: the public site (combined) and the web servers inside (combined behind the virtual host's name).
import type { WebRequest } from '../../world/event.ts';
import { defineSource, type EvidenceSource } from '../source.ts';
import { clockOf } from '../syslog/clock.ts';
import { escapeItem } from './escape.ts';

const isPublic = (event: WebRequest): boolean => event.host.segment.zone === 'dmz';

/** Spaces and controls in a request line come from no real client; they are sent encoded. */
const target = (path: string): string =>
  escapeItem(path.replace(/[\s\x00-\x1f]/g, c => encodeURIComponent(c)));

const quoted = (text: string): string => (text === '' ? '-' : escapeItem(text));

const combined = (event: WebRequest, time: string): string => {
  const user = event.client.account ? escapeItem(event.client.account).replace(/ /g, '_') : '-';
  const bytes = event.bytes === 0 ? '-' : event.bytes;
  return `${event.client.ip} - ${user} [${time}] "${escapeItem(event.method)} ${target(event.path)} HTTP/1.1" ${event.status} ${bytes} "${quoted(event.referer)}" "${quoted(event.agent)}"`;
};

const accessLog = (
  own: Omit<EvidenceSource, 'on' | 'format'>,
  mine: (event: WebRequest) => boolean,
  virtualHost: boolean,
) =>
  defineSource({
    ...own,
    format: 'text',
    on: {
      web(event, emit, { world }) {
        if (event.via !== 'server' || !mine(event)) return;
        const line = combined(event, clockOf(world).second(event.at).apache);
        // The time is that of the request's arrival, as %t gives it.
        emit(event.at, virtualHost ? `${event.domain}:${event.port} ${line}` : line, {
          host: event.host.name,
          user: event.client.account ?? '',
          source: event.client.ip,
          destination: event.host.ip,
          object: event.path,
          code: `${event.method} ${event.status}`,
        });
      },
    },
  });

export const apacheAccess = accessLog(
  {
    id: 'apache-access',
    title: { en: 'Public web site (Apache)', ja: '公開Webサイト (Apache)' },
    summary: {
      en: 'Requests to the public web server, with sender, status, size, referring page and user agent. Look for series of failed log-ins, unusual methods and paths, answers much larger than usual. Times are local, of the request’s arrival.',
      ja: '公開Webサーバーへのアクセス。送信元、状態、サイズ、参照元、ユーザーエージェントを含む。連続したログイン失敗、珍しいメソッドやパス、大きな応答を探す。時刻は要求の到着時(現地時間)。',
    },
    file: 'apache/access.log',
    readers: ['goaccess', 'lnav'],
    reference: 'Apache 2.4, LogFormat combined: %h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-agent}i"',
  },
  isPublic,
  false,
);

export const apacheIntranet = accessLog(
  {
    id: 'apache-intranet',
    title: { en: 'Web servers inside (Apache)', ja: '内部Webサーバー (Apache)' },
    summary: {
      en: 'Requests to portal and applications inside; the first column is the virtual host. Look for accounts and addresses that do not belong together, and exports at unusual hours.',
      ja: '庁内・社内ポータルと業務アプリへのアクセス。先頭の列は仮想ホスト。アカウントとアドレスの不一致、普段と違う時間の出力を探す。',
    },
    file: 'apache/other_vhosts_access.log',
    readers: ['goaccess', 'lnav'],
    reference: 'Apache 2.4, LogFormat vhost_combined: %v:%p before combined',
  },
  event => !isPublic(event),
  true,
);
