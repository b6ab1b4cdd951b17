// The evidence chain: every edge joins nodes that are shown, and runs from cause to effect.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Event } from '#model/event/event.ts';
import type { Alert } from '#model/record/alert.ts';
import type { Finding } from '#model/record/finding.ts';
import type { Incident } from '#model/record/incident.ts';
import type { Indicator } from '#model/record/indicator.ts';
import type { Input } from '#model/record/input.ts';
import { type Chain, evidenceChain } from './chain.ts';

const title = { id: 'finding.scan', values: {} };
const incident = { id: 'incident', number: 7, title, created: 50 } as unknown as Incident;
const input = (id: string) => ({ id, file: `${id}.pcap`, created: 10 }) as Input;
const event = (id: string, from = '') =>
  ({
    'event.id': id,
    '@timestamp': 5,
    'event.dataset': 'telescope.flow',
    ...(from ? { 'hinomi.input': from } : {}),
  }) as Event;
const finding = (id: string, events: string[], inputs: string[] = []) =>
  ({ id, detector: 'scan', title, start: 5, evidence: { events }, inputs }) as unknown as Finding;
const indicator = (id: string, findings: string[], status: Indicator['status'] = 'active', validFrom = 60) =>
  ({ id, value: `${id}.example`, findings, status, validFrom, created: 55 }) as unknown as Indicator;
const alert = (id: string) => ({ id, status: 'sent', created: 70 }) as Alert;
const edges = (chain: Chain) => chain.edges.map(({ from, to }) => `${from} → ${to}`).sort();

test('from the file to the alert', () => {
  const chain = evidenceChain({
    incident,
    findings: [finding('finding', ['event', 'second'], ['file'])],
    events: [event('event', 'file')],
    inputs: [input('file')],
    indicators: [indicator('listed', ['finding']), indicator('old', ['finding'], 'expired')],
    alerts: [alert('alert')],
  });
  expect(edges(chain)).toEqual(
    [
      'event → finding',
      'file → event',
      'finding → incident',
      'finding → listed',
      'finding → old',
      'incident → alert',
      'listed → list',
    ].sort(),
  );
  expect(chain.nodes.find(node => node.id === 'incident')).toMatchObject({
    label: '#7',
    href: '/incidents/incident',
  });
});

test('a finding whose events are not shown hangs on its file', () => {
  const chain = evidenceChain({
    incident,
    findings: [finding('finding', ['elsewhere'], ['file'])],
    events: [],
    inputs: [input('file')],
    indicators: [],
    alerts: [],
  });
  expect(edges(chain)).toEqual(['file → finding', 'finding → incident']);
});

test('an indicator added by hand hangs on the incident; the list begins with its first entry', () => {
  const chain = evidenceChain({
    incident,
    findings: [],
    events: [],
    inputs: [],
    indicators: [indicator('late', [], 'active', 90), indicator('early', ['unknown'], 'active', 61)],
    alerts: [],
  });
  expect(edges(chain)).toEqual(['early → list', 'incident → early', 'incident → late', 'late → list']);
  expect(chain.nodes.find(node => node.kind === 'list')).toMatchObject({ label: '2', at: 61 });
});

test('no edge leads to a node that is not there, whatever the records point to', () => {
  const ids = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 4 });
  fc.assert(
    fc.property(ids, ids, ids, ids, (events, inputs, findings, pointers) => {
      const unique = (list: string[], kind: string) => [...new Set(list)].map(id => `${kind}-${id}`);
      const chain = evidenceChain({
        incident,
        findings: unique(findings, 'finding').map(id =>
          finding(
            id,
            pointers.map(pointer => `event-${pointer}`),
            pointers.map(pointer => `input-${pointer}`),
          ),
        ),
        events: unique(events, 'event').map((id, at) => event(id, `input-${pointers[at] ?? ''}`)),
        inputs: unique(inputs, 'input').map(input),
        indicators: [
          indicator(
            'indicator',
            pointers.map(pointer => `finding-${pointer}`),
          ),
        ],
        alerts: [],
      });
      const known = new Set(chain.nodes.map(node => node.id));
      expect(known.size).toBe(chain.nodes.length);
      for (const { from, to } of chain.edges) expect(known.has(from) && known.has(to)).toBe(true);
    }),
  );
});
