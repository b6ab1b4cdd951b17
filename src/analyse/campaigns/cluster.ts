// Groups sources that act alike into campaigns: same tool, same ports, or the same typed script, at the same time.
import type { Campaign } from '#model/record/campaign.ts';

/** What one source did in the window, as the profile query returns it. */
export interface SourceProfile {
  exercise: string;
  ip: string;
  country: string;
  as: number;
  transport: string;
  tool: string;
  /** Destination ports by packets, at most 6. */
  ports: string[];
  /** Hash of the set of commands typed at honeypots, empty when none. */
  script: string;
  packets: number;
  targets: number;
  first: number;
  last: number;
}

/** Sources that share one signature. */
export interface Cluster {
  exercise: string;
  signature: string;
  kind: 'ports' | 'script';
  tool: string;
  ports: string[];
  protocol: string;
  members: SourceProfile[];
}

/** Fewest sources that make a campaign: two that type the same script, three that knock on the same doors. */
const fewest = { script: 2, ports: 3 } as const;

/**
 * Clusters profiles by signature. A typed script is stronger than a set of ports, so a source with a script is
 * clustered by it; the others by tool, transport and sorted ports.
 */
export function clusterSources(profiles: readonly SourceProfile[]): Cluster[] {
  const clusters = new Map<string, Cluster>();
  for (const profile of profiles) {
    const kind = profile.script ? 'script' : 'ports';
    const ports = [...profile.ports].sort((a, b) => Number(a) - Number(b));
    if (kind === 'ports' && ports.length === 0) continue;
    const signature =
      kind === 'script'
        ? `script ${profile.script}`
        : `ports ${profile.tool}|${profile.transport}|${ports.join(',')}`;
    const key = `${profile.exercise} ${signature}`;
    const cluster = clusters.get(key);
    if (cluster) cluster.members.push(profile);
    else
      clusters.set(key, {
        exercise: profile.exercise,
        signature,
        kind,
        tool: profile.tool,
        ports,
        protocol: profile.transport,
        members: [profile],
      });
  }
  return [...clusters.values()].filter(
    cluster => new Set(cluster.members.map(member => member.ip)).size >= fewest[cluster.kind],
  );
}

/** Confidence that one hand is behind a cluster: many members, a named tool, rare port sets and scripts weigh more. */
export function clusterConfidence(cluster: Cluster): number {
  const size = Math.min(30, 10 * Math.log2(cluster.members.length));
  const base = cluster.kind === 'script' ? 60 : cluster.ports.length > 1 ? 40 : 20;
  return Math.min(95, Math.round(base + size + (cluster.tool ? 10 : 0)));
}

/** Writes a cluster as a campaign record. */
export function campaignOf(
  cluster: Cluster,
  id: string,
  query: string,
  now: number,
  earlier?: Campaign,
): Campaign {
  const members = [...cluster.members].sort((a, b) => b.packets - a.packets);
  const start = Math.min(...members.map(member => member.first), earlier?.start ?? Number.POSITIVE_INFINITY);
  const end = Math.max(...members.map(member => member.last), earlier?.end ?? 0);
  const sources = new Set(members.map(member => member.ip)).size;
  return {
    id,
    title:
      cluster.kind === 'script'
        ? { id: 'campaign.script', values: { sources, commands: cluster.signature.slice(7, 15) } }
        : {
            id: cluster.tool ? 'campaign.ports.tool' : 'campaign.ports',
            values: {
              sources,
              tool: cluster.tool,
              ports: cluster.ports.join(', '),
              protocol: cluster.protocol,
            },
          },
    shared: { tool: cluster.tool, ports: cluster.ports, protocol: cluster.protocol },
    sources,
    topSources: members.slice(0, 20).map(({ ip, country, as, packets }) => ({ ip, country, as, packets })),
    targets: Math.max(...members.map(member => member.targets)),
    packets: members.reduce((sum, member) => sum + member.packets, 0),
    start,
    end,
    confidence: clusterConfidence(cluster),
    findings: earlier?.findings ?? [],
    query,
    exercise: cluster.exercise,
    created: earlier?.created ?? now,
    updated: now,
  };
}
