// How often one caller may call; kept in memory of each server (lock-outs after failures are kept in the records).
// Strangers are counted by address. Who has signed in is counted by account: a whole class sits behind one address.
import { createHash } from 'node:crypto';
import { isIPv6 } from 'node:net';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { HinomiError } from '#model/errors.ts';
import { minute } from '#model/time.ts';

export interface RateLimits {
  /** Calls a minute of one account, or from one address by who has not signed in. */
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

/** Credentials that were found good lately, and whose they are: made-up ones do not get a bucket of their own. */
class KnownCallers {
  readonly #accounts = new Map<string, string>();
  readonly #most: number;

  constructor(most = 20_000) {
    this.#most = most;
  }
  of(request: FastifyRequest): string | undefined {
    return this.#accounts.get(credentialOf(request));
  }
  note(request: FastifyRequest, account: string): void {
    const credential = credentialOf(request);
    if (credential === '') return;
    this.#accounts.delete(credential);
    this.#accounts.set(credential, account);
    if (this.#accounts.size > this.#most) this.#accounts.delete(this.#accounts.keys().next().value!);
  }
}

/** Only a hash of it stays in memory. */
const credentialOf = ({ headers: { authorization = '', cookie = '' } }: FastifyRequest): string =>
  authorization === '' && cookie === ''
    ? ''
    : createHash('sha256').update(`${authorization}\n${cookie}`).digest('base64');

/** Bounds requests by caller; to be installed before the routes. */
export async function installRateLimits(app: FastifyInstance, limits: RateLimits): Promise<void> {
  const known = new KnownCallers();
  // The door has let the caller in by now.
  app.addHook('preValidation', async request => {
    if (request.principal) known.note(request, request.principal.account.id);
  });
  await app.register(rateLimit, {
    global: true,
    max: limits.calls,
    timeWindow: minute,
    cache: 20_000,
    keyGenerator: request => {
      const account = known.of(request);
      return account === undefined ? addressKey(request.ip) : `account ${account}`;
    },
    errorResponseBuilder: (_request, { ttl }) =>
      new HinomiError('TOO_MANY_REQUESTS', 'too many requests', {
        remedy: `Wait ${Math.ceil(ttl / 1000)} seconds, then try again.`,
        status: 429,
      }),
  });
}

/** Route options for the strict limit: one bucket for all strict routes, by address whoever calls. */
export const strictRate = (limits: RateLimits) => ({
  keyGenerator: (request: FastifyRequest) => addressKey(request.ip),
  max: limits.strict,
  timeWindow: minute,
  groupId: 'strict',
});
