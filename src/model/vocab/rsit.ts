// Reference Security Incident Taxonomy (ENISA/TF-CSIRT RSIT): class → types. Identifiers are RSIT's own spelling.
import { type Static, Type } from 'typebox';

export const rsit = {
  'abusive-content': ['spam', 'harmful-speech', 'violence'],
  'malicious-code': ['infected-system', 'c2-server', 'malware-distribution', 'malware-configuration'],
  'information-gathering': ['scanner', 'sniffing', 'social-engineering'],
  'intrusion-attempts': ['ids-alert', 'brute-force', 'exploit'],
  intrusions: [
    'privileged-account-compromise',
    'unprivileged-account-compromise',
    'application-compromise',
    'system-compromise',
    'burglary',
  ],
  availability: ['dos', 'ddos', 'misconfiguration', 'sabotage', 'outage'],
  'information-content-security': [
    'unauthorised-information-access',
    'unauthorised-information-modification',
    'data-loss',
    'data-leak',
  ],
  fraud: ['unauthorised-use-of-resources', 'copyright', 'masquerade', 'phishing'],
  vulnerable: [
    'weak-crypto',
    'ddos-amplifier',
    'potentially-unwanted-accessible',
    'information-disclosure',
    'vulnerable-system',
  ],
  other: ['other', 'undetermined'],
  test: ['test'],
} as const;

export type RsitClass = keyof typeof rsit;
export const rsitClasses = Object.keys(rsit) as RsitClass[];
export const RsitClass = Type.Enum(rsitClasses, { title: 'RSIT class' });
export const rsitTypes = Object.values(rsit).flat();
export const RsitType = Type.Enum([...rsitTypes], { title: 'RSIT type' });
export type RsitType = Static<typeof RsitType>;

const classOf = new Map<RsitType, RsitClass>();
for (const name of rsitClasses) for (const type of rsit[name]) classOf.set(type, name);

/** The class an RSIT type belongs to. */
export const rsitClassOf = (type: RsitType): RsitClass => classOf.get(type)!;
