// What the API answers beyond the model's own records. Names follow /api/v1/openapi.json.
import type { Event } from '#model/event/event.ts';
import type { Account } from '#model/record/account.ts';
import type { Agent, StreamFlow } from '#model/record/agent.ts';
import type { Alert } from '#model/record/alert.ts';
import type { Campaign } from '#model/record/campaign.ts';
import type { Finding, Message } from '#model/record/finding.ts';
import type { Incident } from '#model/record/incident.ts';
import type { Indicator } from '#model/record/indicator.ts';
import type { Report } from '#model/record/report.ts';
import type { Right } from '#model/vocab/role.ts';

export interface List<T> {
  items: T[];
  next?: string | undefined;
}

export interface Session {
  account: Account | null;
  rights?: Right[];
  csrf?: string;
  setupNeeded?: boolean;
  oidc?: boolean;
}

export interface RatePoint {
  at: number;
  class: string;
  events: number;
  packets: number;
}

export interface Overview {
  from: number;
  to: number;
  /** Time of the newest event, 0 when there is none. */
  newest: number;
  totals: Partial<
    Record<
      'events' | 'packets' | 'sources' | 'findingsOpen' | 'incidentsOpen' | 'indicatorsActive' | 'blocked24h',
      number
    >
  >;
  series: RatePoint[];
  countries: { country: string; events: number; sources: number }[];
  arcs: {
    from: { country: string; lat?: number; lon?: number };
    to: string;
    class: string;
    events: number;
  }[];
  campaigns: Campaign[];
  findings: Finding[];
  incidents: Incident[];
  flows: StreamFlow[];
  topPorts: { port: number; protocol: string; events: number; sources: number }[];
}

export interface EventPage extends List<Event> {
  /** Milliseconds the store took. */
  took?: number;
}
export interface HistogramBucket {
  at: number;
  counts: Record<string, number>;
}
export interface Histogram {
  buckets: HistogramBucket[];
  by: string;
  /** Width of a bucket, ms. */
  width?: number;
}
export interface TopItem {
  value: unknown;
  events: number;
  packets: number;
}
export interface EvidenceView {
  kind: 'line' | 'packet' | 'original' | 'none';
  file: string;
  /** Line or packet number, from 1; 0 when unknown. */
  record: number;
  offset: number;
  text: string;
  /** A finished dump: offset, bytes, characters. */
  hex: string;
  context: { line: number; text: string }[];
  /** Why the file itself is not shown. */
  reason: '' | 'not-from-a-file' | 'file-gone' | 'record-not-found';
}
export interface QueryAnswer {
  columns: { name: string; type: string }[];
  rows: unknown[][];
  statistics: { seconds: number; rowsRead: number; bytesRead: number };
}

export interface FindingView {
  finding: Finding;
  incident?: Incident;
  campaign?: Campaign;
  indicators: Indicator[];
  /** The events to look at first. */
  events: Event[];
}
export interface IncidentView {
  incident: Incident;
  findings: Finding[];
  campaign?: Campaign;
  indicators: Indicator[];
  alerts: Alert[];
}
export type ChainKind =
  | 'input'
  | 'event'
  | 'finding'
  | 'incident'
  | 'campaign'
  | 'indicator'
  | 'list'
  | 'alert';
export interface ChainNode {
  id: string;
  kind: ChainKind;
  label: string;
  /** For nodes whose text depends on the reader's language. */
  message?: Message;
  at?: number;
  href?: string;
}
export interface Chain {
  nodes: ChainNode[];
  edges: { from: string; to: string }[];
}
export interface CampaignView {
  campaign: Campaign;
  findings: Finding[];
  sources: { ip: string; country?: string; as?: number; packets?: number; events?: number }[];
  series: { at: number; packets: number }[];
  indicators: Indicator[];
}
export interface IndicatorView {
  indicator: Indicator;
  findings: Finding[];
  events: Event[];
  reports: Report[];
}
export interface ImportResult {
  added: number;
  refused: { line: number; why: string }[];
  refusedCount?: number;
}
export interface Protection {
  zones: { name: string; serial: number; entries: number }[];
  secondaries: {
    address: string;
    zone?: string;
    serial: number;
    lastTransfer: number;
    kind: 'AXFR' | 'IXFR' | '';
    bytes: number;
    notifyDelayMs: number;
  }[];
  forwarder: Record<string, number>;
  warningPage?: Record<string, number>;
  changes: { at: number; change: string; owner: string }[];
  resolverSettings: Record<string, string>;
}

export type AgentView = Agent & { flows?: StreamFlow[] };
export interface EnrolToken {
  token: string;
  command: string;
}
export interface InputFormat {
  id: string;
  title: Record<'en' | 'ja', string>;
  summary: Record<'en' | 'ja', string>;
  examples: string[];
}

export interface Health {
  status: string;
  processes: {
    name: string;
    state: 'up' | 'starting' | 'down' | 'failed';
    pid?: number;
    restarts?: number;
    since?: number;
    reason?: string;
    remedy?: string;
  }[];
  stores?: unknown;
  checks: {
    id: string;
    state: 'ok' | 'warn' | 'fail';
    /** Text key behind `check.`, with its values; `text` says the same in English. */
    code: string;
    values: Record<string, string>;
    text: string;
    remedy?: string;
  }[];
  honeypots: { id: string; port: number; state: string; reason?: string; remedy?: string }[];
}
export interface AuditCheck {
  ok: boolean;
  entries: number;
  brokenAt?: number;
}
export interface About {
  version: string;
  licences: { name: string; text: string; url: string }[];
}
export interface TotpSecret {
  secret: string;
  uri: string;
  qrSvg: string;
}
