// What an analyst's SQL may contain. Two readings: tokens (one SELECT, no settings, no output), then the engine's own
// syntax tree (which tables and functions). `readonly=1` stands behind both; neither is the only wall.
import { HinomiError } from '#model/errors.ts';
import { lexSql, type SqlToken } from './sql-lexer.ts';

const longest = 100_000;

/** Tables an analyst may read. */
export const analystTables = ['events', 'events_minute', 'events_hour', 'sources_day'] as const;

// Words that turn a SELECT into something else, or call a function that the syntax tree does not show (`* APPLY(f)`).
// Quoted they are names, and fine.
const forbiddenWords = new Set(['SETTINGS', 'OUTFILE', 'INTO', 'INFILE', 'COMPRESSION', 'APPLY']);

// None that takes a structure as text: `values('b String ALIAS file(a)', …)` hides a function in a string.
const tableFunctions = new Set([
  'numbers',
  'numbers_mt',
  'generateseries',
  'generate_series',
  'view',
  'zeros',
]);

// Tables of the store's own: a WITH name that is the same would open them outside the name's scope.
const ownTables = /^(migrations|\w+_to_\w+)$/i;

// Ordinary functions that read outside the events, tell about the machine, or only waste time.
const forbiddenFunctions =
  /^(file|dictget\w*|dicthas\w*|dictis\w*|joinget\w*|hascolumnintable|getsetting\w*|getserversetting|getmergetreesetting|getserverport|getmacro|getoskernelversion|hostname|fqdn|tcpport|filesystem\w*|serveruuid|servertimezone|currentuser|user|currentdatabase|currentschemas|currentroles|enabledroles|defaultroles|currentprofiles|authenticateduser|globalvariable|tid|transaction\w*|displayname|sleep\w*|catboostevaluate|evalmlmethod|addressto\w*|demangle|queryid|query_id|initialqueryid|initial_query_id|connectionid|connection_id|uptime|version|buildid|zookeepersessionuptime|revision|throwif|ignore|identity|blockserializedsize|dumpcolumnstructure|mergetreepart\w*|showcertificate|ai\w*|structureto\w*|encrypt|aes_\w*|fuzzbits|generaterandomstructure|getclienthttpheader|lowcardinalityindices|nonnegativederivative|runningconcurrency|finalizeaggregation_?unsafe|remote\w*|s3\w*|url|urlcluster)$/;

// Without arguments, or of no use as a lambda: these names may be aliases (`user.name AS user`).
const harmlessNames =
  /^(user|currentuser|version|revision|uptime|hostname|fqdn|url|ignore|identity|displayname|queryid|query_id|buildid|tid)$/;

const inFunctions = /^(global)?(not)?(null)?in(ignoreset)?$/i;

const refuse = (why: string, at?: number): HinomiError =>
  new HinomiError('QUERY_REFUSED', `not allowed in analyst SQL: ${why}`, {
    ...(at === undefined ? {} : { place: { offset: at } }),
    remedy: `Read ${analystTables.join(', ')} with one SELECT; see docs/fields.md for columns.`,
    status: 403,
  });

export interface CheckedStatement {
  /** Without trailing semicolon and comments at the end. */
  sql: string;
  /** Names defined by WITH, which may stand where a table does. */
  names: ReadonlySet<string>;
}

/** First reading. @throws HinomiError `QUERY_REFUSED` or `SQL_SYNTAX`. */
export function checkStatement(sql: string): CheckedStatement {
  if (sql.length > longest) throw refuse(`a statement longer than ${longest} characters`);
  // The engine may take a NUL for the end: it would run another statement than the one read here.
  if (sql.includes('\0')) throw refuse('NUL characters', sql.indexOf('\0'));
  const tokens = lexSql(sql);
  while (isSymbol(tokens.at(-1), ';')) tokens.pop();
  const first = tokens.find(token => !isSymbol(token, '('));
  if (!first) throw refuse('an empty statement');
  if (first.kind !== 'word' || !/^(SELECT|WITH)$/i.test(first.text))
    throw refuse('anything but SELECT', first.at);
  const names = new Set<string>();
  tokens.forEach((token, index) => {
    const next = tokens[index + 1];
    if (isSymbol(token, ';')) throw refuse('a second statement', token.at);
    if (isSymbol(token, '{')) throw refuse('query parameters', token.at);
    if (token.kind === 'word') {
      const word = token.text.toUpperCase();
      if (forbiddenWords.has(word)) throw refuse(word, token.at);
      if (word === 'FORMAT' && !isSymbol(next, '(')) throw refuse('FORMAT', token.at);
      if (word === 'AS' && isSymbol(next, '(')) defineName(names, tokens[index - 1]);
    }
  });
  // Cut after the last token: a trailing comment must not hide what the client appends.
  return { sql: sql.slice(0, tokens.at(-1)!.end), names };
}

const isSymbol = (token: SqlToken | undefined, text: string): boolean =>
  token?.kind === 'symbol' && token.text === text;

function defineName(names: Set<string>, token: SqlToken | undefined): void {
  if (
    token &&
    (token.kind === 'word' || token.kind === 'quoted') &&
    /^[A-Za-z_][A-Za-z0-9_]*$/.test(token.text)
  )
    names.add(checkedName(token));
}

function checkedName({ text, at }: SqlToken): string {
  if (ownTables.test(text)) throw refuse(`the name ${text}`, at);
  return text;
}

/**
 * Second reading, of `EXPLAIN AST` lines: every table is one of ours or a WITH name, every function harmless.
 * @throws HinomiError `QUERY_REFUSED`.
 */
export function checkSyntaxTree(
  lines: readonly string[],
  database: string,
  names: ReadonlySet<string>,
): void {
  const allowed = new Set([
    ...names,
    ...analystTables,
    ...analystTables.map(table => `${database}.${table}`),
  ]);
  const depthOf = (line: string) => line.length - line.trimStart().length;
  lines.forEach((line, index) => {
    const node = /^ *(\S+)(?: ([^\s(]+))?/.exec(line);
    if (!node) return;
    const [, kind, name = ''] = node;
    if (kind === 'TableIdentifier' && !allowed.has(name)) throw refuse(`the table ${name}`);
    if (kind === 'Set') throw refuse('SETTINGS');
    if (kind === 'Identifier' && /^(system|information_schema)\./i.test(name)) throw refuse(name);
    // A bare name stands for a function where a lambda is expected: arrayMap(file, …).
    if (kind === 'Identifier' && namesFunction(name)) throw refuse(`the function ${name}`);
    if (kind !== 'Function') return;
    const parent = lines[index - 1]?.trimStart() ?? '';
    if (parent.startsWith('TableExpression') && depthOf(lines[index - 1]!) < depthOf(line)) {
      if (!tableFunctions.has(name.toLowerCase())) throw refuse(`the table function ${name}`);
      return;
    }
    if (forbiddenFunctions.test(name.toLowerCase())) throw refuse(`the function ${name}`);
    if (inFunctions.test(name)) checkInSet(lines, index, allowed, depthOf);
  });
}

const namesFunction = (name: string): boolean =>
  forbiddenFunctions.test(name.toLowerCase()) && !harmlessNames.test(name.toLowerCase());

/** `x IN name` reads the table `name` without a FROM. */
function checkInSet(
  lines: readonly string[],
  at: number,
  allowed: ReadonlySet<string>,
  depthOf: (line: string) => number,
): void {
  const depth = depthOf(lines[at]!) + 2; // Function → ExpressionList → arguments
  const operands: string[] = [];
  for (let index = at + 1; index < lines.length && depthOf(lines[index]!) >= depth - 1; index++)
    if (depthOf(lines[index]!) === depth) operands.push(lines[index]!.trim());
  const set = /^(?:Table)?Identifier ([^\s(]+)/.exec(operands[1] ?? '')?.[1];
  if (set !== undefined && !allowed.has(set)) throw refuse(`IN with the table or column ${set}`);
}
