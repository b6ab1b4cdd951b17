// Which statements the embedded store accepts from its client. It is a telemetry store, not a general database:
// everything that reaches files, the network or programs through SQL is refused here, whoever asks.
import { HinomiError } from '#model/errors.ts';
import { lexSql, type SqlToken } from '../sql-lexer.ts';

const accepted = [
  'SELECT',
  'WITH',
  'INSERT',
  'CREATE',
  'ALTER',
  'DROP',
  'OPTIMIZE',
  'EXPLAIN',
  'EXISTS',
  'SYSTEM',
  'TRUNCATE',
];

// Verbs that must be about a table, a view or a database.
const definitions = /^(CREATE|ALTER|DROP|TRUNCATE|OPTIMIZE)$/;

// Functions and table functions that leave the database. Lower case.
const outside =
  /^(file|filecluster|filesystem|url|urlcluster|s3\w*|gcs|cosn|oss|hdfs\w*|azureblobstorage\w*|remote|remotesecure|cluster|clusterallreplicas|mysql|postgresql|mongodb|redis|sqlite|jdbc|odbc|ytsaurus|executable|deltalake\w*|hudi\w*|iceberg\w*|paimon\w*|arrowstream|dictionary|input|eval|catboostevaluate|library|python)$/;

// Engines that do the same.
const safeEngine = /^(\w*MergeTree|MaterializedView|View|Memory|Atomic)$/;

export interface Statement {
  kind: 'read' | 'insert' | 'change';
  /** For an INSERT whose rows come in the body: target with column list as written, and the format. */
  insert?: { into: string; format: string };
}

const refuse = (why: string): HinomiError =>
  new HinomiError('STORE_STATEMENT', `the embedded store does not accept ${why}`, { status: 400 });

/**
 * Reads what a statement is. @throws HinomiError `STORE_STATEMENT` when it is not one of those the store needs,
 * `SQL_SYNTAX` when it cannot be read.
 */
export function readStatement(sql: string): Statement {
  const tokens = lexSql(sql);
  while (tokens.at(-1)?.text === ';' && tokens.at(-1)?.kind === 'symbol') tokens.pop();
  if (tokens.length === 0) throw refuse('an empty statement');
  if (tokens.some(token => token.kind === 'symbol' && token.text === ';')) throw refuse('several statements');
  const first = tokens.find(token => token.text !== '(')!;
  const verb = first.text.toUpperCase();
  if (first.kind !== 'word' || !accepted.includes(verb))
    throw refuse(`statements that begin with ${first.text}`);
  tokens.forEach((token, index) => {
    guardToken(token, tokens, index);
  });
  const changes = definitions.test(verb);
  if (changes && !/^(IF|TABLE|DATABASE|VIEW|MATERIALIZED)$/i.test(tokens[1]?.text ?? ''))
    throw refuse(`${verb} ${tokens[1]?.text}`);
  if (
    verb === 'SYSTEM' &&
    !/^SYSTEM\s+(FLUSH\s+LOGS|STOP\s+MERGES|START\s+MERGES|DROP\s+\w+\s+CACHE)\b/i.test(sql.trim())
  )
    throw refuse('this SYSTEM statement');
  if (verb === 'INSERT') return { kind: 'insert', ...insertBody(sql, tokens) };
  return { kind: ['SELECT', 'WITH', 'EXPLAIN', 'EXISTS'].includes(verb) ? 'read' : 'change' };
}

function guardToken(token: SqlToken, tokens: readonly SqlToken[], index: number): void {
  if (token.kind !== 'word' && token.kind !== 'quoted') return;
  const next = tokens[index + 1];
  if (next?.text === '(' && outside.test(token.text.toLowerCase()))
    throw refuse(`the function ${token.text}`);
  // Also by name alone, as a lambda or a column transformer: arrayMap(file, …), * APPLY(file).
  const before = tokens[index - 1];
  if (token.text.toLowerCase() === 'file' && next?.text !== '.' && before?.text !== '.')
    throw refuse(`the name ${token.text}`);
  if (token.kind !== 'word') return;
  const word = token.text.toUpperCase();
  if (word === 'OUTFILE' || word === 'INFILE') throw refuse(word);
  if (word === 'ENGINE' && next?.text === '=' && !safeEngine.test(tokens[index + 2]?.text ?? ''))
    throw refuse(`the engine ${tokens[index + 2]?.text}`);
}

/** `INSERT INTO x (…) FORMAT F` with nothing after it; an `INSERT … SELECT` has no body. */
function insertBody(sql: string, tokens: readonly SqlToken[]): Pick<Statement, 'insert'> {
  const format = tokens.at(-1)!;
  const keyword = tokens.at(-2);
  const into = tokens[1];
  if (
    keyword?.kind !== 'word' ||
    keyword.text.toUpperCase() !== 'FORMAT' ||
    into?.text.toUpperCase() !== 'INTO'
  )
    return {};
  if (!/^(Native|JSONEachRow|JSONCompactEachRow|TabSeparated|TSV|CSV|RowBinary|Parquet)$/.test(format.text))
    throw refuse(`the format ${format.text}`);
  return { insert: { into: sql.slice(into.at + into.text.length, keyword.at).trim(), format: format.text } };
}
