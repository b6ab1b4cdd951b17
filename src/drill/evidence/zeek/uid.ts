// Zeek's unique ids, derived from what they name so that every log finds the same one.
import type { Flow } from '../network/flows.ts';
import { scramble } from '../network/scramble.ts';

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Up to six digits in base 62 of a 32-bit number. */
const base62 = (value: number): string => {
  let text = '';
  for (let rest = value; rest > 0; rest = Math.floor(rest / 62)) text += digits[rest % 62];
  return text;
};

const unique = (a: number, b: number): string =>
  base62(scramble(a)) + base62(scramble(b)) + base62(scramble(a ^ (b << 7) ^ (b >>> 25)));

type Keys = Pick<Flow, 'key' | 'salt'>;

/** Connection id (`C…`) of a flow. */
export const uidOf = (seed: number, { key, salt }: Keys): string => `C${unique(key ^ seed, salt)}`;

/** Id (`F…`) of the n-th file a flow carries. */
export const fuidOf = (seed: number, { key, salt }: Keys, n: number): string =>
  `F${unique(key ^ seed ^ 0x5bd1e995, salt + n)}`;
