// An incident: findings that belong together, worked on by people until closed.
import { type Static, Type } from 'typebox';
import { RsitType } from '../vocab/rsit.ts';
import { Tlp } from '../vocab/tlp.ts';
import { Message, Subject } from './finding.ts';

export const incidentStatuses = ['new', 'acknowledged', 'contained', 'closed', 'false-positive'] as const;
export const IncidentStatus = Type.Enum([...incidentStatuses]);
export type IncidentStatus = Static<typeof IncidentStatus>;

/** One line of the incident's history; `by` is an account name or `system`. */
export const IncidentEntry = Type.Object({
  at: Type.Integer(),
  by: Type.String(),
  kind: Type.Enum(['opened', 'finding', 'status', 'note', 'assigned', 'alert']),
  text: Type.String({ maxLength: 10_000 }),
});

export const Incident = Type.Object(
  {
    id: Type.String(),
    number: Type.Integer(),
    status: IncidentStatus,
    title: Message,
    rsit: RsitType,
    severity: Type.Integer({ minimum: 0, maximum: 100 }),
    tlp: Tlp,
    subjects: Type.Array(Subject),
    findings: Type.Array(Type.String()),
    campaign: Type.Optional(Type.String()),
    assignee: Type.Optional(Type.String()),
    start: Type.Integer(),
    end: Type.Integer(),
    entries: Type.Array(IncidentEntry),
    exercise: Type.String(),
    created: Type.Integer(),
    updated: Type.Integer(),
  },
  { title: 'Incident' },
);
export type Incident = Static<typeof Incident>;
