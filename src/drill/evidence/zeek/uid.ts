// Zeek's unique ids, derived from what they name so that every log finds the same one.
import { hashKeys } from '../../world/random.ts';
import type { Flow } from '../network/flows.ts';

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Five or six digits in base 62 of a 32-bit number. */
const base62 = (value: number): string => {
  let text = '';
  for (let rest = value; rest > 0; rest = Math.floor(rest / 62)) text += digits[rest % 62];
  return text;
};

const unique = (prefix: string, seed: number, key: number): string =>
  prefix + base62(hashKeys(seed, key, 1)) + base62(hashKeys(seed, key, 2)) + base62(hashKeys(seed, key, 3));

/** Connection id (`C…`) of a flow, or of a lasting connection's key. */
export const uidOf = (seed: number, flow: Pick<Flow, 'key'>): string => unique('C', seed, flow.key);

/** File id (`F…`) of what a key names. */
export const fuidOf = (seed: number, ...keys: readonly (string | number)[]): string =>
  unique('F', seed, hashKeys(...keys));
