// Client text in Apache's logs: nothing a client sends can forge a line (ap_escape_logitem).

const unsafe = /["\\\x00-\x1f\x7f-\u{10ffff}]/u;
const each = /["\\\x00-\x1f\x7f-\u{10ffff}]/gu;
const short: Record<string, string> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
};

/** Quotes and backslashes escaped, controls as C escapes or \xhh, other than ASCII as \xhh of the UTF-8 bytes. */
export const escapeItem = (text: string): string =>
  unsafe.test(text)
    ? text.replace(
        each,
        c => short[c] ?? [...Buffer.from(c)].map(b => `\\x${b.toString(16).padStart(2, '0')}`).join(''),
      )
    : text;
