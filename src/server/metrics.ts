// Counters for Prometheus (text format 0.0.4). No names, no addresses: anybody who reaches the port may read them.
import type { AppParts } from './app.ts';

interface Sample {
  name: string;
  help: string;
  type: 'counter' | 'gauge';
  values: { labels?: Record<string, string>; value: number }[];
}

const label = (text: string): string =>
  text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');

/** Writes samples in the exposition format. */
export const exposition = (samples: readonly Sample[]): string =>
  samples
    .map(({ name, help, type, values }) =>
      [
        `# HELP ${name} ${help}`,
        `# TYPE ${name} ${type}`,
        ...values.map(({ labels, value }) => {
          const pairs = Object.entries(labels ?? {}).map(([key, text]) => `${key}="${label(text)}"`);
          return `${name}${pairs.length > 0 ? `{${pairs.join(',')}}` : ''} ${value}`;
        }),
      ].join('\n'),
    )
    .join('\n')
    .concat('\n');

/** What the platform counts, now. */
export async function metricsText(parts: AppParts): Promise<string> {
  const collector = parts.collector.status();
  const flows = parts.collector.flows();
  const [dns] = parts.dnsStatuses();
  const memory = process.memoryUsage();
  const sum = (pick: (flow: (typeof flows)[number]) => number) =>
    flows.reduce((total, flow) => total + pick(flow), 0);
  return exposition([
    {
      name: 'hinomi_collector_events_stored_total',
      help: 'Events stored since start.',
      type: 'counter',
      values: [{ value: collector.stored }],
    },
    {
      name: 'hinomi_collector_backlog_events',
      help: 'Events journalled and not yet stored.',
      type: 'gauge',
      values: [{ value: collector.backlog }],
    },
    {
      name: 'hinomi_collector_journal_bytes',
      help: 'Size of the ingest journal.',
      type: 'gauge',
      values: [{ value: collector.journalBytes }],
    },
    {
      name: 'hinomi_events_received_total',
      help: 'Events received from agents.',
      type: 'counter',
      values: [{ value: sum(flow => flow.received) }],
    },
    {
      name: 'hinomi_events_duplicate_total',
      help: 'Events that came again and were dropped.',
      type: 'counter',
      values: [{ value: sum(flow => flow.duplicates) }],
    },
    {
      name: 'hinomi_events_dropped_total',
      help: 'Events agents dropped because their spool was full.',
      type: 'counter',
      values: [{ value: sum(flow => flow.dropped) }],
    },
    {
      name: 'hinomi_streams',
      help: 'Streams by state of their proof of flow.',
      type: 'gauge',
      values: ['flowing', 'quiet', 'late', 'silent', 'losing', 'failed'].map(state => ({
        labels: { state },
        value: flows.filter(flow => flow.state === state).length,
      })),
    },
    {
      name: 'hinomi_dns_queries_total',
      help: 'Questions to the filtering resolver.',
      type: 'counter',
      values: [{ value: dns?.forwarder?.queries ?? 0 }],
    },
    {
      name: 'hinomi_dns_blocked_total',
      help: 'Questions it blocked.',
      type: 'counter',
      values: [{ value: dns?.forwarder?.blocked ?? 0 }],
    },
    {
      name: 'hinomi_rpz_entries',
      help: 'Rules in each policy zone.',
      type: 'gauge',
      values: (dns?.zones ?? []).map(zone => ({ labels: { zone: zone.name }, value: zone.entries })),
    },
    {
      name: 'hinomi_process_resident_bytes',
      help: 'Memory of the server process.',
      type: 'gauge',
      values: [{ value: memory.rss }],
    },
    {
      name: 'hinomi_process_uptime_seconds',
      help: 'Time since the server process began.',
      type: 'gauge',
      values: [{ value: Math.round(process.uptime()) }],
    },
  ]);
}
