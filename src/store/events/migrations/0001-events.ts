// The table of events.
//
// Order: newest first within a time range is what the search bar, the overview and detectors ask for, so rows are
// kept by time; a skip index finds one address, id, session or word in it. Partitions follow the time of storage,
// which is ours: a source with a wrong clock cannot make a partition a day from 1900 on.
import { allColumns, columnDefinition, eventsTable } from '../columns.ts';
import { indexedLetters, searchText } from '../search-text.ts';
import { type Migration, tableSettings } from './migration.ts';

const bloom = (name: string, column: string, rate: number) =>
  `INDEX ${name} \`${column}\` TYPE bloom_filter(${rate}) GRANULARITY 1`;

export const events: Migration = {
  id: '0001-events',
  up: ({ retentionDays }) => [
    `CREATE TABLE IF NOT EXISTS ${eventsTable} (
  ${allColumns.map(columnDefinition).join(',\n  ')},
  ${bloom('by_id', 'event.id', 0.001)},
  ${bloom('by_source', 'source.ip', 0.01)},
  ${bloom('by_destination', 'destination.ip', 0.01)},
  ${bloom('by_session', 'hinomi.session', 0.01)},
  ${bloom('by_user', 'user.name', 0.01)},
  ${bloom('by_url_domain', 'url.domain', 0.01)},
  ${bloom('by_dns_name', 'dns.question.name', 0.01)},
  ${bloom('by_sha256', 'file.hash.sha256', 0.01)},
  ${bloom('by_input', 'hinomi.input', 0.01)},
  INDEX by_ingested \`event.ingested\` TYPE minmax GRANULARITY 1,
  INDEX by_block \`hinomi.block\` TYPE minmax GRANULARITY 1,
  INDEX by_text ${searchText} TYPE ngrambf_v1(${indexedLetters}, 32768, 1, 0) GRANULARITY 1
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(\`event.ingested\`)
ORDER BY (\`@timestamp\`, \`event.id\`)
TTL toDateTime(\`event.ingested\`) + INTERVAL ${retentionDays} DAY
SETTINGS ${tableSettings}`,
  ],
};
