// Providers and the addresses they hand out. All lie in ranges reserved for tests and documentation.
import { addressIn, inBlock } from '../address.ts';
import type { Internet, Provider } from '../entities.ts';
import { hashKeys } from '../random.ts';

/** Hosts of a /24 that are neither network nor broadcast address. */
const usable = 254;
/** Hosts of a /20. */
const perBlock = 16 * usable;

/** Addresses a provider has: `outsideAddress` takes numbers below this. */
export const addressesOf = (provider: Provider): number => provider.cidrs.length * perBlock;

/**
 * The n-th address of a provider, scattered over its range so that neighbours in number are none in the network. Everyday
 * life takes numbers from 0 up; whoever comes later (an attacker, say) takes them from the end and meets nobody.
 * @throws RangeError when the provider has no such number.
 */
export function outsideAddress(seed: number, provider: Provider, n: number): string {
  const count = addressesOf(provider);
  if (!(n >= 0 && n < count)) throw new RangeError(`${provider.name} has no address number ${n}`);
  // An affine permutation: the factor shares no divisor with count = 2^k · 127 · blocks (blocks below 127).
  const key = hashKeys(seed, provider.asn, 'addresses');
  let factor = (key % 1000) * 2 + 1001;
  while (gcd(factor, count) !== 1) factor += 2;
  const place = (n * factor + (key >>> 10)) % count;
  const inside = place % perBlock;
  return addressIn(
    provider.cidrs[Math.floor(place / perBlock)]!,
    Math.floor(inside / usable) * 256 + (inside % usable) + 1,
  );
}

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));

/** Whose address it is; undefined for addresses of no provider (the organisations' own). */
export const providerOf = (internet: Internet, ip: string): Provider | undefined =>
  internet.providers.find(provider => provider.cidrs.some(cidr => inBlock(cidr, ip)));
