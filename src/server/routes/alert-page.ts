// The page a receiver of an alert sees: acknowledge, close, nothing else. Works without scripts, in ja and en.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { formatMessage } from '#model/messages.ts';
import type { Alert } from '#model/record/alert.ts';
import { defangText, escapeHtml } from '#model/visible.ts';
import * as collections from '#store/records/collections.ts';
import type { Records } from '#store/records/records.ts';
import type { NotifyService } from '#warn/notify/service.ts';
import { alertTexts, type Language } from '../messages.ts';

/** `ja` when the reader's browser prefers Japanese, else `en`. */
export const preferredLanguage = (header: string | undefined): Language => {
  const first = (header ?? '').split(',').find(part => /^\s*(ja|en)\b/i.test(part));
  return first?.trim().toLowerCase().startsWith('ja') ? 'ja' : 'en';
};

/** Writes the page; an unknown or expired token gets a neutral page that says so. */
export async function alertPage(options: {
  reply: FastifyReply;
  request: FastifyRequest;
  notify: NotifyService;
  records: Records;
  token: string;
  language?: Language;
}): Promise<FastifyReply> {
  const language = options.language ?? preferredLanguage(options.request.headers['accept-language']);
  const texts = alertTexts(language);
  const alert = await options.notify.byToken(options.token);
  const incident = alert && (await options.records.collection(collections.incidents).get(alert.incident));
  const title = incident
    ? formatMessage(
        texts[incident.title.id] ?? incident.title.id,
        Object.fromEntries(
          Object.entries(incident.title.values).map(([name, value]) => [
            name,
            typeof value === 'string' ? defangText(value) : value,
          ]),
        ),
      )
    : '';
  const body = alert
    ? `<p class="title">${escapeHtml(`#${incident?.number ?? ''} ${title}`)}</p>${steps(alert, options.token, language, texts)}`
    : `<p>${escapeHtml(texts['alert.page.unknown']!)}</p>`;
  const other = language === 'ja' ? 'en' : 'ja';
  return options.reply
    .status(alert ? 200 : 404)
    .header('referrer-policy', 'no-referrer')
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(`<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><title>${escapeHtml(texts['alert.page.title']!)}</title></head>
<body><main><h1>${escapeHtml(texts['alert.page.title']!)}</h1>${body}
<p><a hreflang="${other}" href="?lang=${other}">${other === 'ja' ? '日本語' : 'English'}</a></p></main></body></html>`);
}

function steps(
  alert: Alert,
  token: string,
  language: Language,
  texts: Readonly<Record<string, string>>,
): string {
  const time = (ms: number) =>
    new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' }).format(
      ms,
    );
  const said = (id: string, ms: number) =>
    `<p>${escapeHtml(formatMessage(texts[id]!, { time: `${time(ms)} UTC` }))}</p>`;
  const button = (step: string, id: string) =>
    `<form method="post" action="/a/${token}/${step}?lang=${language}"><button>${escapeHtml(texts[id]!)}</button></form>`;
  if (alert.closed) return said('alert.page.closed', alert.closed);
  return [
    alert.acknowledged
      ? said('alert.page.acknowledged', alert.acknowledged)
      : button('acknowledge', 'alert.page.acknowledge'),
    button('close', 'alert.page.close'),
  ].join('\n');
}
