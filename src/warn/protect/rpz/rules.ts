// From a list entry to response-policy triggers (draft-vixie-dnsop-dns-rpz): owner names relative to the zone.
import { formatIp, isIpv4, type Prefix, parsePrefix } from '#model/ip.ts';
import type { ListEntry } from '../../indicators/list-entry.ts';
import { maskPrefix } from '../../indicators/prefix.ts';
import { lowerWire, nameWire } from '../dns/name.ts';

/** Actions as stored per name; 0 is "no rule". */
export const action = { none: 0, warn: 1, nxdomain: 2, passthru: 3 } as const;
type Action = (typeof action)[keyof typeof action];

const actionCode = (name: ListEntry['action']): Action => action[name];

/** Where an entry goes in the tree of owners: a name (with or without what lies below it) or an address prefix. */
export type Rule =
  | { trigger: 'qname' | 'nsdname'; owner: Uint8Array; exact: Action; wild: Action }
  | { trigger: 'ip'; owner: Uint8Array; prefix: Prefix; exact: Action; wild: 0 };

/**
 * Owner of an IP trigger: prefix length, then the address backwards, IPv6 in hexadecimal words with the longest run of
 * two or more zero words as `zz`. `192.0.2.0/24` → `24.0.2.0.192.rpz-ip`; `2001:db8::/32` → `32.zz.db8.2001.rpz-ip`.
 */
export function ipOwner(prefix: Prefix): string {
  const bytes = maskPrefix(prefix).bytes;
  if (isIpv4(bytes)) {
    const octets = formatIp(bytes).split('.').reverse();
    return `${prefix.bits - 96}.${octets.join('.')}.rpz-ip`;
  }
  const words: number[] = [];
  for (let index = 14; index >= 0; index -= 2) words.push((bytes[index]! << 8) | bytes[index + 1]!);
  let best = -1;
  let bestLength = 1;
  for (let index = 0; index < 8; ) {
    let end = index;
    while (end < 8 && words[end] === 0) end++;
    if (end - index > bestLength) [best, bestLength] = [index, end - index];
    index = Math.max(end, index + 1);
  }
  const labels: string[] = [];
  for (let index = 0; index < 8; index++) {
    if (index === best) {
      labels.push('zz');
      index += bestLength - 1;
    } else labels.push(words[index]!.toString(16));
  }
  return `${prefix.bits}.${labels.join('.')}.rpz-ip`;
}

/** Rules of an entry; none for URLs and hashes, which DNS cannot see. The value must be in canonical form. */
export function ruleOf(entry: Pick<ListEntry, 'type' | 'value' | 'subdomains' | 'action'>): Rule | undefined {
  const code = actionCode(entry.action);
  switch (entry.type) {
    case 'domain':
      return {
        trigger: 'qname',
        owner: lowerWire(nameWire(entry.value)),
        exact: code,
        wild: entry.subdomains ? code : action.none,
      };
    case 'nameserver':
      return {
        trigger: 'nsdname',
        owner: lowerWire(nameWire(`${entry.value}.rpz-nsdname`)),
        exact: code,
        wild: entry.subdomains ? code : action.none,
      };
    case 'ipv4':
    case 'ipv6':
    case 'cidr': {
      const parsed = parsePrefix(entry.value);
      if (!parsed) return undefined;
      const prefix = maskPrefix(parsed);
      return { trigger: 'ip', owner: nameWire(ipOwner(prefix)), prefix, exact: code, wild: 0 };
    }
    case 'url':
    case 'sha256':
    case 'md5':
      return undefined;
  }
}

/** Target of the CNAME that carries an action; the warning host is a name in wire form. */
export function actionTarget(code: number, warningHost: Uint8Array): Uint8Array {
  if (code === action.nxdomain) return new Uint8Array([0]);
  if (code === action.passthru) return nameWire('rpz-passthru');
  return warningHost;
}

/** The prefix an IP owner stands for (labels before `rpz-ip`), or undefined when it is none. */
export function parseIpOwner(owner: string): Prefix | undefined {
  const labels = owner.split('.');
  if (labels.pop() !== 'rpz-ip') return undefined;
  const length = labels.shift() ?? '';
  labels.reverse();
  if (labels.length === 4 && labels.every(label => /^\d{1,3}$/.test(label)) && Number(length) <= 32)
    return parsePrefix(`${labels.join('.')}/${length}`);
  const gap = labels.indexOf('zz');
  if (gap < 0) return parsePrefix(`${labels.join(':')}/${length}`);
  return parsePrefix(`${labels.slice(0, gap).join(':')}::${labels.slice(gap + 1).join(':')}/${length}`);
}
