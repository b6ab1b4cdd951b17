// Who may ask the primary: addresses, each with or without a key that must sign the request.
import { isIpv4, type Prefix, parseIp, parsePrefix, prefixContains } from '#model/ip.ts';
import { findTsig, type TsigKey, type TsigVerdict, verifyTsig } from '../dns/tsig.ts';

export interface AccessRule {
  /** Address or prefix. */
  from: string;
  /** Name of the key that must sign; none: the address is enough. */
  key?: string;
}

export type Access =
  | { allowed: true; key?: TsigKey; mac?: Uint8Array }
  | { allowed: false; verdict?: Extract<TsigVerdict, { ok: false }> };

/** Text of an address as sockets give it, without zone and IPv4-mapped prefix. */
export function plainAddress(address: string): string {
  const bare = address.split('%')[0]!;
  const bytes = parseIp(bare);
  return bytes && isIpv4(bytes) && bare.includes(':') ? bare.slice(bare.lastIndexOf(':') + 1) : bare;
}

const sameKey = (a: string, b: string): boolean =>
  a.replace(/\.$/, '').toLowerCase() === b.replace(/\.$/, '').toLowerCase();

export class AccessList {
  private readonly rules: { prefix: Prefix; key: string | undefined }[] = [];
  private readonly keys: readonly TsigKey[];

  constructor(rules: readonly AccessRule[], keys: readonly TsigKey[]) {
    this.keys = keys;
    for (const rule of rules) {
      const prefix = parsePrefix(rule.from);
      if (prefix) this.rules.push({ prefix, key: rule.key });
    }
  }

  /** Whether any rule names the address at all: others get no work done for them. */
  knows(address: string): boolean {
    const bytes = parseIp(plainAddress(address));
    return bytes !== undefined && this.rules.some(rule => prefixContains(rule.prefix, bytes));
  }

  /** Judges a well-formed request. `now` in Unix seconds. */
  check(message: Uint8Array, address: string, now: number): Access {
    const tsig = findTsig(message);
    const bytes = parseIp(plainAddress(address));
    if (!bytes) return { allowed: false };
    const rules = this.rules.filter(rule => prefixContains(rule.prefix, bytes));
    if (rules.length === 0) return { allowed: false };
    if (tsig === undefined) return { allowed: rules.some(rule => rule.key === undefined) };
    const verdict = verifyTsig(message, tsig, this.keys, now);
    if (!verdict.ok) return { allowed: false, verdict };
    const { key, mac } = verdict;
    const allowed = rules.some(rule => rule.key === undefined || sameKey(rule.key, key.name));
    return allowed ? { allowed, key, mac } : { allowed: false };
  }
}
