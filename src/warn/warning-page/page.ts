// The warning page as HTML: plain words, no script, nothing loaded from elsewhere, readable on a phone. Pure.
import type { Message } from '#model/record/finding.ts';
import { defang, escapeHtml } from '#model/visible.ts';
import type { ListEntry } from '../indicators/list-entry.ts';

export type Language = 'ja' | 'en';
export type Texts = Readonly<Record<string, string>>;

export interface PageTexts {
  /** content/messages/<language>/warning.json. */
  warning: Record<Language, Texts>;
  /** Titles of findings, which reasons point to. */
  reasons: Record<Language, Texts>;
}

export interface PageInput {
  language: Language;
  /** The name the browser asked for. */
  host: string;
  entry?: ListEntry;
  token: string;
  minutes: number;
  mayContinue: boolean;
  /** A word on what was just done, already translated. */
  notice?: string;
}

/** Fills `{name}` places; unknown keys show themselves. */
export function say(
  texts: Texts,
  key: string,
  values: Readonly<Record<string, string | number>> = {},
): string {
  return (texts[key] ?? key).replace(/\{(\w+)\}/g, (_all, name: string) => String(values[name] ?? ''));
}

const categories = ['c2', 'phishing', 'malware-distribution', 'malware', 'attacker'];

/** The word of the page for an entry's labels. */
export function categoryOf(entry: Pick<ListEntry, 'labels'>): string {
  const labels = entry.labels.map(label => label.toLowerCase().replace(/^(c2-server|c&c|botnet.*)$/, 'c2'));
  return categories.find(each => labels.includes(each)) ?? 'other';
}

function reasonText(texts: PageTexts, language: Language, reason: Message): string {
  const known = texts.reasons[language][reason.id] ?? texts.warning[language][reason.id];
  if (known !== undefined) return say({ [reason.id]: known }, reason.id, reason.values);
  const said = reason.values['text'];
  return said === undefined ? reason.id : String(said);
}

function decidedText(texts: Texts, by: string): string {
  const [kind, name = ''] = by.split(':');
  return say(texts, `decided.${kind === 'feed' || kind === 'account' ? kind : 'rule'}`, { name });
}

function moment(unixMs: number, language: Language): string {
  const text = new Date(unixMs).toISOString().slice(0, 16);
  return language === 'ja' ? `${text.replace('T', ' ')}（協定世界時）` : `${text.replace('T', ' ')} UTC`;
}

/** One stylesheet, allowed by its hash in the Content-Security-Policy. */
export const style = `:root{color-scheme:light dark}body{font:1rem/1.6 system-ui,"Noto Sans JP",sans-serif;margin:0;background:#f4f5f7;color:#1c2127}
main{max-width:42rem;margin:0 auto;padding:1.25rem}h1{font-size:1.5rem;line-height:1.3;border-left:.4rem solid #b3261e;padding-left:.75rem}
h2{font-size:1.1rem;margin:1.75rem 0 .5rem}dl{display:grid;grid-template-columns:minmax(7rem,auto) 1fr;gap:.4rem 1rem;margin:0}
dt{color:#5a6270}dd{margin:0;overflow-wrap:anywhere}code{font-size:1em;overflow-wrap:anywhere}
button{font:inherit;min-height:2.75rem;padding:.4rem 1.2rem;border:1px solid #5a6270;border-radius:.4rem;background:#fff;color:#1c2127}
textarea{font:inherit;width:100%;min-height:6rem;box-sizing:border-box}p.notice{background:#fff3cd;color:#3d2f00;padding:.75rem 1rem;border-radius:.4rem}
header,footer{max-width:42rem;margin:0 auto;padding:.75rem 1.25rem;text-align:right;font-size:.9rem}footer{text-align:left;color:#5a6270}
@media (max-width:30rem){dl{grid-template-columns:1fr}dd{margin-bottom:.5rem}}
@media (prefers-color-scheme:dark){body{background:#15181c;color:#e6e8eb}dt,footer{color:#a4adba}a{color:#9cc4ff}button{background:#23282f;color:#e6e8eb}}`;

function details(input: PageInput, entry: ListEntry, texts: PageTexts): string {
  const { language } = input;
  const words = texts.warning[language];
  const row = (key: string, value: string): string =>
    `<dt>${escapeHtml(say(words, key))}</dt><dd>${escapeHtml(value)}</dd>`;
  return `<dl>${row('what', say(words, `category.${categoryOf(entry)}`))}
${row('why', reasonText(texts, language, entry.reason))}
${row('entry', defang(entry.value))}
${row('since', moment(entry.validFrom, language))}
${row('until', moment(entry.validUntil, language))}
${row('decided', decidedText(words, entry.decidedBy))}
${row('evidence', say(words, 'evidence.count', { findings: entry.findings.length, sightings: entry.sightings }))}
${row('confidence', `${entry.confidence} / 100`)}</dl>`;
}

function forms(input: PageInput, texts: Texts): string {
  const hidden = `<input type="hidden" name="token" value="${escapeHtml(input.token)}"><input type="hidden" name="lang" value="${input.language}">`;
  const goOn = input.mayContinue
    ? `<p>${escapeHtml(say(texts, 'continue.note', { minutes: input.minutes }))}</p>
<form method="post" action="/-/continue">${hidden}<button>${escapeHtml(say(texts, 'continue'))}</button></form>`
    : `<p>${escapeHtml(say(texts, 'continue.never'))}</p>`;
  return `<h2>${escapeHtml(say(texts, 'report'))}</h2><p>${escapeHtml(say(texts, 'report.note'))}</p>
<form method="post" action="/-/report">${hidden}<label>${escapeHtml(say(texts, 'report.text'))}<textarea name="text" required maxlength="2000"></textarea></label>
<p><button>${escapeHtml(say(texts, 'report.send'))}</button></p></form>
<h2>${escapeHtml(say(texts, 'continue'))}</h2>${goOn}`;
}

/** The whole document. Without an entry: a neutral page that says nothing of the name. */
export function renderPage(input: PageInput, texts: PageTexts): string {
  const { language, entry, host, notice } = input;
  const words = texts.warning[language];
  const other = language === 'ja' ? 'en' : 'ja';
  const title = say(words, entry ? 'title' : 'neutral.title');
  const shown = defang(host);
  const lead = say(words, entry ? 'lead' : 'neutral.lead', { domain: shown });
  const advice = entry && categoryOf(entry) === 'c2' ? 'advice.c2' : 'advice.back';
  const body = entry
    ? `${details(input, entry, texts)}<h2>${escapeHtml(say(words, 'advice'))}</h2><p>${escapeHtml(say(words, advice))}</p>${forms(input, words)}`
    : '';
  return `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><title>${escapeHtml(title)}</title><style>${style}</style></head><body>
<header><a href="?lang=${other}" hreflang="${other}" lang="${other}">${escapeHtml(say(words, 'language'))}</a></header>
<main><h1>${escapeHtml(title)}</h1>${notice ? `<p class="notice" role="status">${escapeHtml(notice)}</p>` : ''}
<p>${escapeHtml(lead)}</p>${body}</main>
<footer>${escapeHtml(say(words, 'privacy'))}</footer></body></html>`;
}
