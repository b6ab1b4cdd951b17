// The schema of the evidence store.
//
// Newest first is what trainees ask for, so lines are kept by time; a world is a partition, dropped as one. Text has an index
// of whole words (see docs/adr): it answers row by row where a Bloom filter over n-grams only skips blocks. Blocks arrive
// large and in order of time, so merging them would only spend what trainees wait for.
import { type Migration, tableSettings } from '../events/migrations/migration.ts';

/** Table of lines, in the store's database. */
export const linesTable = 'evidence';

const words = (name: string, column: string) =>
  `INDEX ${name} ${column} TYPE text(tokenizer = 'splitByNonAlpha', preprocessor = lower(${column}))`;

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
  source_ip IPv6 MATERIALIZED toIPv6OrDefault(source_address),
  destination_ip IPv6 MATERIALIZED toIPv6OrDefault(destination_address),
  object String CODEC(ZSTD),
  code LowCardinality(String),
  ${words('by_word', 'text')},
  ${words('by_object', 'object')}
)
ENGINE = MergeTree
PARTITION BY world
ORDER BY (at, number)
SETTINGS ${tableSettings.replace(/min_bytes_for_wide_part = \d+/, 'min_bytes_for_wide_part = 0')}, max_bytes_to_merge_at_max_space_in_pool = 1, max_bytes_to_merge_at_min_space_in_pool = 1`,
  ],
};

export const evidenceMigrations: readonly Migration[] = [lines];
