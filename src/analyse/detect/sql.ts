// SQL pieces the detectors share. Literals are escaped here and nowhere else.

/** A ClickHouse string literal. */
export const literal = (text: string): string =>
  `'${text
    .replace(/[\\']/g, found => `\\${found}`)
    .replaceAll('\0', '\\0')
    .replaceAll('\n', '\\n')}'`;

/** A ClickHouse DateTime64(3) literal in UTC. */
export const timeLiteral = (ms: number): string => `fromUnixTimestamp64Milli(${Math.trunc(ms)}, 'UTC')`;

/** An address column as people write it: IPv4 without the ::ffff: prefix. */
export const ipText = (column: string): string => `replaceOne(toString(\`${column}\`), '::ffff:', '')`;

/** Condition for an address column to equal a text address. */
export const ipIs = (column: string, value: string): string => `\`${column}\` = toIPv6(${literal(value)})`;

/**
 * The common shape of a series: per minute, subject and protocol. `subject`, `protocol` and `weight` are SQL
 * expressions over one event, `where` selects the events.
 */
export const seriesSql = (parts: {
  subject: string;
  protocol: string;
  weight: string;
  where: string;
}): string => `
SELECT \`hinomi.exercise\` AS exercise, ${parts.subject} AS subject, ${parts.protocol} AS protocol,
  toUnixTimestamp(toStartOfMinute(\`@timestamp\`)) * 1000 AS at,
  toUnixTimestamp64Milli(min(\`@timestamp\`)) AS first,
  toUnixTimestamp64Milli(max(greatest(\`@timestamp\`, \`event.end\`))) AS last,
  toUInt64(sum(${parts.weight})) AS weight
FROM events
WHERE \`@timestamp\` >= fromUnixTimestamp64Milli({from:Int64}, 'UTC') AND \`@timestamp\` < fromUnixTimestamp64Milli({to:Int64}, 'UTC') AND (${parts.where})
GROUP BY exercise, subject, protocol, at
ORDER BY weight DESC
LIMIT 20000`;

/** Measures everything judges look at, over the events one condition selects. */
export const measureSql = (where: string): string => `
SELECT count() AS events,
  sum(greatest(\`network.packets\`, 1)) AS packets, sum(\`network.bytes\`) AS bytes,
  uniqCombined(\`source.ip\`) AS sources, uniqCombined(\`destination.ip\`) AS targets, uniqCombined(\`destination.port\`) AS ports,
  uniqCombined(\`user.name\`) AS users, uniqCombined(\`hinomi.password\`) AS passwords,
  uniqCombined((\`user.name\`, \`hinomi.password\`)) AS pairs,
  countIf(\`event.action\` = 'login-attempt' AND \`event.outcome\` = 'success') AS successes,
  arrayMap(port -> toString(port), topK(8)(\`destination.port\`)) AS topPorts,
  arrayMap(ip -> replaceOne(toString(ip), '::ffff:', ''), topK(8)(\`source.ip\`)) AS topSources,
  argMax(\`hinomi.tool.name\`, \`hinomi.tool.probability\`) AS tool, max(\`hinomi.tool.probability\`) AS toolProbability,
  any(\`rule.name\`) AS ruleName, max(\`event.severity\`) AS severity,
  arrayMap(id -> toString(id), groupArray(20)(\`event.id\`)) AS sampleIds,
  groupUniqArray(20)(\`hinomi.input\`) AS inputs, groupUniqArray(20)(\`observer.id\`) AS sensors,
  groupUniqArray(8)(\`hinomi.vantage\`) AS vantages, groupUniqArray(8)(\`event.module\`) AS modules
FROM events WHERE ${where}`;

/** Time bounds and exercise of a burst as a condition, to be joined with the detector's own. */
export const burstBounds = (burst: { exercise: string; start: number; end: number }): string =>
  `\`@timestamp\` >= ${timeLiteral(burst.start)} AND \`@timestamp\` <= ${timeLiteral(burst.end)} AND \`hinomi.exercise\` = ${literal(burst.exercise)}`;
