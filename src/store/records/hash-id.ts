// Record ids derived from what a record is about, so that saying the same thing again changes it instead of adding one.
import { createHash } from 'node:crypto';
import { stampedUuid } from '#model/ids.ts';

/** UUIDv8 (RFC 9562 §5.8) of a list of texts; each is length-prefixed so that no two lists collide by concatenation. */
export function hashId(...parts: string[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${Buffer.byteLength(part)}:${part}`);
  return stampedUuid(hash.digest(), 8);
}
