// The evidence chain as a picture: nodes from first packet to alert, and what led to what. Pure.
import { tellingField } from '#model/event/brief.ts';
import type { Event } from '#model/event/event.ts';
import type { Alert } from '#model/record/alert.ts';
import type { Campaign } from '#model/record/campaign.ts';
import type { Finding, Message } from '#model/record/finding.ts';
import type { Incident } from '#model/record/incident.ts';
import type { Indicator } from '#model/record/indicator.ts';
import type { Input } from '#model/record/input.ts';

export interface ChainNode {
  id: string;
  kind: 'input' | 'event' | 'finding' | 'incident' | 'campaign' | 'indicator' | 'list' | 'alert';
  label: string;
  /** For nodes whose text depends on the reader's language. */
  message?: Message;
  at: number;
  /** Page of the console. */
  href: string;
}

export interface Chain {
  nodes: ChainNode[];
  edges: { from: string; to: string }[];
}

/** Lays out what an incident rests on and what followed from it. */
export function evidenceChain(parts: {
  incident: Incident;
  findings: readonly Finding[];
  events: readonly Event[];
  inputs: readonly Input[];
  campaign?: Campaign;
  indicators: readonly Indicator[];
  alerts: readonly Alert[];
}): Chain {
  const { incident, findings, events, inputs, campaign, indicators, alerts } = parts;
  const nodes: ChainNode[] = [];
  const edges: Chain['edges'] = [];
  const known = new Set<string>();
  const add = (node: ChainNode) => {
    known.add(node.id);
    nodes.push(node);
  };
  const link = (from: string, to: string) => {
    if (known.has(from) && known.has(to)) edges.push({ from, to });
  };
  for (const input of inputs)
    add({ id: input.id, kind: 'input', label: input.file, at: input.created, href: `/inputs/${input.id}` });
  for (const event of events)
    add({
      id: event['event.id'],
      kind: 'event',
      label:
        [event['event.action'], tellingField(event)?.value.slice(0, 200)].filter(Boolean).join(': ') ||
        event['event.dataset'],
      at: event['@timestamp'],
      href: `/events?event=${event['event.id']}`,
    });
  for (const finding of findings)
    add({
      id: finding.id,
      kind: 'finding',
      label: finding.detector,
      message: finding.title,
      at: finding.start,
      href: `/findings/${finding.id}`,
    });
  add({
    id: incident.id,
    kind: 'incident',
    label: `#${incident.number}`,
    message: incident.title,
    at: incident.created,
    href: `/incidents/${incident.id}`,
  });
  if (campaign)
    add({
      id: campaign.id,
      kind: 'campaign',
      label: '',
      message: campaign.title,
      at: campaign.start,
      href: `/campaigns/${campaign.id}`,
    });
  for (const indicator of indicators)
    add({
      id: indicator.id,
      kind: 'indicator',
      label: indicator.value,
      at: indicator.created,
      href: `/indicators/${indicator.id}`,
    });
  const listed = indicators.filter(indicator => indicator.status === 'active');
  if (listed.length > 0)
    add({
      id: 'list',
      kind: 'list',
      label: `${listed.length}`,
      at: Math.min(...listed.map(entry => entry.validFrom)),
      href: '/protection',
    });
  for (const alert of alerts)
    add({ id: alert.id, kind: 'alert', label: alert.status, at: alert.created, href: '/alerts' });

  for (const event of events) if (event['hinomi.input']) link(event['hinomi.input'], event['event.id']);
  for (const finding of findings) {
    for (const event of finding.evidence.events.slice(0, 1)) link(event, finding.id);
    if (!finding.evidence.events.some(event => known.has(event)))
      for (const input of finding.inputs) link(input, finding.id);
    link(finding.id, incident.id);
  }
  if (campaign) link(incident.id, campaign.id);
  for (const indicator of indicators) {
    const sources = indicator.findings.filter(id => known.has(id));
    for (const source of sources) link(source, indicator.id);
    if (sources.length === 0) link(incident.id, indicator.id);
  }
  for (const indicator of listed) link(indicator.id, 'list');
  for (const alert of alerts) link(incident.id, alert.id);
  return { nodes, edges };
}
