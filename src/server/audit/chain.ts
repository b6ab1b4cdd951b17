// What ties audit entries together: each hash covers the one before, so nothing can be changed, removed or put between.
import { createHash } from 'node:crypto';
import type { AuditEntry } from '#model/record/account.ts';

/** JSON with sorted keys: one text for one value. */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([key, field]) => `${JSON.stringify(key)}:${canonicalJson(field)}`).join(',')}}`;
}

/** SHA-256 (hex) over the previous hash and the entry without its own. */
export const chainHash = (previousHash: string, entry: Omit<AuditEntry, 'hash'>): string =>
  createHash('sha256')
    .update(`${previousHash}\n${canonicalJson(entry)}`)
    .digest('hex');
