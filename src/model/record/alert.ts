// An alert: one message to one concerned party about one incident, followed until acknowledged and closed.
import { type Static, Type } from 'typebox';
import { RsitClass } from '../vocab/rsit.ts';
import { Tlp } from '../vocab/tlp.ts';

/** Where alerts go. Which alerts a channel gets is decided by its filter; off until enabled. */
export const AlertChannel = Type.Object(
  {
    id: Type.String(),
    name: Type.String({ minLength: 1, maxLength: 100 }),
    kind: Type.Enum(['mail', 'webhook']),
    /** Mail address or https URL. */
    target: Type.String({ minLength: 3, maxLength: 500 }),
    language: Type.Enum(['ja', 'en']),
    enabled: Type.Boolean(),
    minSeverity: Type.Integer({ minimum: 0, maximum: 100 }),
    classes: Type.Array(RsitClass),
    /** Only alerts whose victim or attacker lies in one of these prefixes; empty = all (DAEDALUS-style registration). */
    prefixes: Type.Array(Type.String({ maxLength: 49 }), { maxItems: 1000 }),
    tlp: Tlp,
    created: Type.Integer(),
    updated: Type.Integer(),
  },
  { title: 'AlertChannel' },
);
export type AlertChannel = Static<typeof AlertChannel>;

export const alertStatuses = ['queued', 'sent', 'failed', 'acknowledged', 'closed'] as const;
export const Alert = Type.Object(
  {
    id: Type.String(),
    incident: Type.String(),
    channel: Type.String(),
    status: Type.Enum([...alertStatuses]),
    attempts: Type.Integer(),
    lastError: Type.String(),
    nextAttempt: Type.Integer(),
    created: Type.Integer(),
    sent: Type.Optional(Type.Integer()),
    acknowledged: Type.Optional(Type.Integer()),
    closed: Type.Optional(Type.Integer()),
    /** SHA-256 of the token in the acknowledge/close link. */
    tokenHash: Type.String(),
    exercise: Type.String(),
  },
  { title: 'Alert' },
);
export type Alert = Static<typeof Alert>;
