// An indicator: a name, address, URL or hash that a person or a rule says is bad, for how long and why.
import { type Static, Type } from 'typebox';
import { Tlp } from '../vocab/tlp.ts';
import { Message } from './finding.ts';

export const indicatorTypes = [
  'domain',
  'ipv4',
  'ipv6',
  'cidr',
  'nameserver',
  'url',
  'sha256',
  'md5',
] as const;
export const IndicatorType = Type.Enum([...indicatorTypes]);
export type IndicatorType = Static<typeof IndicatorType>;

/** candidate: seen, waits for a decision. active: on the lists. expired/withdrawn/false-positive: off the lists. */
export const indicatorStatuses = ['candidate', 'active', 'expired', 'withdrawn', 'false-positive'] as const;
export const IndicatorStatus = Type.Enum([...indicatorStatuses]);
export type IndicatorStatus = Static<typeof IndicatorStatus>;

export const Indicator = Type.Object(
  {
    id: Type.String(),
    type: IndicatorType,
    /** Canonical: names lower-case in A-label form without final dot, addresses RFC 5952, URLs WHATWG-normalised. */
    value: Type.String({ maxLength: 2048 }),
    status: IndicatorStatus,
    /** Also covers names below it (domains only). */
    subdomains: Type.Boolean(),
    action: Type.Enum(['warn', 'nxdomain', 'passthru']),
    confidence: Type.Integer({ minimum: 0, maximum: 100 }),
    tlp: Tlp,
    labels: Type.Array(Type.String({ maxLength: 64 }), { maxItems: 20 }),
    /** Why, for the person who is blocked; shown on the warning page. */
    reason: Message,
    /** `rule:<id>`, `feed:<id>` or `account:<name>`. */
    decidedBy: Type.String(),
    validFrom: Type.Integer(),
    validUntil: Type.Integer(),
    findings: Type.Array(Type.String()),
    events: Type.Array(Type.String(), { maxItems: 20 }),
    sightings: Type.Integer(),
    firstSeen: Type.Integer(),
    lastSeen: Type.Integer(),
    exercise: Type.String(),
    created: Type.Integer(),
    updated: Type.Integer(),
  },
  { title: 'Indicator' },
);
export type Indicator = Static<typeof Indicator>;

/** Never to be listed: popular or own names and networks. `type: domain` covers names below it. */
export const AllowEntry = Type.Object(
  {
    id: Type.String(),
    type: Type.Enum(['domain', 'cidr']),
    value: Type.String({ maxLength: 253 }),
    reason: Type.String({ maxLength: 500 }),
    by: Type.String(),
    created: Type.Integer(),
  },
  { title: 'AllowEntry' },
);
export type AllowEntry = Static<typeof AllowEntry>;
