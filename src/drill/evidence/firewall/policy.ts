// The rules of the organisation's firewall: between which zones it stands, what each rule is called, and what it logs.
import type { Zone } from '../network/places.ts';

export interface Policy {
  id: number;
  name: string;
}

/** Interface a zone is behind, and its role, as the firewall names them. */
export const interfaces: Record<Zone, readonly [name: string, role: string]> = {
  internet: ['wan1', 'wan'],
  dmz: ['dmz', 'dmz'],
  server: ['server', 'lan'],
  office: ['office', 'lan'],
  wireless: ['wifi', 'lan'],
  vpn: ['ssl.vpn', 'lan'],
  plant: ['plant', 'lan'],
  management: ['mgmt', 'lan'],
};

const inward: Policy = { id: 21, name: 'wan-to-dmz' };
const dmzOut: Policy = { id: 11, name: 'dmz-to-wan' };
const policies: Partial<Record<`${Zone}>${Zone}`, Policy>> = {
  'internet>dmz': inward,
  'internet>server': inward,
  'internet>management': inward,
  'dmz>internet': dmzOut,
  'server>internet': { id: 12, name: 'server-to-wan' },
  'office>internet': { id: 13, name: 'office-to-wan' },
  'wireless>internet': { id: 14, name: 'wifi-to-wan' },
  'vpn>internet': { id: 15, name: 'vpn-to-wan' },
  'management>internet': { id: 16, name: 'mgmt-to-wan' },
  'plant>internet': { id: 17, name: 'plant-to-wan' },
  'dmz>server': { id: 31, name: 'dmz-to-server' },
  'dmz>office': { id: 32, name: 'dmz-to-office' },
  'dmz>management': { id: 33, name: 'dmz-to-mgmt' },
};

/** Rule that takes what enters or leaves plant and VPN, whatever the other side is. */
const plant: Policy = { id: 41, name: 'plant-conduit' };
const vpn: Policy = { id: 51, name: 'vpn-to-inside' };

/** Taken by no rule. */
export const implicitDeny: Policy = { id: 0, name: '' };

/**
 * Rule that logs a flow between two zones; undefined when the flow does not pass the firewall (office and servers meet at the
 * core switch) or its rule has no log (inside to DMZ: the proxy, name and mail servers there keep their own).
 */
export function policyOf(from: Zone, to: Zone): Policy | undefined {
  if (from === to) return undefined;
  const found = policies[`${from}>${to}`];
  if (found) return found;
  if (from === 'plant' || to === 'plant') return plant;
  if (from === 'vpn') return vpn;
  return from === 'internet' ? inward : undefined;
}
