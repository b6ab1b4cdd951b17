// Suricata's alert categories (classification.config, description text) whose RSIT type is plain. All others: ids-alert.
import type { RsitType } from '#model/vocab/rsit.ts';

export const rsitOfCategory: ReadonlyMap<string, RsitType> = new Map([
  ['Detection of a Network Scan', 'scanner'],
  ['Attempted Denial of Service', 'dos'],
  ['Denial of Service', 'dos'],
  ['Detection of a Denial of Service Attack', 'dos'],
  ['Attempted User Privilege Gain', 'exploit'],
  ['Unsuccessful User Privilege Gain', 'exploit'],
  ['Attempted Administrator Privilege Gain', 'exploit'],
  ['Web Application Attack', 'exploit'],
  ['Executable code was detected', 'exploit'],
  ['Successful User Privilege Gain', 'unprivileged-account-compromise'],
  ['Successful Administrator Privilege Gain', 'privileged-account-compromise'],
  ['Attempt to login by a default username and password', 'brute-force'],
  ['An attempted login using a suspicious username was detected', 'brute-force'],
  ['A Network Trojan was detected', 'infected-system'],
  ['Malware Command and Control Activity Detected', 'infected-system'],
  ['Domain Observed Used for C2 Detected', 'c2-server'],
  ['Exploit Kit Activity Detected', 'malware-distribution'],
  ['Crypto Currency Mining Activity Detected', 'unauthorised-use-of-resources'],
  ['Possible Social Engineering Attempted', 'social-engineering'],
] satisfies [string, RsitType][]);

/** Suricata's priority (1 worst) on the dictionary's scale of 0 – 100 (worst). */
export const severityOf = (priority: number): number =>
  priority <= 1 ? 90 : priority === 2 ? 60 : priority === 3 ? 30 : 10;
