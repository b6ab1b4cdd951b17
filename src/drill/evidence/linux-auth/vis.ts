// How sshd writes text of a client into syslog: vis(3) with VIS_CSTYLE|VIS_NL|VIS_TAB|VIS_OCTAL.

const odd = /[^\x20-\x5b\x5d-\x7e]/u;
const eachOdd = /[^\x20-\x5b\x5d-\x7e]/gu;
const short: Record<string, string> = {
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\b': '\\b',
  '\x07': '\\a',
  '\v': '\\v',
  '\t': '\\t',
  '\f': '\\f',
};

/** Controls as C escapes or octal, bytes beyond ASCII as octal: what a client calls itself stays within its line. */
export const vis = (text: string): string =>
  odd.test(text)
    ? text.replace(
        eachOdd,
        c => short[c] ?? [...Buffer.from(c)].map(b => `\\${b.toString(8).padStart(3, '0')}`).join(''),
      )
    : text;

/** sshd's buffer for one message (MSGBUFSIZ), less its end. */
export const longest = 1023;
