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

export const evidenceMigrations: readonly Migration[] = [lines, sources];
