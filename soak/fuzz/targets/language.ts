// What people type: search lines, and analysts' SQL before the engine sees it.
import type { SearchNode } from '#model/search/ast.ts';
import { completeSearch } from '#model/search/complete.ts';
import { SearchError } from '#model/search/errors.ts';
import { formatSearch } from '#model/search/format.ts';
import { parseSearch } from '#model/search/parse.ts';
import { longestSearch } from '#model/search/tokens.ts';
import { checkStatement } from '#store/events/analyst-guard.ts';
import { hostileStatements } from '#store/events/testing/hostile-sql.ts';
import { holds, refusable, type Target, utf8 } from '../target.ts';

export const search: Target = {
  name: 'language/search',
  cases: 1_000_000,
  samples: () =>
    [
      'source.ip:192.0.2.0/24 event.dataset:honeypot.ssh user.name:root* -hinomi.class:scan destination.port:>1024 "free text"',
      'a OR b c (d OR NOT e)',
      'destination.port:(22 OR 23 OR 1..100)',
      'labels.x:y @timestamp:>2026-01-01T00:00:00Z',
      '2001:db8::1 url.full:"a \\"b\\" c" event.original:*',
    ].map(utf8),
  words: [
    'OR',
    'NOT',
    'AND',
    '(',
    ')',
    ':',
    '*',
    '..',
    '"',
    '\\',
    '-',
    '>',
    '<=',
    'source.ip:',
    '　',
    'labels.',
    '((((((((',
    '--------',
  ],
  open: () => ({
    run(data) {
      const line = data.toString('utf8');
      completeSearch(line, line.length);
      let tree: SearchNode;
      try {
        tree = parseSearch(line);
      } catch (error) {
        if (!(error instanceof SearchError)) throw error;
        const { start, end } = error.span;
        holds(
          start >= 0 && start <= end && end <= line.length && error.remedy !== '',
          'an error without a place',
        );
        return;
      }
      const canonical = formatSearch(tree);
      // A canonical spelling may be longer than what was typed, and then too long.
      if (canonical.length > longestSearch) return;
      holds(
        formatSearch(parseSearch(canonical)) === canonical,
        'the canonical spelling of a search is not stable',
      );
    },
  }),
};

export const sqlWords = [
  'SELECT',
  'FROM',
  'events',
  'system.one',
  'INSERT INTO',
  'DROP TABLE events',
  ';',
  '--',
  '/*',
  '*/',
  "'",
  '"',
  '`',
  '\\',
  '$a$',
  '{',
  'SETTINGS readonly=0',
  'INTO OUTFILE',
  'FORMAT',
  'WITH',
  'AS (',
  '(',
  ')',
  ',',
  'UNION ALL',
  'url(',
  'file(',
  "'/etc/passwd'",
  'IN',
  '\0',
  '　',
  '#',
  'EXPLAIN',
  'ALTER',
  "x'41'",
  'CREATE',
  'TRUNCATE',
];
export const goodStatements = [
  'SELECT count() FROM events',
  "SELECT `source.ip`, count() AS n FROM events WHERE `event.dataset` = 'x' GROUP BY 1 ORDER BY n DESC LIMIT 10",
  'WITH t AS (SELECT number AS n FROM numbers(3)) SELECT * FROM t WHERE n IN t',
  "SELECT '--', $x$ ; $x$, /* ; */ 1 -- end",
];

export const guard: Target = {
  name: 'language/sql-guard',
  cases: 1_000_000,
  words: sqlWords,
  samples: () => [...goodStatements, ...hostileStatements.map(([, sql]) => sql)].map(utf8),
  open: () => ({
    run(data) {
      const checked = refusable(() => checkStatement(data.toString('utf8')));
      if (!checked) return;
      holds(
        /^[\s(]*(\/\*|--|#|[({\s]|SELECT|WITH|\S)/i.test(checked.sql),
        'a statement that begins otherwise',
      );
      holds(checkStatement(checked.sql).sql === checked.sql, 'what was cut off changes the reading');
    },
  }),
};
