// Deterministic ids for findings, so that re-evaluating the same burst updates it instead of adding another.
import { createHash } from 'node:crypto';
import { formatUuid } from '#model/ids.ts';
import type { Burst } from './detector.ts';

/** UUID (version 8, RFC 9562 §5.8: our own hash) of detector, exercise, subject, protocol and start. */
export function findingId(
  detector: string,
  burst: Pick<Burst, 'exercise' | 'subject' | 'protocol' | 'start'>,
): string {
  return hashId('finding', detector, burst.exercise, burst.subject, burst.protocol, String(burst.start));
}

/** UUIDv8 of a list of texts; the parts are length-prefixed so that no two lists collide by concatenation. */
export function hashId(...parts: string[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${Buffer.byteLength(part)}:${part}`);
  const bytes = new Uint8Array(hash.digest().subarray(0, 16));
  bytes[6] = 0x80 | (bytes[6]! & 0x0f);
  bytes[8] = 0x80 | (bytes[8]! & 0x3f);
  return formatUuid(bytes);
}
