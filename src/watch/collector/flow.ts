// Proof of flow: expected against received for each stream, and why when nothing comes. Pure.
import type { StreamFlow } from '#model/record/agent.ts';
import { minute, second } from '#model/time.ts';
import type { StreamState } from './stream-book.ts';

/** What the collector knows of a stream besides its batches; not kept over a restart. */
export interface Contact {
  /** Last request of the agent, or when this collector started. */
  at: number;
  /** Whether the agent has called since this collector started. */
  heard: boolean;
  /** Events waiting at the agent, from its last heartbeat. */
  spooled: number;
  /** Events that left the agent's books without arriving: made − dropped − spooled − received at a heartbeat. */
  missing: number;
  /** When the agent's own drop counter last grew. */
  lastDrop: number;
  /** Why the source cannot work, '' when it can. */
  failed: string;
  /** Agent's clock minus ours, ms, at its last heartbeat. */
  skew: number;
}

/** A canary leaves each minute; one that is this late is overdue. */
export const canaryOverdue = 150 * second;
export const canarySlow = 30 * second;
export const silentAfter = 90 * second;
export const quietAfter = 5 * minute;
export const dropMemory = 10 * minute;
export const skewLimit = 2 * minute;

/**
 * The state of a stream now, with the reason when it does not flow: a message id, or a failed source's own words.
 * Worse comes first.
 */
export function judgeFlow(
  state: StreamState,
  contact: Contact,
  now: number,
): Pick<StreamFlow, 'state' | 'reason'> {
  if (now - contact.at > silentAfter) return { state: 'silent', reason: 'flow.no-contact' };
  if (contact.failed !== '') return { state: 'failed', reason: contact.failed };
  if (contact.missing > 0) return { state: 'losing', reason: 'flow.lost-on-the-way' };
  if (contact.lastDrop > 0 && now - contact.lastDrop < dropMemory)
    return { state: 'losing', reason: 'flow.dropped-at-agent' };
  if (Math.abs(contact.skew) > skewLimit) return { state: 'late', reason: 'flow.clock-differs' };
  if (contact.heard && state.lastCanary > 0 && now - state.lastCanary > canaryOverdue)
    return { state: 'late', reason: 'flow.canary-overdue' };
  if (state.canaryDelay > canarySlow) return { state: 'late', reason: 'flow.canary-slow' };
  if (now - state.lastEvent > quietAfter) return { state: 'quiet', reason: 'flow.nothing-to-send' };
  return { state: 'flowing', reason: '' };
}

/** The record of a stream, as the console shows it. */
export const flowRecord = (state: StreamState, contact: Contact, now: number): StreamFlow => ({
  id: `${state.agent}/${state.stream}`,
  agent: state.agent,
  stream: state.stream,
  expected: state.baseMade + state.made,
  dropped: state.baseDropped + state.dropped,
  received: state.received,
  duplicates: state.duplicates,
  lag: state.lag,
  lastEvent: state.lastEvent,
  lastCanary: state.lastCanary,
  canaryDelay: state.canaryDelay,
  ...judgeFlow(state, contact, now),
  updated: now,
});
