// What every honeypot's events have in common.
import type { Draft } from '../format.ts';

/** Actions that are proof of an attack by themselves: nobody has business on a honeypot. */
export const bruteForce = { 'rsit.type': 'brute-force', 'threat.technique.id': ['T1110'] } as const;

/** A fresh honeypot event. */
export const honeypotDraft = (
  module: string,
  kind: string,
  time: number,
  category: string,
  action: string,
): Draft => ({
  '@timestamp': time,
  'event.module': module,
  'event.dataset': `${module}.${kind}`,
  'event.category': category,
  'event.action': action,
  'observer.type': 'honeypot',
  'hinomi.vantage': 'honeypot',
});
