// Splits ClickHouse SQL into tokens, as far as guards need: comments, strings, quoted names, heredocs, the rest.
import { HinomiError } from '#model/errors.ts';

export interface SqlToken {
  kind: 'word' | 'quoted' | 'string' | 'number' | 'symbol';
  /** Words as written; quoted names and strings without their quotes and unescaped; symbols one character. */
  text: string;
  /** UTF-16 offset in the statement. */
  at: number;
  /** Offset after its last character, quotes included. */
  end: number;
}

const wordStart = /[A-Za-z_]/;
const wordPart = /[A-Za-z0-9_$]/;

/**
 * Tokens of a statement, comments dropped. Anything the lexer cannot place with certainty is refused, because
 * a guard that reads differently from the engine guards nothing.
 * @throws HinomiError `SQL_SYNTAX` for an unclosed quote or comment, or a control character outside a string.
 */
export function lexSql(sql: string): SqlToken[] {
  const tokens: SqlToken[] = [];
  let at = 0;
  while (at < sql.length) {
    const char = sql[at]!;
    if (/\s/.test(char)) at++;
    else if (sql.startsWith('--', at)) at = lineEnd(sql, at);
    else if (sql.startsWith('//', at) || char === '#') throw bad('comments start with -- or /*', at);
    else if (sql.startsWith('/*', at)) at = blockCommentEnd(sql, at);
    else if (char === "'" || char === '"' || char === '`') {
      const [text, end] = quoted(sql, at, char);
      tokens.push({ kind: char === "'" ? 'string' : 'quoted', text, at, end });
      at = end;
    } else if (char === '$') {
      const end = heredocEnd(sql, at);
      tokens.push({ kind: 'string', text: sql.slice(at, end), at, end });
      at = end;
    } else if (wordStart.test(char)) {
      let end = at + 1;
      while (end < sql.length && wordPart.test(sql[end]!)) end++;
      tokens.push({ kind: 'word', text: sql.slice(at, end), at, end });
      at = end;
    } else if (/[0-9]/.test(char)) {
      const match = /^[0-9][0-9A-Za-z_]*/.exec(sql.slice(at, at + 256))!;
      tokens.push({ kind: 'number', text: match[0], at, end: at + match[0].length });
      at += match[0].length;
    } else if (/[!%&()*+,\-./:;<=>?@[\]^{|}~\\]/.test(char)) {
      tokens.push({ kind: 'symbol', text: char, at, end: at + 1 });
      at++;
    } else throw bad(`character ${JSON.stringify(char)} outside quotes`, at);
  }
  return tokens;
}

const bad = (why: string, at: number) =>
  new HinomiError('SQL_SYNTAX', `SQL: ${why} (position ${at + 1})`, {
    place: { offset: at },
    remedy: 'Correct the statement at the position given.',
    status: 400,
  });

const lineEnd = (sql: string, at: number): number => {
  const end = sql.indexOf('\n', at);
  return end < 0 ? sql.length : end + 1;
};

/** Block comments nest in some versions of the engine and not in others: nested ones are refused. */
function blockCommentEnd(sql: string, start: number): number {
  const end = sql.indexOf('*/', start + 2);
  if (end < 0) throw bad('comment is not closed', start);
  if (sql.slice(start + 2, end + 1).includes('/*')) throw bad('comment inside a comment', start);
  return end + 2;
}

/** Backslash escapes the next character in a string (and is refused in a name); a doubled quote is a quote. */
function quoted(sql: string, start: number, quote: string): [string, number] {
  let text = '';
  for (let at = start + 1; at < sql.length; at++) {
    const char = sql[at]!;
    if (char === '\\') {
      if (quote !== "'") throw bad('backslash in a quoted name', at);
      text += sql[++at] ?? '';
    } else if (char !== quote) text += char;
    else if (sql[at + 1] === quote) text += sql[++at];
    else return [text, at + 1];
  }
  throw bad('quote is not closed', start);
}

function heredocEnd(sql: string, start: number): number {
  const tag = /^\$[A-Za-z0-9_]*\$/.exec(sql.slice(start, start + 256))?.[0];
  const end = tag ? sql.indexOf(tag, start + tag.length) : -1;
  if (!tag || end < 0) throw bad('a $ outside quotes', start);
  return end + tag.length;
}
