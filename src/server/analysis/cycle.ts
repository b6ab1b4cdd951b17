// One round of analysis over a range of event time: findings, their campaigns and incidents, and what follows.
import { findCampaigns } from '#analyse/campaigns/run.ts';
import type { TimeRange } from '#analyse/detect/detector.ts';
import { detectors } from '#analyse/detect/registry.ts';
import { detect } from '#analyse/detect/run.ts';
import { belongsTo, extend, incidentGap, incidentSeverity, open } from '#analyse/incidents/assign.ts';
import type { Proposal } from '#analyse/indicators/propose.ts';
import type { Campaign } from '#model/record/campaign.ts';
import type { Finding } from '#model/record/finding.ts';
import type { Incident } from '#model/record/incident.ts';
import type { Clock } from '#model/time.ts';
import type { EventStore } from '#store/events/port.ts';
import * as collections from '#store/records/collections.ts';
import { hashId } from '#store/records/hash-id.ts';
import type { RecordScope, Records } from '#store/records/records.ts';

export interface AnalysisDeps {
  store: Pick<EventStore, 'query'>;
  records: Records;
  clock: Clock;
  /** Takes indicator proposals; decides (by rule) or keeps them for a person. */
  propose: (proposals: Proposal[]) => Promise<void>;
  /** Tells those concerned about an incident that is new or got worse. */
  raise: (incident: Incident) => Promise<void>;
  /** Tells whoever watches that a record changed. */
  publish: (topic: 'finding' | 'incident' | 'campaign', record: Finding | Incident | Campaign) => void;
}

export interface AnalysisResult {
  findings: Finding[];
  incidents: Incident[];
  campaigns: Campaign[];
  leftOut: number;
}

/** Safe to repeat: the same events give the same records. */
export async function analyseRange(range: TimeRange, deps: AnalysisDeps): Promise<AnalysisResult> {
  const now = deps.clock();
  const query: EventStore['query'] = (sql, params) => deps.store.query(sql, params);
  const known = deps.records.collection(collections.findings);
  const { findings, leftOut } = await detect({
    detectors,
    query,
    range,
    now,
    known: async (detector, near) =>
      (await known.list({ where: { detector, end: { gte: near.from } }, limit: 10_000 })).items.filter(
        finding => finding.start <= near.to,
      ),
  });
  const campaignRecords = deps.records.collection(collections.campaigns);
  const found = await findCampaigns({
    query,
    range,
    now,
    known: async from => (await campaignRecords.list({ where: { end: { gte: from } }, limit: 10_000 })).items,
  });
  const linked = linkCampaigns(findings, found);
  await deps.records.transaction(async scope => {
    await scope.collection(collections.campaigns).putMany(linked.campaigns);
  });
  const incidents = await deps.records.transaction(scope => fileFindings(scope, linked.findings, now));
  const proposals = linked.findings.flatMap(
    finding => detectors.find(detector => detector.id === finding.detector)?.propose?.(finding) ?? [],
  );
  if (proposals.length > 0) await deps.propose(proposals);
  for (const finding of incidents.findings) deps.publish('finding', finding);
  for (const campaign of linked.campaigns) deps.publish('campaign', campaign);
  for (const incident of incidents.touched) {
    deps.publish('incident', incident);
    await deps.raise(incident);
  }
  return { findings: incidents.findings, incidents: incidents.touched, campaigns: linked.campaigns, leftOut };
}

function linkCampaigns(findings: Finding[], found: Awaited<ReturnType<typeof findCampaigns>>) {
  const byMember = new Map<string, Campaign>();
  for (const { campaign, members } of found)
    for (const member of members) byMember.set(`${campaign.exercise} ${member}`, campaign);
  const campaigns = new Map(found.map(({ campaign }) => [campaign.id, campaign]));
  const linked = findings.map(finding => {
    const attacker = finding.subjects.find(subject => subject.role === 'attacker' && subject.type === 'ip');
    const campaign = attacker && byMember.get(`${finding.exercise} ${attacker.value}`);
    if (!campaign) return finding;
    const entry = campaigns.get(campaign.id)!;
    if (!entry.findings.includes(finding.id))
      campaigns.set(entry.id, { ...entry, findings: [...entry.findings, finding.id].slice(-1000) });
    return { ...finding, campaign: campaign.id };
  });
  return { findings: linked, campaigns: [...campaigns.values()] };
}

/** The incident a finding opens when it belongs to none. */
const incidentId = (finding: Finding): string => hashId('incident', finding.id);

/** Stores findings and opens or extends their incidents, in one transaction. */
async function fileFindings(scope: RecordScope, findings: Finding[], now: number) {
  const findingRecords = scope.collection(collections.findings);
  const incidentRecords = scope.collection(collections.incidents);
  const stored: Finding[] = [];
  const touched = new Map<string, Incident>();
  if (findings.length === 0) return { findings: stored, touched: [] };
  const earliest = Math.min(...findings.map(finding => finding.start));
  const nearby = (
    await incidentRecords.list({
      where: { end: { gte: earliest - incidentGap } },
      order: '-end',
      limit: 2000,
    })
  ).items;
  // Those the findings already belong to, however many others are nearer in time: one must never be opened twice.
  const listed = new Set(nearby.map(incident => incident.id));
  const own = new Set(findings.flatMap(finding => [incidentId(finding), finding.incident ?? '']));
  for (const id of ['', ...listed]) own.delete(id);
  nearby.push(...(await incidentRecords.getMany([...own])));
  // The gravest first: it names the incident.
  for (const finding of [...findings].sort((a, b) => b.severity - a.severity || (a.id < b.id ? -1 : 1))) {
    const at = nearby.findIndex(
      incident =>
        incident.id === finding.incident ||
        incident.id === incidentId(finding) ||
        belongsTo(finding, incident),
    );
    let incident: Incident | undefined;
    if (at >= 0) {
      const before = nearby[at]!;
      const after = extend(before, finding, now);
      incident = after;
      nearby[at] = after;
      if (changed(before, after)) touched.set(after.id, after);
    } else if (finding.severity >= incidentSeverity) {
      incident = open(finding, incidentId(finding), await scope.sequence('incidents'), now);
      nearby.push(incident);
      touched.set(incident.id, incident);
    }
    stored.push(incident ? { ...finding, incident: incident.id } : finding);
  }
  await incidentRecords.putMany([...touched.values()]);
  await findingRecords.putMany(stored);
  return { findings: stored, touched: [...touched.values()] };
}

const changed = (before: Incident, after: Incident): boolean =>
  before.severity !== after.severity ||
  before.findings.length !== after.findings.length ||
  before.subjects.length !== after.subjects.length ||
  before.end !== after.end ||
  before.start !== after.start;
