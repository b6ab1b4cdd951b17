// Runs the detectors over a range of event time and merges what they say with what was found before.
import type { Evidence, Finding } from '#model/record/finding.ts';
import { hour } from '#model/time.ts';
import { joinBursts } from './bursts.ts';
import type { Burst, Detector, Measure, SeriesRow, TimeRange } from './detector.ts';
import { findingId } from './finding-id.ts';
import { burstBounds, measureSql } from './sql.ts';

/** Runs SQL with named parameters; the event store's `query`. */
export type Query = <T>(sql: string, params?: Record<string, unknown>) => Promise<T[]>;

/** Findings of one detector that touch a range, so that activity that goes on extends its finding. */
export type KnownFindings = (detector: string, range: TimeRange) => Promise<Finding[]>;

export interface DetectOptions {
  detectors: readonly Detector[];
  query: Query;
  known: KnownFindings;
  /** Event time in which something new arrived. */
  range: TimeRange;
  /** Wall clock, for `created`/`updated` and for `ongoing`. */
  now: number;
}

/** What stands for many sources at once, or for none: never a subject. */
const nobody = new Set(['', '0.0.0.0', '::']);

/** Most bursts of one detector measured in one run; the heaviest come first and the rest are counted. */
const burstLimit = 500;

/** What a run asserts, and what it left out because there was too much at once. */
export interface DetectResult {
  findings: Finding[];
  leftOut: number;
}

/** Re-evaluates every burst that touches the range. Re-running over the same events gives the same findings. */
export async function detect(options: DetectOptions): Promise<DetectResult> {
  const result: DetectResult = { findings: [], leftOut: 0 };
  for (const detector of options.detectors) {
    const { findings, leftOut } = await detectOne(detector, options);
    result.findings.push(...findings);
    result.leftOut += leftOut;
  }
  return result;
}

async function detectOne(
  detector: Detector,
  { query, known, range, now }: DetectOptions,
): Promise<DetectResult> {
  const reach: TimeRange = { from: range.from - Math.max(detector.gap, hour), to: range.to };
  const rows = (await query<SeriesRow>(detector.series, { from: reach.from, to: reach.to })).map(numeric);
  const touched = joinBursts(rows, detector.gap)
    .filter(burst => !nobody.has(burst.subject) && burst.end >= range.from && detector.worthMeasuring(burst))
    .sort((a, b) => b.weight - a.weight);
  const before = await known(detector.id, { from: reach.from - detector.gap, to: reach.to });
  const findings: Finding[] = [];
  for (const burst of touched.slice(0, burstLimit)) {
    const earlier = before.find(finding => continues(finding, burst, detector.gap));
    if (earlier) burst.start = Math.min(burst.start, earlier.start);
    if (earlier) burst.end = Math.max(burst.end, earlier.end);
    const where = `${burstBounds(burst)} AND (${detector.evidence(burst)})`;
    const measure = (await query<Measure>(measureSql(where))).map(numericMeasure)[0];
    if (!measure || measure.events === 0) continue;
    const verdict = detector.judge(burst, measure);
    if (!verdict) continue;
    const { rate, ...said } = verdict;
    const evidence: Evidence = {
      events: measure.sampleIds,
      count: measure.events,
      packets: measure.packets,
      query: `SELECT * FROM events WHERE ${where} ORDER BY \`@timestamp\` LIMIT 1000`,
    };
    findings.push({
      id: earlier?.id ?? findingId(detector.id, burst),
      detector: detector.id,
      ...said,
      ...(rate ? { rate } : {}),
      start: burst.start,
      end: burst.end,
      ongoing: now - burst.end <= detector.gap,
      protocol: burst.protocol,
      evidence,
      inputs: measure.inputs.filter(Boolean),
      sensors: measure.sensors.filter(Boolean),
      ...(earlier?.incident ? { incident: earlier.incident } : {}),
      ...(earlier?.campaign ? { campaign: earlier.campaign } : {}),
      exercise: burst.exercise,
      created: earlier?.created ?? now,
      updated: now,
    });
  }
  return { findings, leftOut: Math.max(0, touched.length - burstLimit) };
}

const continues = (finding: Finding, burst: Burst, gap: number): boolean =>
  finding.exercise === burst.exercise &&
  finding.subjects[0]?.value === burst.subject &&
  (finding.protocol ?? '') === burst.protocol &&
  finding.end + gap >= burst.start &&
  finding.start - gap <= burst.end;

// ClickHouse writes 64-bit integers as text in JSON.
const numeric = (row: SeriesRow): SeriesRow => ({
  ...row,
  at: Number(row.at),
  first: Number(row.first),
  last: Number(row.last),
  weight: Number(row.weight),
});

const countFields = [
  'events',
  'packets',
  'bytes',
  'sources',
  'targets',
  'ports',
  'users',
  'passwords',
  'pairs',
  'successes',
  'toolProbability',
  'severity',
] as const;

const numericMeasure = (row: Measure): Measure => {
  const copy = { ...row };
  for (const name of countFields) copy[name] = Number(row[name]);
  return copy;
};
