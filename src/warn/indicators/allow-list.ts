// The guard before every listing: popular and own names and networks are refused.
import { readFileSync } from 'node:fs';

import { HinomiError } from '#model/errors.ts';
import { type Prefix, parseIp, parsePrefix, prefixContains } from '#model/ip.ts';
import type { AllowEntry } from '#model/record/indicator.ts';
import type { IndicatorValue } from './normalise.ts';

/** The entry that stands in the way, in a form to show. */
export interface AllowHit {
  value: string;
  /** `popular` for the shipped list, else the id of the entry. */
  source: string;
  reason: string;
}

/** content/allow-list/popular.json. */
export interface PopularNames {
  /** Protected with all that lies below. */
  domains: readonly string[];
  /** Shared hosting: protected itself and above, single names below it may be listed. */
  hosts: readonly string[];
  networks: readonly string[];
}

let shippedNames: PopularNames | undefined;

/** The list that comes with the platform. */
function popularNames(): PopularNames {
  shippedNames ??= JSON.parse(
    readFileSync(new URL('../../../content/allow-list/popular.json', import.meta.url), 'utf8'),
  ) as PopularNames;
  return shippedNames;
}

export class AllowList {
  /** Allowed names; `true` covers what lies below them too. */
  private readonly names = new Map<string, { hit: AllowHit; below: boolean }>();
  /** Every name above an allowed one, with the one below that it would take along. */
  private readonly above = new Map<string, AllowHit>();
  private readonly networks: { prefix: Prefix; hit: AllowHit }[] = [];

  constructor(entries: Iterable<AllowEntry>, shipped: PopularNames = popularNames()) {
    const shippedHit = (value: string): AllowHit => ({ value, source: 'popular', reason: 'widely used' });
    for (const name of shipped.domains) this.addName(shippedHit(name), true);
    for (const name of shipped.hosts) this.addName(shippedHit(name), false);
    for (const network of shipped.networks) this.addNetwork(shippedHit(network));
    for (const { id, type, value, reason } of entries) {
      const hit = { value, source: id, reason };
      if (type === 'domain') this.addName(hit, true);
      else this.addNetwork(hit);
    }
  }

  private addName(hit: AllowHit, below: boolean): void {
    const name = hit.value.toLowerCase();
    this.names.set(name, { hit, below });
    for (let dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1))
      if (!this.above.has(name.slice(dot + 1))) this.above.set(name.slice(dot + 1), hit);
  }

  private addNetwork(hit: AllowHit): void {
    const prefix = parsePrefix(hit.value);
    if (prefix) this.networks.push({ prefix, hit });
  }

  private findName(name: string): AllowHit | undefined {
    const own = this.names.get(name);
    if (own) return own.hit;
    const taken = this.above.get(name);
    if (taken) return taken;
    for (let dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
      const found = this.names.get(name.slice(dot + 1));
      if (found?.below) return found.hit;
    }
    return undefined;
  }

  private findPrefix(text: string): AllowHit | undefined {
    const asked = parsePrefix(text);
    if (!asked) return undefined;
    return this.networks.find(
      ({ prefix }) =>
        (prefix.bits <= asked.bits && prefixContains(prefix, asked.bytes)) ||
        (asked.bits < prefix.bits && prefixContains(asked, prefix.bytes)),
    )?.hit;
  }

  /** What forbids listing a value, if anything. Single pages on an allowed host may be listed: no name is blocked by them. */
  find({ type, value }: IndicatorValue): AllowHit | undefined {
    switch (type) {
      case 'domain':
      case 'nameserver':
        return this.findName(value);
      case 'ipv4':
      case 'ipv6':
      case 'cidr':
        return this.findPrefix(value);
      case 'url': {
        const url = new URL(value);
        if (url.pathname !== '/' || url.search !== '') return undefined;
        const host = url.hostname.replace(/^\[|\]$/g, '');
        return parseIp(host) ? this.findPrefix(host) : this.findName(host);
      }
      case 'sha256':
      case 'md5':
        return undefined;
    }
  }

  /** @throws HinomiError `ALLOW_LISTED` (409) naming the entry. */
  check(indicator: IndicatorValue): void {
    const hit = this.find(indicator);
    if (!hit) return;
    throw new HinomiError(
      'ALLOW_LISTED',
      `${indicator.value} is protected by the allow-list entry ${hit.value} (${hit.source})`,
      {
        status: 409,
        place: { field: 'value' },
        remedy: `Choose a narrower value, or remove the allow-list entry ${hit.value} first.`,
      },
    );
  }
}
