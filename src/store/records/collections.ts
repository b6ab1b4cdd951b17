// Every collection of the platform, with the fields its lists are asked by.
import { type Static, Type } from 'typebox';
import { Account, ApiToken } from '#model/record/account.ts';
import { Agent, StreamFlow } from '#model/record/agent.ts';
import { Alert, AlertChannel } from '#model/record/alert.ts';
import { Campaign } from '#model/record/campaign.ts';
import { Finding } from '#model/record/finding.ts';
import { Incident } from '#model/record/incident.ts';
import { AllowEntry, Indicator } from '#model/record/indicator.ts';
import { Input } from '#model/record/input.ts';
import { Report } from '#model/record/report.ts';
import { SavedSearch } from '#model/record/saved-search.ts';
import { accessCollections } from './access-collections.ts';
import { type AnyCollection, defineCollection } from './collection.ts';
import { drillCollections } from './drill-collections.ts';

export const findings = defineCollection({
  name: 'findings',
  schema: Finding,
  text: {
    detector: d => d.detector,
    rsit: d => d.rsit,
    incident: d => d.incident,
    campaign: d => d.campaign,
    /** The first subject's value. */
    subject: d => d.subjects[0]?.value,
    exercise: d => d.exercise,
  },
  number: {
    severity: d => d.severity,
    ongoing: d => d.ongoing,
    start: d => d.start,
    end: d => d.end,
    updated: d => d.updated,
  },
  pairs: [
    ['exercise', 'updated'],
    ['exercise', 'end'],
    ['detector', 'end'],
  ],
});

export const incidents = defineCollection({
  name: 'incidents',
  schema: Incident,
  text: {
    status: d => d.status,
    rsit: d => d.rsit,
    campaign: d => d.campaign,
    assignee: d => d.assignee,
    subject: d => d.subjects[0]?.value,
    exercise: d => d.exercise,
  },
  number: {
    number: d => d.number,
    severity: d => d.severity,
    start: d => d.start,
    end: d => d.end,
    updated: d => d.updated,
  },
  pairs: [
    ['status', 'updated'],
    ['status', 'severity'],
    ['exercise', 'updated'],
  ],
});

export const campaigns = defineCollection({
  name: 'campaigns',
  schema: Campaign,
  text: { tool: d => d.shared.tool, exercise: d => d.exercise },
  number: { packets: d => d.packets, start: d => d.start, end: d => d.end, updated: d => d.updated },
  pairs: [['exercise', 'end']],
});

export const indicators = defineCollection({
  name: 'indicators',
  schema: Indicator,
  text: {
    status: d => d.status,
    type: d => d.type,
    value: d => d.value,
    decidedBy: d => d.decidedBy,
    exercise: d => d.exercise,
  },
  number: {
    confidence: d => d.confidence,
    validUntil: d => d.validUntil,
    lastSeen: d => d.lastSeen,
    updated: d => d.updated,
  },
  pairs: [
    ['status', 'updated'],
    ['type', 'updated'],
    ['decidedBy', 'updated'],
  ],
});

export const allowEntries = defineCollection({
  name: 'allowEntries',
  schema: AllowEntry,
  text: { type: d => d.type, value: d => d.value },
  number: { created: d => d.created },
});

export const alertChannels = defineCollection({
  name: 'alertChannels',
  schema: AlertChannel,
  text: { kind: d => d.kind, name: d => d.name },
  number: { enabled: d => d.enabled },
});

export const alerts = defineCollection({
  name: 'alerts',
  schema: Alert,
  text: {
    incident: d => d.incident,
    channel: d => d.channel,
    status: d => d.status,
    tokenHash: d => d.tokenHash,
  },
  number: { nextAttempt: d => d.nextAttempt, created: d => d.created },
  pairs: [
    ['status', 'created'],
    ['status', 'nextAttempt'],
  ],
});

export const agents = defineCollection({
  name: 'agents',
  schema: Agent,
  text: { name: d => d.name, status: d => d.status, tokenHash: d => d.tokenHash },
  number: { lastSeen: d => d.lastSeen },
});

/** A permission to enrol one agent, once. */
export const Enrolment = Type.Object({
  id: Type.String(),
  name: Agent.properties.name,
  vantage: Agent.properties.vantage,
  /** SHA-256 of the one-time token. */
  tokenHash: Type.String(),
  by: Type.String(),
  created: Type.Integer(),
  expires: Type.Integer(),
  /** The agent that used it. */
  agent: Type.Optional(Type.String()),
});
export type Enrolment = Static<typeof Enrolment>;
export const enrolments = defineCollection({
  name: 'enrolments',
  schema: Enrolment,
  text: { tokenHash: d => d.tokenHash },
  number: { expires: d => d.expires },
});

export const flows = defineCollection({
  name: 'flows',
  schema: StreamFlow,
  text: { agent: d => d.agent, state: d => d.state },
  number: { updated: d => d.updated },
});

export const inputs = defineCollection({
  name: 'inputs',
  schema: Input,
  text: { status: d => d.status, format: d => d.format, file: d => d.file },
  number: { created: d => d.created },
  pairs: [['status', 'created']],
});

export const reports = defineCollection({
  name: 'reports',
  schema: Report,
  text: { kind: d => d.kind, status: d => d.status, indicator: d => d.indicator, domain: d => d.domain },
  number: { at: d => d.at },
  pairs: [
    ['status', 'at'],
    ['indicator', 'at'],
  ],
});

export const savedSearches = defineCollection({
  name: 'savedSearches',
  schema: SavedSearch,
  text: { by: d => d.by },
  number: { shared: d => d.shared, created: d => d.created },
});

export const accounts = defineCollection({
  name: 'accounts',
  schema: Account,
  text: {
    /** Names are told apart without case. */
    name: d => d.name.toLowerCase(),
    oidc: d => d.oidc && `${d.oidc.issuer} ${d.oidc.subject}`,
  },
  number: { created: d => d.created },
});

export const ApiTokenRecord = Type.Object({
  ...ApiToken.properties,
  /** SHA-256 of the token. */
  tokenHash: Type.String(),
});
export type ApiTokenRecord = Static<typeof ApiTokenRecord>;
export const apiTokens = defineCollection({
  name: 'apiTokens',
  schema: ApiTokenRecord,
  text: { account: d => d.account, tokenHash: d => d.tokenHash },
  number: { expires: d => d.expires },
});

/** Small named values: detector watermarks, counters, settings. */
export const Setting = Type.Object({
  id: Type.String(),
  value: Type.Unknown(),
  updated: Type.Integer(),
});
export type Setting = Static<typeof Setting>;
export const settings = defineCollection({ name: 'settings', schema: Setting });

export const allCollections: readonly AnyCollection[] = [
  findings,
  incidents,
  campaigns,
  indicators,
  allowEntries,
  alertChannels,
  alerts,
  agents,
  enrolments,
  flows,
  inputs,
  reports,
  savedSearches,
  accounts,
  apiTokens,
  settings,
  ...accessCollections,
  ...drillCollections,
];
