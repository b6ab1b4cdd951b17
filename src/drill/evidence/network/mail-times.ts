// When a message passes the stations on its way: the mail log and the flows between hosts go by the same times.
import type { SimTime } from '../../world/entities.ts';
import type { Mail } from '../../world/event.ts';

interface MailTimes {
  /** Accepted by the first host. */
  queued: SimTime;
  /** Handed from one host of ours to the next, where there are two. */
  handed: SimTime;
  /** Delivered, or given up. */
  done: SimTime;
}

export function mailTimes(event: Mail): MailTimes {
  const queued = event.at + 150 + event.bytes / 4000;
  const done = Math.max(queued + 60, event.at + event.delay);
  return { queued, handed: queued + (done - queued) / 2, done };
}

/** How long before its hand-over a message's connection between two hosts of ours begins. */
export const handing = 125;
