// Who may ask the forwarder, how often, and who said "continue anyway". All tables are bounded.
import { type Prefix, parseIp, parsePrefix, prefixContains } from '#model/ip.ts';

/** Loopback and private networks: the default, so that the forwarder is never an open resolver. */
const privateNetworks = [
  '127.0.0.0/8',
  '::1/128',
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  'fc00::/7',
  'fe80::/10',
];

interface Bucket {
  tokens: number;
  at: number;
}

const maxKnown = 50_000;

export class Clients {
  private readonly networks: Prefix[];
  private readonly perSecond: number;
  private readonly allowed = new Map<string, boolean>();
  private readonly buckets = new Map<string, Bucket>();
  private readonly bypasses = new Map<string, number>();

  /** @param perSecond questions a second and client; bursts of ten times as many pass. 0: no limit. */
  constructor(networks: readonly string[] = privateNetworks, perSecond = 1_000) {
    this.networks = networks.map(parsePrefix).filter(prefix => prefix !== undefined);
    this.perSecond = perSecond;
  }

  mayAsk(address: string): boolean {
    const known = this.allowed.get(address);
    if (known !== undefined) return known;
    const bytes = parseIp(address.split('%')[0]!);
    const verdict = bytes !== undefined && this.networks.some(prefix => prefixContains(prefix, bytes));
    if (this.allowed.size >= maxKnown) this.allowed.clear();
    this.allowed.set(address, verdict);
    return verdict;
  }

  /** Takes a token; false when the client is over its rate. `now` in ms of any steady clock. */
  take(address: string, now: number): boolean {
    if (this.perSecond === 0) return true;
    const most = this.perSecond * 10;
    let bucket = this.buckets.get(address);
    if (!bucket) {
      if (this.buckets.size >= maxKnown) this.buckets.clear();
      bucket = { tokens: most, at: now };
      this.buckets.set(address, bucket);
    }
    bucket.tokens = Math.min(most, bucket.tokens + ((now - bucket.at) * this.perSecond) / 1_000);
    bucket.at = now;
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    return true;
  }

  /** Lets one client pass one list entry until a moment (Unix ms). */
  bypass(address: string, entry: string, until: number): void {
    if (this.bypasses.size >= maxKnown) this.bypasses.delete(this.bypasses.keys().next().value!);
    this.bypasses.set(`${address} ${entry}`, until);
  }

  get anyBypass(): boolean {
    return this.bypasses.size > 0;
  }

  bypassed(address: string, entry: string, now: number): boolean {
    const key = `${address} ${entry}`;
    const until = this.bypasses.get(key);
    if (until === undefined) return false;
    if (until > now) return true;
    this.bypasses.delete(key);
    return false;
  }
}
