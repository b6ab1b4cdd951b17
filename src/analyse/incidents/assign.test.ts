// Findings join the incident that shares a subject and time; others open their own.
import { expect, test } from 'vitest';
import type { Finding } from '#model/record/finding.ts';
import { day, hour } from '#model/time.ts';
import { belongsTo, extend, open } from './assign.ts';

const finding = (change: Partial<Finding> = {}): Finding => ({
  id: 'f1',
  detector: 'brute-force',
  rsit: 'brute-force',
  techniques: [],
  severity: 50,
  confidence: 90,
  title: { id: 'finding.brute-force.guessing', values: {} },
  subjects: [{ role: 'attacker', type: 'ip', value: '192.0.2.9' }],
  start: 10 * day,
  end: 10 * day + hour,
  ongoing: false,
  evidence: { events: [], count: 5, packets: 5, query: '' },
  unseen: [],
  inputs: [],
  sensors: [],
  exercise: '',
  created: 0,
  updated: 0,
  ...change,
});

test('brute force, then commands by the same address: one incident, the graver finding names it', () => {
  const incident = open(finding(), 'i1', 1, 5);
  const session = finding({
    id: 'f2',
    severity: 70,
    rsit: 'system-compromise',
    start: 10 * day + 2 * hour,
    end: 10 * day + 3 * hour,
  });
  expect(belongsTo(session, incident)).toBe(true);
  const grown = extend(incident, session, 6);
  expect(grown).toMatchObject({
    severity: 70,
    rsit: 'system-compromise',
    findings: ['f1', 'f2'],
    start: 10 * day,
    end: 10 * day + 3 * hour,
  });
  expect(grown.subjects).toHaveLength(1);
  // Said again, nothing is added.
  expect(extend(grown, session, 6)).toEqual(grown);
});

test('another address, another day, another exercise or a closed incident does not match', () => {
  const incident = open(finding(), 'i1', 1, 5);
  expect(
    belongsTo(finding({ subjects: [{ role: 'attacker', type: 'ip', value: '192.0.2.8' }] }), incident),
  ).toBe(false);
  expect(belongsTo(finding({ start: 12 * day, end: 12 * day + 1 }), incident)).toBe(false);
  expect(belongsTo(finding({ exercise: 'x1' }), incident)).toBe(false);
  expect(belongsTo(finding({ id: 'f9' }), { ...incident, status: 'closed' })).toBe(false);
  // The same address as a victim is another matter.
  expect(
    belongsTo(finding({ subjects: [{ role: 'victim', type: 'ip', value: '192.0.2.9' }] }), incident),
  ).toBe(false);
});
