// The course of an incident: when it was detected, contained, recovered. Simulated times; undefined = never.
import { actions } from '../actions/actions.ts';
import type { Run } from '../run/run.ts';

const inforce = (run: Run) => run.actions.filter(one => one.status === 'done');

/** First measure in force that touches the attack, by its group. */
const firstMeasure = (run: Run): number | undefined =>
  inforce(run)
    .filter(one => ['block', 'host', 'account', 'recovery'].includes(actions.get(one.action)?.group ?? ''))
    .map(one => one.effectiveAt)
    .sort((a, b) => a - b)[0];

/** When the attack got no further: its last step that succeeded, or the first measure. Undefined while it goes on. */
export function containedAt(run: Run): number | undefined {
  const first = firstMeasure(run);
  if (first === undefined || run.attacker.state === 'finished' || run.attacker.footholds.length > 0)
    return undefined;
  const last = Math.max(0, ...run.steps.filter(step => step.outcome === 'done').map(step => step.end));
  return Math.max(first, last);
}

/** Where the attack's own course ends when nobody acts. */
export const courseEnd = (doNothing: Run): number => Math.max(0, ...doNothing.steps.map(step => step.end));

const count = ({ hosts, accounts }: Run['remaining']): number => hosts.length + accounts.length;

/** Hosts and accounts still in the attacker's hands, and those that ever were. */
export const held = (run: Run): number => count(run.remaining);
export const fallen = (run: Run): number => count(run.fallen);

export { firstMeasure };
