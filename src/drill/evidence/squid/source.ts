// Squid's native access log: one line for each request, written when it ends.
import type { WebRequest } from '../../world/event.ts';
import { defineSource } from '../source.ts';
import { millis } from '../syslog/clock.ts';

const codes: Record<WebRequest['verdict'], string> = {
  miss: 'TCP_MISS',
  hit: 'TCP_MEM_HIT',
  revalidated: 'TCP_REFRESH_UNMODIFIED',
  denied: 'TCP_DENIED',
  aborted: 'TCP_MISS_ABORTED',
  tunnel: 'TCP_TUNNEL',
};

const unsafe = /[^\x21-\x7e]/u;
const eachUnsafe = /[^\x21-\x7e]/gu;

/** Spaces, controls and everything beyond ASCII as %XX of its UTF-8 bytes, as Squid writes URLs and user names (RFC 1738). */
const escapeUrl = (text: string): string =>
  unsafe.test(text)
    ? text.replace(eachUnsafe, c =>
        [...Buffer.from(c)].map(byte => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
      )
    : text;

const mimeOf = (mime: string): string => {
  const type = mime.split(';', 1)[0]!.trim();
  return type === '' || unsafe.test(type) ? '-' : type;
};

export const squid = defineSource({
  id: 'squid',
  title: { en: 'Web proxy (Squid)', ja: 'Webプロキシ (Squid)' },
  summary: {
    en: 'Every web request of PCs and servers through the proxy, with user, result and size; URLs keep their query (strip_query_terms off). With https only host and port are visible (CONNECT). The time is the end of the request. Look for rare names, regular intervals, large uploads, requests at night.',
    ja: 'プロキシを通ったPCとサーバーのWebアクセス。利用者、結果、サイズを含み、URLの問い合わせ部分も残る。httpsはホストとポートのみ(CONNECT)。時刻は要求の終わり。珍しい名前、一定間隔の通信、大きな送信、夜間の通信を探す。',
  },
  file: 'squid/access.log',
  format: 'text',
  readers: ['calamaris', 'goaccess'],
  reference: 'Squid 5, logformat squid: %ts.%03tu %6tr %>a %Ss/%03>Hs %<st %rm %ru %[un %Sh/%<a %mt',
  on: {
    web(event, emit) {
      if (event.via !== 'proxy') return;
      const end = event.at + event.duration;
      const tunnel = event.scheme === 'https';
      const { verdict, domain } = event;
      const denied = verdict === 'denied';
      // Given up by the client, or (5xx) the site did not answer the proxy.
      const failed = verdict === 'aborted' && event.status >= 500;
      let code = failed ? 'TCP_MISS' : codes[verdict];
      if (tunnel && !denied) code = verdict === 'aborted' && !failed ? 'TCP_TUNNEL_ABORTED' : 'TCP_TUNNEL';
      const method = tunnel ? 'CONNECT' : event.method;
      const url = tunnel
        ? `${domain}:${event.port}`
        : `http://${domain}${event.port === 80 ? '' : `:${event.port}`}${event.path}`;
      const peer =
        denied || verdict === 'hit' || event.address === '' ? 'HIER_NONE/-' : `HIER_DIRECT/${event.address}`;
      const user = event.client.account ? escapeUrl(event.client.account) : '-';
      const elapsed = String(Math.round(event.duration)).padStart(6);
      const status = String(tunnel && !denied && !failed ? 200 : event.status).padStart(3, '0');
      const mime = tunnel && !denied && !failed ? '-' : mimeOf(event.mime);
      emit(
        end,
        `${Math.floor(end / 1000)}.${millis(end)} ${elapsed} ${event.client.ip} ${code}/${status} ${event.bytes} ${method} ${escapeUrl(url)} ${user} ${peer} ${mime}`,
        {
          host: event.client.host?.name ?? '',
          user: event.client.account ?? '',
          source: event.client.ip,
          destination: event.address,
          object: domain,
          code,
        },
      );
    },
  },
});
