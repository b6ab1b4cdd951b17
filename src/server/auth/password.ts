// Passwords: scrypt (RFC 7914) at a cost of about 0.1 s and 32 MB each, a few at a time.
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { HinomiError } from '#model/errors.ts';

/** N, r, p: OWASP's second choice (2^15, 8, 3), which needs 32 MB instead of 128. */
export interface Cost {
  n: number;
  r: number;
  p: number;
}
export const defaultCost: Cost = { n: 2 ** 15, r: 8, p: 3 };
const keyBytes = 32;

/** The form at rest: `scrypt$N$r$p$salt$key`. */
export async function hashPassword(password: string, cost: Cost = defaultCost): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, cost);
  return ['scrypt', cost.n, cost.r, cost.p, salt.toString('base64url'), key.toString('base64url')].join('$');
}

/** Whether a password fits; an empty or unknown form never does, after the same time. */
export async function verifyPassword(password: string, stored: string): Promise<boolean> {
  const parts = stored.split('$');
  const [kind, n, r, p, salt = '', key = ''] = parts.length === 6 ? parts : [];
  const cost = { n: Number(n), r: Number(r), p: Number(p) };
  const known = kind === 'scrypt' && Object.values(cost).every(Number.isInteger) && cost.n <= 2 ** 20;
  const expected = known ? Buffer.from(key, 'base64url') : Buffer.alloc(keyBytes);
  const found = await derive(
    password,
    known ? Buffer.from(salt, 'base64url') : expected,
    known ? cost : defaultCost,
  );
  return known && expected.length === found.length && timingSafeEqual(found, expected);
}

const atOnce = 2;
const mostWaiting = 50;
let running = 0;
const waiting: (() => void)[] = [];

/** Derives a key; at most two at a time, so that a flood of sign-ins neither fills memory nor starves the rest. */
async function derive(password: string, salt: Buffer, { n, r, p }: Cost): Promise<Buffer> {
  if (running >= atOnce) {
    if (waiting.length >= mostWaiting)
      throw new HinomiError('SIGN_IN_BUSY', 'too many sign-ins at once', {
        remedy: 'Try again in some seconds.',
        status: 503,
      });
    await new Promise<void>(resolve => waiting.push(resolve));
  } else running++;
  try {
    return await new Promise((resolve, reject) =>
      scrypt(password.normalize('NFKC'), salt, keyBytes, { N: n, r, p, maxmem: 256 * n * r }, (error, key) =>
        error ? reject(error) : resolve(key),
      ),
    );
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running--;
  }
}
