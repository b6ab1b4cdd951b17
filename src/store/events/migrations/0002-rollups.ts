// Roll-ups: counts and mergeable distinct counts a minute and an hour of event time, so that rates, maps and port
// tables cost the same on ten events and on ten thousand million. `stored` (day of storage) bounds their life.
import { eventsTable } from '../columns.ts';
import { type Migration, tableSettings } from './migration.ts';

const keys = [
  'exercise LowCardinality(String)',
  'class LowCardinality(String)',
  'dataset LowCardinality(String)',
  'vantage LowCardinality(String)',
  'transport LowCardinality(String)',
  'protocol LowCardinality(String)',
  'port UInt16',
  'country LowCardinality(String)',
];
const keyNames = keys.map(key => key.split(' ')[0]!);

const table = (name: string, retentionDays: number) => `CREATE TABLE IF NOT EXISTS ${name} (
  at DateTime('UTC') CODEC(Delta, ZSTD),
  stored Date,
  ${keys.join(',\n  ')},
  events SimpleAggregateFunction(sum, UInt64),
  packets SimpleAggregateFunction(sum, UInt64),
  bytes SimpleAggregateFunction(sum, UInt64),
  sources AggregateFunction(uniqCombined(14), IPv6),
  targets AggregateFunction(uniqCombined(14), IPv6)
)
ENGINE = AggregatingMergeTree
PARTITION BY toYYYYMM(stored)
ORDER BY (at, ${keyNames.join(', ')}, stored)
TTL stored + INTERVAL ${retentionDays} DAY
SETTINGS ${tableSettings}`;

// DateTime reaches from 1970 to 2106; a hostile clock lands on its edge instead of wrapping round.
const minute =
  "toStartOfMinute(toDateTime(least(greatest(`@timestamp`, toDateTime64(0, 3, 'UTC')), toDateTime64(4294967280, 3, 'UTC')), 'UTC'))";

export const rollups: Migration = {
  id: '0002-rollups',
  up: ({ retentionDays }) => [
    table('events_minute', retentionDays),
    table('events_hour', retentionDays),
    `CREATE MATERIALIZED VIEW IF NOT EXISTS events_to_minute TO events_minute AS
SELECT ${minute} AS at, toDate(\`event.ingested\`) AS stored, \`hinomi.exercise\` AS exercise, \`hinomi.class\` AS class,
  \`event.dataset\` AS dataset, \`hinomi.vantage\` AS vantage, \`network.transport\` AS transport,
  \`network.protocol\` AS protocol, \`destination.port\` AS port, \`source.geo.country_iso_code\` AS country,
  count() AS events, sum(\`network.packets\`) AS packets, sum(\`network.bytes\`) AS bytes,
  uniqCombinedState(14)(\`source.ip\`) AS sources, uniqCombinedState(14)(\`destination.ip\`) AS targets
FROM ${eventsTable}
GROUP BY at, stored, ${keyNames.join(', ')}`,
    `CREATE MATERIALIZED VIEW IF NOT EXISTS minute_to_hour TO events_hour AS
SELECT toStartOfHour(m.at) AS at, stored, ${keyNames.join(', ')},
  sum(m.events) AS events, sum(m.packets) AS packets, sum(m.bytes) AS bytes,
  uniqCombinedMergeState(14)(m.sources) AS sources, uniqCombinedMergeState(14)(m.targets) AS targets
FROM events_minute AS m
GROUP BY at, stored, ${keyNames.join(', ')}`,
  ],
};
