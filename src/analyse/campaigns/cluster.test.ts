// Sources that act alike are one campaign; chance neighbours are not.
import { expect, test } from 'vitest';
import { campaignOf, clusterSources, type SourceProfile } from './cluster.ts';

const source = (ip: string, change: Partial<SourceProfile> = {}): SourceProfile => ({
  exercise: '',
  ip,
  country: 'JP',
  as: 64500,
  transport: 'tcp',
  tool: 'mirai',
  ports: ['23', '2323'],
  script: '',
  packets: 10,
  targets: 5,
  first: 1000,
  last: 2000,
  ...change,
});

test('three sources with one tool and one port set are a campaign, two are not', () => {
  const three = ['192.0.2.1', '192.0.2.2', '192.0.2.3'].map(ip => source(ip));
  expect(clusterSources(three.slice(0, 2))).toEqual([]);
  const [cluster] = clusterSources([...three, source('192.0.2.4', { tool: '', ports: ['443'] })]);
  expect(cluster!.members.map(member => member.ip)).toEqual(['192.0.2.1', '192.0.2.2', '192.0.2.3']);
  const campaign = campaignOf(cluster!, 'c1', '', 9);
  expect(campaign).toMatchObject({
    sources: 3,
    packets: 30,
    start: 1000,
    end: 2000,
    title: { id: 'campaign.ports.tool' },
  });
});

test('port order does not matter; a shared script outweighs different ports', () => {
  expect(clusterSources([source('a', { ports: ['2323', '23'] }), source('b'), source('c')])).toHaveLength(1);
  const typed = [
    source('a', { script: 'abc', ports: ['22'] }),
    source('b', { script: 'abc', ports: ['2222'], tool: '' }),
  ];
  expect(clusterSources(typed)[0]).toMatchObject({ kind: 'script' });
});

test('an exercise never mixes with the real world', () => {
  expect(clusterSources([source('a'), source('b'), source('c', { exercise: 'x' })])).toEqual([]);
});
