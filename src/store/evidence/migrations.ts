// The schema of the evidence store.
//
// Newest first is what trainees ask for, so lines are kept by time; a world is a partition, dropped as one. Inverted indexes
// of words and of whole values answer row by row, where a Bloom filter only skips blocks: in a block of a large organisation
// almost everybody does something. Blocks arrive large and in order of time, so merging them would only spend what trainees
// wait for.
import { type Migration, tableSettings } from '../events/migrations/migration.ts';

/** Table of lines, in the store's database. */
export const linesTable = 'evidence';

const index = (name: string, column: string, tokenizer: string) =>
  `INDEX ${name} ${column} TYPE text(tokenizer = ${tokenizer}, preprocessor = lower(${column}), posting_list_codec = 'bitpacking')`;
/** Of the words in a text, or of whole values. */
const words = (column: string) => index(`words_of_${column}`, column, "'splitByNonAlpha'");
const values = (column: string) => index(`values_of_${column}`, column, "'array'");

/** Small blocks: a page of lines far apart unpacks one block a line. Nothing is merged, see above. */
const settings = [
  tableSettings.replace(/min_bytes_for_wide_part = \d+/, 'min_bytes_for_wide_part = 0'),
  'index_granularity = 1024',
  'max_bytes_to_merge_at_max_space_in_pool = 1',
  'max_bytes_to_merge_at_min_space_in_pool = 1',
].join(', ');

const lines: Migration = {
  id: 'evidence-0001-lines',
  up: () => [
    `CREATE TABLE IF NOT EXISTS ${linesTable} (
  world LowCardinality(String),
  source LowCardinality(String),
  at DateTime64(6, 'UTC') CODEC(Delta, LZ4),
  number UInt64 CODEC(ZSTD),
  text String CODEC(ZSTD),
  host LowCardinality(String),
  user LowCardinality(String),
  source_address LowCardinality(String),
  destination_address LowCardinality(String),
  object String CODEC(ZSTD),
  code LowCardinality(String),
  ${words('text')},
  ${words('object')},
  ${['host', 'user', 'source_address', 'destination_address', 'code'].map(values).join(',\n  ')}
)
ENGINE = MergeTree
PARTITION BY world
ORDER BY (at, number)
SETTINGS ${settings}`,
  ],
};

/** A rare source is found among days of frequent ones. */
const sources: Migration = {
  id: 'evidence-0002-sources',
  up: () => [
    `ALTER TABLE ${linesTable} ADD ${values('source').replace('INDEX', 'INDEX IF NOT EXISTS')}`,
    `ALTER TABLE ${linesTable} MATERIALIZE INDEX values_of_source`,
  ],
};

/** Table of keys: each line once for each host, account and address it names, without its texts. */
export const keysTable = 'evidence_keys';
/** Table of counts: lines by minute, source and code. Written last, so that it also tells what is loaded whole. */
export const countsTable = 'evidence_counts';

/** Those of the lines that a condition holds for, as keys. Values are folded as searches compare them. */
export const selectKeys = (condition: string): string => {
  const key = (facet: string, column: string) => `('${facet}', lower(toString(${column})))`;
  const keys = [
    key('host', 'host'),
    key('user', 'user'),
    key('address', 'source_address'),
    key('address', 'destination_address'),
  ];
  return (
    `SELECT world, key.1, key.2, at, number, source, host, user, source_address, destination_address, code FROM ${linesTable} ` +
    `ARRAY JOIN arrayDistinct(arrayFilter(one -> one.2 != '', [${keys.join(', ')}])) AS key WHERE ${condition}`
  );
};

export const selectCounts = (condition: string): string =>
  `SELECT world, toStartOfMinute(at) AS minute, source, code, count(), max(number) FROM ${linesTable} WHERE ${condition} ` +
  'GROUP BY world, minute, source, code';

/** Three hours of the day at a time: one statement for everything would outlast the patience of a connection. */
const filled = (table: string, select: (condition: string) => string): string[] =>
  Array.from(
    { length: 8 },
    (_, part) =>
      `INSERT INTO ${table} SETTINGS insert_deduplication_token = 'fill-${part}' ${select(`intDiv(toHour(at), 3) = ${part}`)}`,
  );

/**
 * What is asked most is counted over days and found without a look at the lines: those of one host, account or address stand
 * together, in order of time; counts of everything are there. Unlike lines these tables may be merged.
 */
const keys: Migration = {
  id: 'evidence-0003-keys',
  up: () => [
    `CREATE TABLE IF NOT EXISTS ${keysTable} (
  world LowCardinality(String),
  facet Enum8('host' = 1, 'user' = 2, 'address' = 3),
  value String CODEC(ZSTD),
  at DateTime64(6, 'UTC') CODEC(Delta, ZSTD),
  number UInt64 CODEC(Delta, ZSTD),
  source LowCardinality(String),
  host LowCardinality(String),
  user LowCardinality(String),
  source_address LowCardinality(String),
  destination_address LowCardinality(String),
  code LowCardinality(String)
)
ENGINE = MergeTree
PARTITION BY world
ORDER BY (facet, value, at, number)
SETTINGS ${tableSettings.replace(/min_bytes_for_wide_part = \d+/, 'min_bytes_for_wide_part = 0')}, index_granularity = 1024`,
    `CREATE TABLE IF NOT EXISTS ${countsTable} (
  world LowCardinality(String),
  minute DateTime('UTC') CODEC(Delta, ZSTD),
  source LowCardinality(String),
  code LowCardinality(String),
  count UInt64 CODEC(ZSTD),
  number UInt64 CODEC(ZSTD)
)
ENGINE = MergeTree
PARTITION BY world
ORDER BY (minute, source, code)
SETTINGS ${tableSettings}`,
    `TRUNCATE TABLE ${keysTable}`,
    `TRUNCATE TABLE ${countsTable}`,
    ...filled(keysTable, selectKeys),
    ...filled(countsTable, selectCounts),
  ],
};

export const evidenceMigrations: readonly Migration[] = [lines, sources, keys];
