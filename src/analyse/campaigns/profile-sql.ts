// What each source did in a window, for clustering. One row a source, the busiest first.

/** Parameters: fromUnixTimestamp64Milli({from:Int64}, 'UTC'), fromUnixTimestamp64Milli({to:Int64}, 'UTC'). Columns as in SourceProfile. */
export const profileSql = `
SELECT \`hinomi.exercise\` AS exercise, replaceOne(toString(\`source.ip\`), '::ffff:', '') AS ip,
  any(\`source.geo.country_iso_code\`) AS country, any(\`source.as.number\`) AS as,
  topK(1)(\`network.transport\`)[1] AS transport,
  argMax(\`hinomi.tool.name\`, \`hinomi.tool.probability\`) AS tool,
  arrayMap(port -> toString(port), arrayFilter(port -> port > 0, topK(6)(\`destination.port\`))) AS ports,
  if(countIf(\`event.action\` = 'command') = 0, '',
    lower(hex(cityHash64(arraySort(groupUniqArrayIf(100)(\`process.command_line\`, \`event.action\` = 'command')))))) AS script,
  sum(greatest(\`network.packets\`, 1)) AS packets, uniqCombined(\`destination.ip\`) AS targets,
  toUnixTimestamp64Milli(min(\`@timestamp\`)) AS first, toUnixTimestamp64Milli(max(greatest(\`@timestamp\`, \`event.end\`))) AS last
FROM events
WHERE \`@timestamp\` >= fromUnixTimestamp64Milli({from:Int64}, 'UTC') AND \`@timestamp\` < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
  AND (\`hinomi.class\` = 'scan' OR \`observer.type\` = 'honeypot')
GROUP BY exercise, ip
ORDER BY packets DESC
LIMIT 50000`;
