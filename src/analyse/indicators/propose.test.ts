// Proposals name infrastructure with a lifetime; victims are never proposed.
import { expect, test } from 'vitest';
import type { Finding } from '#model/record/finding.ts';
import { detectors } from '../detect/registry.ts';
import { proposeUrls } from './propose.ts';

const finding = (subjects: Finding['subjects']): Finding => ({
  id: 'f1',
  detector: 'malware-download',
  rsit: 'malware-distribution',
  techniques: [],
  severity: 50,
  confidence: 80,
  title: { id: 'finding.malware-download', values: {} },
  subjects,
  start: 0,
  end: 1,
  ongoing: false,
  evidence: { events: ['e1'], count: 1, packets: 1, query: '' },
  unseen: [],
  inputs: [],
  sensors: [],
  exercise: '',
  created: 0,
  updated: 0,
});

test('a URL gives itself and its host, the host with less confidence', () => {
  const proposals = proposeUrls(
    finding([{ role: 'infrastructure', type: 'url', value: 'http://Bad.Example/x.sh' }]),
  );
  expect(proposals.map(({ type, value, confidence }) => [type, value, confidence])).toEqual([
    ['url', 'http://Bad.Example/x.sh', 80],
    ['domain', 'bad.example', 64],
  ]);
  const [, host] = proposeUrls(
    finding([{ role: 'infrastructure', type: 'url', value: 'http://[2001:db8::5]:8080/x' }]),
  );
  expect(host).toMatchObject({ type: 'ipv6', value: '2001:db8::5' });
});

test('what is not a URL proposes nothing', () => {
  expect(proposeUrls(finding([{ role: 'infrastructure', type: 'url', value: 'not a url' }]))).toEqual([]);
});

test('no detector proposes a victim', () => {
  const victim = finding([{ role: 'victim', type: 'ip', value: '192.0.2.5' }]);
  for (const detector of detectors) expect(detector.propose?.(victim) ?? []).toEqual([]);
});
