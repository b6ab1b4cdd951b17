// Which indicators a finding suggests. Pure: proposals only; a person or a rule decides.

import { parseIp } from '#model/ip.ts';
import type { Finding, Message } from '#model/record/finding.ts';
import type { IndicatorType } from '#model/record/indicator.ts';
import { day } from '#model/time.ts';

/** A suggestion for the indicator list, with the finding as its evidence. */
export interface Proposal {
  type: IndicatorType;
  value: string;
  confidence: number;
  labels: string[];
  reason: Message;
  /** How long it stays useful, ms: addresses change hands quickly, hashes do not. */
  lifetime: number;
  finding: string;
  events: string[];
  exercise: string;
}

const lifetimes: Record<IndicatorType, number> = {
  domain: 14 * day,
  ipv4: 2 * day,
  ipv6: 2 * day,
  cidr: 2 * day,
  nameserver: 14 * day,
  url: 7 * day,
  sha256: 365 * day,
  md5: 365 * day,
};

const proposal = (
  finding: Finding,
  type: IndicatorType,
  value: string,
  weight: number,
  label: string,
): Proposal => ({
  type,
  value,
  confidence: Math.max(0, Math.min(100, Math.round(finding.confidence * weight))),
  labels: [label],
  reason: finding.title,
  lifetime: lifetimes[type],
  finding: finding.id,
  events: finding.evidence.events.slice(0, 20),
  exercise: finding.exercise,
});

/** The attacking addresses of a finding; a little less sure than the finding, because addresses are shared. */
export const proposeAttackers = (finding: Finding): Proposal[] =>
  finding.subjects
    .filter(subject => subject.role === 'attacker' && subject.type === 'ip')
    .map(({ value }) => proposal(finding, value.includes(':') ? 'ipv6' : 'ipv4', value, 0.8, 'attacker'));

/** The file hashes of a finding. */
export const proposeHashes = (finding: Finding): Proposal[] =>
  finding.subjects
    .filter(subject => subject.type === 'hash')
    .map(({ value }) => proposal(finding, value.length === 64 ? 'sha256' : 'md5', value, 1, 'malware'));

/** The URLs of a finding and the hosts they name. A whole name is a wider claim than one URL on it. */
export const proposeUrls = (finding: Finding): Proposal[] =>
  finding.subjects
    .filter(subject => subject.type === 'url' && URL.canParse(subject.value))
    .flatMap(({ value }) => {
      const host = new URL(value).hostname.replace(/^\[|\]$/g, '');
      if (host === '') return [];
      const url = proposal(finding, 'url', value, 1, 'malware-distribution');
      if (parseIp(host))
        return [
          url,
          proposal(finding, host.includes(':') ? 'ipv6' : 'ipv4', host, 0.9, 'malware-distribution'),
        ];
      return [url, proposal(finding, 'domain', host.toLowerCase(), 0.8, 'malware-distribution')];
    });
