// What a vantage point cannot see, said with every finding it supports.
import type { Message } from '#model/record/finding.ts';
import type { Measure } from './detector.ts';

/** Messages about the limits of the points that saw a burst. */
export function blindSpots(measure: Measure): Message[] {
  const messages: Message[] = [];
  const seen = new Set(measure.vantages);
  if (seen.has('darknet')) messages.push({ id: 'unseen.darknet', values: {} });
  if (seen.has('honeypot')) messages.push({ id: 'unseen.honeypot', values: {} });
  if (seen.has('victim')) messages.push({ id: 'unseen.victim', values: {} });
  if (seen.has('lan')) messages.push({ id: 'unseen.lan', values: {} });
  if (seen.has('unknown') || seen.has('') || seen.size === 0)
    messages.push({ id: 'unseen.unknown', values: {} });
  return messages;
}
