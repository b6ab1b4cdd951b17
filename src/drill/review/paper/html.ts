// Pages made of text: whatever goes in is escaped unless it was made here.
import { createHash } from 'node:crypto';
import { escapeHtml, visibleText } from '#model/visible.ts';

/** Markup that may go into a page as it is. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}
type Part = Markup | string | number | undefined | readonly Part[];

const written = (part: Part): string => {
  if (part === undefined) return '';
  if (part instanceof Markup) return part.text;
  if (typeof part === 'object') return part.map(written).join('');
  return escapeHtml(visibleText(String(part)));
};

/** Markup from a template; values are escaped, control and invisible characters shown. */
export const html = (texts: TemplateStringsArray, ...parts: readonly Part[]): Markup =>
  new Markup(texts.reduce((all, text, index) => `${all}${text}${written(parts[index])}`, ''));

/** Text of several lines as paragraphs. */
export const paragraphs = (text: string): Markup[] =>
  text
    .split(/\r?\n/)
    .filter(line => line.trim() !== '')
    .map(line => html`<p>${line}</p>`);

export interface Page {
  /** Self-contained document. */
  html: string;
  /** What its Content-Security-Policy may be: nothing but its own style. */
  policy: string;
}

/** A whole document that loads nothing and runs nothing. `style` is ours alone; `file`: where it is as a PDF. */
export function page(language: 'ja' | 'en', title: string, style: string, body: Markup, file?: string): Page {
  const hash = createHash('sha256').update(style).digest('base64');
  return {
    html: `<!doctype html>\n<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><title>${html`${title}`.text}</title><style>${style}</style></head>\n<body>${file === undefined ? '' : html`<a class="file" href="${file}" download>PDF</a>`.text}${body.text}</body></html>\n`,
    policy: `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  };
}
