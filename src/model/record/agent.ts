// An agent: a sensor host that pushes batches; and the proof that its streams flow.
import { type Static, Type } from 'typebox';

export const Agent = Type.Object(
  {
    id: Type.String(),
    name: Type.String({ minLength: 1, maxLength: 100 }),
    vantage: Type.Enum(['darknet', 'victim', 'honeypot', 'lan', 'unknown']),
    status: Type.Enum(['active', 'retired']),
    /** SHA-256 of its bearer token. */
    tokenHash: Type.String(),
    /** Events a day it may push. */
    quota: Type.Integer({ minimum: 1 }),
    version: Type.String(),
    enrolled: Type.Integer(),
    lastSeen: Type.Integer(),
  },
  { title: 'Agent' },
);
export type Agent = Static<typeof Agent>;

/** Proof of flow for one stream of one agent: what it says it made against what arrived. */
export const StreamFlow = Type.Object(
  {
    /** `<agent>/<stream>`. */
    id: Type.String(),
    agent: Type.String(),
    stream: Type.String(),
    /** Events the agent says it has made, dropped (spool full) and the centre has stored, since enrolment. */
    expected: Type.Integer(),
    dropped: Type.Integer(),
    received: Type.Integer(),
    duplicates: Type.Integer(),
    /** Newest event time against arrival, ms. */
    lag: Type.Integer(),
    lastEvent: Type.Integer(),
    /** Canary: made at the sensor each minute, seen at the far end. */
    lastCanary: Type.Integer(),
    canaryDelay: Type.Integer(),
    state: Type.Enum(['flowing', 'quiet', 'late', 'silent', 'losing', 'failed']),
    /** Why, when not flowing: message id for people. */
    reason: Type.String(),
    updated: Type.Integer(),
  },
  { title: 'StreamFlow' },
);
export type StreamFlow = Static<typeof StreamFlow>;
