// What the server process and the DNS process say to each other over the feed socket.
import type { Report } from '#model/record/report.ts';
import type { ListChange, ListEntry } from '../../indicators/list-entry.ts';
import type { ForwarderCounters } from '../resolver/forwarder.ts';
import type { SecondaryStatus } from '../rpz/primary.ts';
import type { ListPosition } from './list-store.ts';

/** State of the DNS process: for GET /protection and the metrics. */
export interface DnsStatus {
  at: number;
  zones: { name: string; serial: number; entries: number }[];
  secondaries: SecondaryStatus[];
  forwarder?: ForwarderCounters & { port: number };
  primary: { port: number; queries: number; refused: number; transfers: number };
  warningPage?: { port: number; shown: number };
  position: ListPosition;
  /** Entries no rule could be made of. */
  refused: number;
  /** Owners in hot that wait for the compaction. */
  waiting: number;
  rssBytes: number;
}

/** Times the entries were hit since the last such message. */
export interface Hits {
  id: string;
  at: number;
  hits: { indicator: string; count: number }[];
}

export type FromServer =
  | { resume: ListPosition }
  | { snapshot: ListPosition }
  | { entries: ListEntry[] }
  | { end: true }
  | { changes: ListChange[]; generation: string }
  | { accepted: string };

export type FromDns = { hello: ListPosition } | { status: DnsStatus } | { report: Report } | { hits: Hits };
