// MAC addresses: a maker's prefix for the kind of machine, the rest unique by construction.
import { hashKeys } from './random.ts';

/** Prefixes (IEEE OUI) of makers met in Japanese offices, so that DHCP and capture tools show plausible vendors. */
const makers = {
  // Dell, HP, Fujitsu, NEC, Panasonic
  pc: ['18:66:da', 'f8:b1:56', '3c:d9:2b', '00:0b:5d', '00:00:4c', '00:80:45'],
  // VMware
  server: ['00:50:56'],
  // Ricoh, Canon
  printer: ['00:00:74', '00:26:73', '00:00:85'],
  // Fortinet, Cisco
  network: ['00:09:0f', '00:00:0c'],
  // Omron
  controller: ['00:00:0a'],
} as const;

const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0');
const colons = (digits: string) => digits.match(/../g)!.join(':');

/** Address of the n-th machine of a kind: two machines of one kind never share the lower half. */
export function macOf(seed: number, kind: keyof typeof makers | 'smartphone', n: number): string {
  // Multiplying by an odd number permutes the numbers below 2^24.
  const low = (Math.imul(n + 1, 0x9e3779b1) + hashKeys(seed, 'mac', kind)) & 0xffffff;
  const choice = hashKeys(seed, 'maker', kind, n);
  // Telephones use a private address for each network: the locally administered bit is set.
  if (kind === 'smartphone')
    return colons(`${hex(choice & 0xff, 2)[0]}a${hex(choice >>> 16, 4)}${hex(low, 6)}`);
  return `${makers[kind][choice % makers[kind].length]}:${colons(hex(low, 6))}`;
}
