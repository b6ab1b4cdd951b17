// How often one address may call; kept in memory of each server (lock-outs after failures are kept in the records).
import { isIPv6 } from 'node:net';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';
import { HinomiError } from '#model/errors.ts';
import { minute } from '#model/time.ts';

export interface RateLimits {
  /** Calls a minute from one address. */
  calls: number;
  /** Sign-ins, set-ups and password changes a minute from one address, together. */
  strict: number;
}

export const defaultRateLimits: RateLimits = { calls: 1200, strict: 20 };

/** One key an IPv4 address, or an IPv6 /64: whoever has one address of a /64 has all. */
export function addressKey(address: string): string {
  if (!isIPv6(address)) return address;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped) return mapped;
  const [head = '', tail] = address.split('%')[0]!.split('::');
  const first = head === '' ? [] : head.split(':');
  const last = tail === undefined || tail === '' ? [] : tail.split(':');
  const groups =
    tail === undefined ? first : [...first, ...Array(8 - first.length - last.length).fill('0'), ...last];
  return `${groups
    .slice(0, 4)
    .map(group => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}

/** Bounds requests by caller; to be installed before the routes. */
export async function installRateLimits(app: FastifyInstance, limits: RateLimits): Promise<void> {
  await app.register(rateLimit, {
    global: true,
    max: limits.calls,
    timeWindow: minute,
    cache: 20_000,
    keyGenerator: request => addressKey(request.ip),
    errorResponseBuilder: (_request, { ttl }) =>
      new HinomiError('TOO_MANY_REQUESTS', 'too many requests from this address', {
        remedy: `Wait ${Math.ceil(ttl / 1000)} seconds, then try again.`,
        status: 429,
      }),
  });
}

/** Route options for the strict limit: one bucket for all strict routes. */
export const strictRate = (limits: RateLimits) => ({
  max: limits.strict,
  timeWindow: minute,
  groupId: 'strict',
});
