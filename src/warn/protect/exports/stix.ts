// STIX 2.1 bundle of indicators (OASIS stix-v2.1-os), TLP 2.0 markings, deterministic ids.
import { createHash } from 'node:crypto';
import { stampedUuid } from '#model/ids.ts';
import type { Tlp } from '#model/vocab/tlp.ts';
import { tlpLabels } from '#model/vocab/tlp.ts';
import type { ListEntry } from '../../indicators/list-entry.ts';
import { isBlocking, type MakeFormat } from './format.ts';

/** Namespace of our name-based UUIDs (RFC 9562 §5.5). */
const namespace = Buffer.from('4f2a3b5ce0f54d52a1a86d2ea0c1a3b7', 'hex');

const uuidv5 = (name: string): string =>
  stampedUuid(createHash('sha1').update(namespace).update(name).digest(), 5);

/** The marking definitions that OASIS published for TLP 2.0. */
const tlpMarkings: Record<Tlp, string> = {
  clear: '94868c89-83c2-464b-929b-a1a8aa3c8487',
  green: 'bab4a63c-aed9-4cf5-a766-dfca5abac2bb',
  amber: '55d920b0-5e8b-4f79-9ee9-91f868d9b421',
  'amber+strict': '939a9414-2ddd-4d32-a0cd-375ea402b003',
  red: 'e828b379-4e03-4974-9ac4-e53a884c97c1',
};
const tlpExtension = 'extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d';

const marking = (label: Tlp): object => ({
  type: 'marking-definition',
  spec_version: '2.1',
  id: `marking-definition--${tlpMarkings[label]}`,
  created: '2022-10-01T00:00:00.000Z',
  name: `TLP:${label.toUpperCase()}`,
  extensions: { [tlpExtension]: { extension_type: 'property-extension', tlp_2_0: label } },
});

/** A string literal of the pattern language: backslash and apostrophe are escaped. */
const literal = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`;

/** The pattern an entry stands for. A name that covers those below is a regular expression anchored at a label. */
export function stixPattern({
  type,
  value,
  subdomains,
}: Pick<ListEntry, 'type' | 'value' | 'subdomains'>): string {
  switch (type) {
    case 'domain':
    case 'nameserver':
      return subdomains
        ? `[domain-name:value MATCHES ${literal(`^(.+\\.)?${value.replaceAll('.', '\\.')}$`)}]`
        : `[domain-name:value = ${literal(value)}]`;
    case 'ipv4':
    case 'ipv6':
      return `[${type}-addr:value = ${literal(value)}]`;
    case 'cidr':
      return `[${value.includes(':') ? 'ipv6' : 'ipv4'}-addr:value ISSUBSET ${literal(value)}]`;
    case 'url':
      return `[url:value = ${literal(value)}]`;
    case 'sha256':
      return `[file:hashes.'SHA-256' = ${literal(value)}]`;
    case 'md5':
      return `[file:hashes.MD5 = ${literal(value)}]`;
  }
}

const time = (unixMs: number): string => new Date(unixMs).toISOString();
const identityId = (publisher: string): string => `identity--${uuidv5(`identity ${publisher}`)}`;

export const stix: MakeFormat = () => ({
  contentType: 'application/stix+json;version=2.1',
  extension: 'stix.json',
  head: ({ publisher, ceiling, sequence }) => {
    const identity = {
      type: 'identity',
      spec_version: '2.1',
      id: identityId(publisher),
      created: '2024-01-01T00:00:00.000Z',
      modified: '2024-01-01T00:00:00.000Z',
      name: publisher,
      identity_class: 'organization',
    };
    const labels = tlpLabels.slice(0, tlpLabels.indexOf(ceiling) + 1);
    const first = [identity, ...labels.map(marking)].map(object => JSON.stringify(object)).join(',\n');
    return `{"type":"bundle","id":"bundle--${uuidv5(`bundle ${publisher} ${ceiling} ${sequence}`)}","objects":[\n${first}`;
  },
  entry: (entry, _index, { publisher }) => {
    if (!isBlocking(entry)) return '';
    const indicator = {
      type: 'indicator',
      spec_version: '2.1',
      id: `indicator--${uuidv5(`indicator ${entry.type} ${entry.value}`)}`,
      created_by_ref: identityId(publisher),
      created: time(entry.validFrom),
      modified: time(entry.validFrom),
      name: `${entry.type} ${entry.value}`,
      indicator_types: ['malicious-activity'],
      pattern: stixPattern(entry),
      pattern_type: 'stix',
      valid_from: time(entry.validFrom),
      // The standard wants an end that lies after the beginning.
      valid_until: time(Math.max(entry.validUntil, entry.validFrom + 1)),
      confidence: entry.confidence,
      ...(entry.labels.length > 0 ? { labels: entry.labels } : {}),
      object_marking_refs: [`marking-definition--${tlpMarkings[entry.tlp]}`],
    };
    return `,\n${JSON.stringify(indicator)}`;
  },
  tail: () => '\n]}\n',
});
