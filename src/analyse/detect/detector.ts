// What a detector is: one SQL series over the event store, a pure judgement on each burst of activity it shows.
import type { Finding, Message, Subject } from '#model/record/finding.ts';
import type { RsitType } from '#model/vocab/rsit.ts';
import type { Proposal } from '../indicators/propose.ts';

/** Half-open range of event time, Unix ms. */
export interface TimeRange {
  from: number;
  to: number;
}

/** One minute of one subject's activity, as the series query returns it. */
export interface SeriesRow {
  exercise: string;
  /** Whom the activity is about: an address, prefix, URL … */
  subject: string;
  /** Splits one subject's activities: protocol, port, rule … */
  protocol: string;
  /** Start of the minute, Unix ms. */
  at: number;
  /** First and last moment of activity within rows of this minute, Unix ms. */
  first: number;
  last: number;
  /** What the detector counts: packets, attempts, alerts. */
  weight: number;
}

/** Consecutive minutes of one subject and protocol, no pause longer than the detector's gap. */
export interface Burst {
  exercise: string;
  subject: string;
  protocol: string;
  start: number;
  end: number;
  weight: number;
  /** Highest weight per second over a minute (or over the whole burst when it is shorter). */
  peak: number;
}

/** Everything measured about one burst by a second query over its evidence. */
export interface Measure {
  events: number;
  packets: number;
  bytes: number;
  sources: number;
  targets: number;
  ports: number;
  users: number;
  passwords: number;
  pairs: number;
  successes: number;
  topPorts: string[];
  topSources: string[];
  tool: string;
  toolProbability: number;
  ruleName: string;
  severity: number;
  sampleIds: string[];
  inputs: string[];
  sensors: string[];
  vantages: string[];
  modules: string[];
}

/** What a detector concludes about a burst; the runner adds ids, evidence and times. */
export interface Verdict {
  rsit: RsitType;
  techniques: string[];
  severity: number;
  confidence: number;
  title: Message;
  subjects: Subject[];
  rate?: Finding['rate'];
  unseen: Message[];
}

export interface Detector {
  id: string;
  summary: { en: string; ja: string };
  references: string[];
  /** Longest pause inside one burst, ms. */
  gap: number;
  /** A select of SeriesRow columns over `events`, using fromUnixTimestamp64Milli({from:Int64}, 'UTC') and fromUnixTimestamp64Milli({to:Int64}, 'UTC'). */
  series: string;
  /** Cheap test before the evidence is measured. */
  worthMeasuring(burst: Burst): boolean;
  /** SQL condition (literals escaped) that selects the burst's events, without time bounds. */
  evidence(burst: Burst): string;
  /** Pure judgement; undefined when the burst is not worth a finding. */
  judge(burst: Burst, measure: Measure): Verdict | undefined;
  /** Indicators a finding of this detector suggests; left out by detectors that name only victims. */
  propose?(finding: Finding): Proposal[];
}
