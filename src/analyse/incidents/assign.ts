// Which incident a finding belongs to. Pure: the same findings in the same order give the same incidents.
import type { Finding, Subject } from '#model/record/finding.ts';
import type { Incident } from '#model/record/incident.ts';
import { day } from '#model/time.ts';

/** Findings below this severity are shown but open no incident of their own. */
export const incidentSeverity = 40;

/** Longest pause between activities of one incident, ms. */
export const incidentGap = day;

/** Most entries, subjects and findings kept on one incident, so that a year-long attack stays readable. */
const entryLimit = 500;
const subjectLimit = 100;

/** Whether a finding shares a subject with an incident that is still open and near in time. */
export function belongsTo(finding: Finding, incident: Incident): boolean {
  if (incident.status === 'closed' || incident.status === 'false-positive')
    return incident.findings.includes(finding.id);
  if (incident.exercise !== finding.exercise) return false;
  if (finding.start > incident.end + incidentGap || finding.end < incident.start - incidentGap) return false;
  const values = new Set(incident.subjects.map(key));
  return finding.subjects.some(subject => values.has(key(subject)));
}

const key = (subject: Subject): string => `${subject.role} ${subject.value}`;

/** Adds a finding to its incident: widens time, severity and subjects, and writes the history. */
export function extend(incident: Incident, finding: Finding, now: number): Incident {
  const isNew = !incident.findings.includes(finding.id);
  const known = new Set(incident.subjects.map(key));
  const leads = finding.severity > incident.severity;
  return {
    ...incident,
    title: leads ? finding.title : incident.title,
    rsit: leads ? finding.rsit : incident.rsit,
    severity: Math.max(incident.severity, finding.severity),
    start: Math.min(incident.start, finding.start),
    end: Math.max(incident.end, finding.end),
    subjects: [...incident.subjects, ...finding.subjects.filter(subject => !known.has(key(subject)))].slice(
      0,
      subjectLimit,
    ),
    findings: isNew ? [...incident.findings, finding.id] : incident.findings,
    entries:
      isNew && incident.entries.length < entryLimit
        ? [...incident.entries, { at: now, by: 'system', kind: 'finding' as const, text: finding.id }]
        : incident.entries,
    ...(finding.campaign && !incident.campaign ? { campaign: finding.campaign } : {}),
    updated: now,
  };
}

/** A new incident opened by a finding. */
export function open(finding: Finding, id: string, number: number, now: number): Incident {
  return {
    id,
    number,
    status: 'new',
    title: finding.title,
    rsit: finding.rsit,
    severity: finding.severity,
    tlp: 'amber',
    subjects: finding.subjects,
    findings: [finding.id],
    ...(finding.campaign ? { campaign: finding.campaign } : {}),
    start: finding.start,
    end: finding.end,
    entries: [
      { at: now, by: 'system', kind: 'opened', text: '' },
      { at: now, by: 'system', kind: 'finding', text: finding.id },
    ],
    exercise: finding.exercise,
    created: now,
    updated: now,
  };
}
