// Finds campaigns in a window of event time and merges them with those known.
import type { Campaign } from '#model/record/campaign.ts';
import { day } from '#model/time.ts';
import { hashId } from '#store/records/hash-id.ts';
import type { TimeRange } from '../detect/detector.ts';
import type { Query } from '../detect/run.ts';
import { literal, timeLiteral } from '../detect/sql.ts';
import { campaignOf, clusterSources, type SourceProfile } from './cluster.ts';
import { profileSql } from './profile-sql.ts';

/** Longest pause within one campaign, ms. */
export const campaignGap = day;

/** A campaign and the addresses that belong to it. */
export interface FoundCampaign {
  campaign: Campaign;
  members: string[];
}

/** Sources are profiled over whole days around the range, so that a run in small steps sees what one run sees. */
export async function findCampaigns(options: {
  query: Query;
  range: TimeRange;
  /** Campaigns that end after `from`. */
  known: (from: number) => Promise<Campaign[]>;
  now: number;
}): Promise<FoundCampaign[]> {
  const from = Math.floor(options.range.from / day) * day;
  const to = options.range.to;
  const rows = await options.query<SourceProfile>(profileSql, { from, to });
  const profiles = rows.map(row => ({
    ...row,
    as: Number(row.as),
    packets: Number(row.packets),
    targets: Number(row.targets),
    first: Number(row.first),
    last: Number(row.last),
  }));
  const clusters = clusterSources(profiles);
  if (clusters.length === 0) return [];
  const known = await options.known(from - campaignGap);
  return clusters.map(cluster => {
    const base = hashId('campaign', cluster.exercise, cluster.signature);
    const earlier = known.find(
      campaign => campaign.exercise === cluster.exercise && campaign.query.includes(base),
    );
    const start = Math.min(
      ...cluster.members.map(member => member.first),
      earlier?.start ?? Number.POSITIVE_INFINITY,
    );
    const id = earlier?.id ?? hashId(base, String(Math.floor(start / day)));
    const members = cluster.members.slice(0, 1000).map(member => literal(member.ip));
    const query = `/* ${base} */ SELECT * FROM events WHERE \`@timestamp\` >= ${timeLiteral(start)} AND \`source.ip\` IN (${members.map(ip => `toIPv6(${ip})`).join(', ')}) ORDER BY \`@timestamp\` LIMIT 1000`;
    return {
      campaign: campaignOf(cluster, id, query, options.now, earlier),
      members: cluster.members.map(member => member.ip),
    };
  });
}
