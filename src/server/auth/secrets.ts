// Random tokens and their hashes: the store keeps only the hash, the holder only the token.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 256 random bits as URL-safe text, with a prefix that secret scanners recognise. */
export const newToken = (prefix = ''): string => prefix + randomBytes(32).toString('base64url');

/** SHA-256 (hex) of a token: enough, because tokens are random. Never for passwords. */
export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('hex');

/** Compares without telling by the time taken where two texts differ. */
export function sameText(a: string, b: string): boolean {
  const [x, y] = [createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest()];
  return timingSafeEqual(x, y);
}

const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Ten recovery codes of 80 random bits each, as `ABCD-EFGH-IJKL-MNOP`. */
export const newRecoveryCodes = (): string[] =>
  Array.from({ length: 10 }, () =>
    Array.from(randomBytes(16), byte => base32[byte & 31])
      .join('')
      .replace(/(.{4})(?=.)/g, '$1-'),
  );

/** Hash of a recovery code however it was typed. */
export const recoveryHash = (code: string): string => tokenHash(code.toUpperCase().replace(/[^A-Z2-7]/g, ''));
