// Sources a day: what each address sent on each UTC day, so that "top sources of a month" reads days and not events.
import { eventsTable } from '../columns.ts';
import { type Migration, tableSettings } from './migration.ts';

const keys = [
  'exercise LowCardinality(String)',
  'class LowCardinality(String)',
  'dataset LowCardinality(String)',
];
const keyNames = keys.map(key => key.split(' ')[0]!);

// A hostile clock outside 1970 – 2106 lands on the edge.
const utcDay =
  "toDate(least(greatest(`@timestamp`, toDateTime64(0, 3, 'UTC')), toDateTime64(4294967280, 3, 'UTC')), 'UTC')";

export const sourceDays: Migration = {
  id: '0003-source-days',
  up: ({ retentionDays }) => [
    `CREATE TABLE IF NOT EXISTS sources_day (
  at Date CODEC(Delta, ZSTD),
  stored Date,
  ${keys.join(',\n  ')},
  source IPv6,
  events SimpleAggregateFunction(sum, UInt64),
  packets SimpleAggregateFunction(sum, UInt64)
)
ENGINE = AggregatingMergeTree
PARTITION BY toYYYYMM(stored)
ORDER BY (at, ${keyNames.join(', ')}, source, stored)
TTL stored + INTERVAL ${retentionDays} DAY
SETTINGS ${tableSettings}`,
    `CREATE MATERIALIZED VIEW IF NOT EXISTS events_to_sources TO sources_day AS
SELECT ${utcDay} AS at, toDate(\`event.ingested\`) AS stored, \`hinomi.exercise\` AS exercise, \`hinomi.class\` AS class,
  \`event.dataset\` AS dataset, \`source.ip\` AS source, count() AS events, sum(\`network.packets\`) AS packets
FROM ${eventsTable}
WHERE \`source.ip\` != toIPv6('::')
GROUP BY at, stored, ${keyNames.join(', ')}, source`,
  ],
};
