// Deterministic ids for findings, so that re-evaluating the same burst updates it instead of adding another.
import { hashId } from '#store/records/hash-id.ts';
import type { Burst } from './detector.ts';

/** The id of what a detector says of a burst: detector, exercise, subject, protocol and start. */
export const findingId = (
  detector: string,
  burst: Pick<Burst, 'exercise' | 'subject' | 'protocol' | 'start'>,
): string => hashId('finding', detector, burst.exercise, burst.subject, burst.protocol, String(burst.start));
