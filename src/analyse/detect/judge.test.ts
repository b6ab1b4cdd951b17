// What each detector says about bursts whose truth is known, and that its texts exist in both languages.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { placeholdersOf } from '#model/messages.ts';
import type { Burst, Measure } from './detector.ts';
import { backscatter } from './detectors/backscatter.ts';
import { bruteForce, guessingShape } from './detectors/brute-force.ts';
import { reflectionAtBait, reflectionAtVictim } from './detectors/reflection.ts';
import { scan } from './detectors/scan.ts';
import { detectors } from './registry.ts';
import { literal } from './sql.ts';

const burst = (change: Partial<Burst> = {}): Burst => ({
  exercise: '',
  subject: '192.0.2.1',
  protocol: 'snmp',
  start: 0,
  end: 60_000,
  weight: 1000,
  peak: 50,
  ...change,
});
const measure = (change: Partial<Measure> = {}): Measure => ({
  events: 100,
  packets: 1000,
  bytes: 1e6,
  sources: 50,
  targets: 1,
  ports: 1,
  users: 1,
  passwords: 100,
  pairs: 100,
  successes: 0,
  topPorts: [],
  topSources: ['198.51.100.7'],
  tool: '',
  toolProbability: 0,
  ruleName: '',
  severity: 0,
  sampleIds: [],
  inputs: [],
  sensors: [],
  vantages: ['victim'],
  modules: [],
  ...change,
});
const catalogues = (['en', 'ja'] as const).map(
  language =>
    JSON.parse(
      readFileSync(new URL(`../../../content/messages/${language}/findings.json`, import.meta.url), 'utf8'),
    ) as Record<string, string>,
);

test('a reflection names the victim, never the reflectors, and its rate', () => {
  const verdict = reflectionAtVictim.judge(burst(), measure())!;
  expect(verdict.subjects).toEqual([{ role: 'victim', type: 'ip', value: '192.0.2.1' }]);
  expect(verdict.rate).toEqual({ peak: 50, mean: 16.67, unit: 'packets/s' });
  expect(verdict.rsit).toBe('ddos');
  expect(verdict.unseen.map(message => message.id)).toContain('unseen.forged-source');
});

test('a scanner that asks each bait a few times is no victim', () => {
  expect(reflectionAtBait.judge(burst(), measure({ packets: 24, targets: 8 }))).toBeUndefined();
  expect(reflectionAtBait.judge(burst(), measure({ packets: 400, targets: 2 }))).toBeDefined();
});

test('backscatter needs spread: one wrong address is not a flood', () => {
  expect(backscatter.judge(burst(), measure({ targets: 1 }))).toBeUndefined();
  const short = backscatter.judge(burst({ end: 10_000 }), measure({ targets: 30 }))!;
  const long = backscatter.judge(burst({ end: 120_000 }), measure({ targets: 30 }))!;
  expect(long.confidence).toBeGreaterThan(short.confidence);
});

test('guessing, spraying and stuffing are told apart by what varies', () => {
  expect(guessingShape({ users: 1, passwords: 500, pairs: 500, events: 500 }).technique).toBe('T1110.001');
  expect(guessingShape({ users: 300, passwords: 3, pairs: 900, events: 900 }).technique).toBe('T1110.003');
  expect(guessingShape({ users: 400, passwords: 390, pairs: 400, events: 400 }).technique).toBe('T1110.004');
});

test('people mistype on real services; nobody has business at a honeypot', () => {
  const eight = { events: 8, passwords: 8, pairs: 8 };
  expect(bruteForce.judge(burst(), measure({ ...eight, vantages: ['lan'] }))).toBeUndefined();
  expect(bruteForce.judge(burst(), measure({ ...eight, vantages: ['honeypot'] }))?.rsit).toBe('brute-force');
  const broken = bruteForce.judge(burst(), measure({ vantages: ['lan'], successes: 1 }))!;
  expect(broken.rsit).toBe('unprivileged-account-compromise');
  expect(broken.techniques).toContain('T1078');
});

test('a scan is named by its shape and, when known, its tool', () => {
  expect(scan.judge(burst(), measure({ ports: 1000 }))?.title.id).toBe('finding.scan.vertical');
  expect(scan.judge(burst(), measure({ targets: 1000, tool: 'masscan' }))?.title.id).toBe(
    'finding.scan.horizontal.tool',
  );
  expect(scan.judge(burst(), measure({ targets: 2, ports: 2 }))).toBeUndefined();
});

test('every detector speaks both languages with the same values', () => {
  const shapes = [
    {},
    { targets: 50, ports: 50 },
    { targets: 50, ports: 50, tool: 'zmap' },
    { vantages: ['honeypot'] },
    { successes: 2 },
    { severity: 90 },
  ];
  const users = [
    {},
    { users: 300, passwords: 3, pairs: 900, events: 900 },
    { users: 400, passwords: 390, pairs: 400, events: 400 },
  ];
  for (const detector of detectors) {
    let spoke = 0;
    for (const shape of shapes)
      for (const user of users) {
        const verdict = detector.judge(
          burst({ subject: 'http://a.example/x' }),
          measure({ ...shape, ...user }),
        );
        if (!verdict) continue;
        spoke++;
        for (const message of [verdict.title, ...verdict.unseen])
          for (const catalogue of catalogues) {
            expect(catalogue, `${detector.id} ${message.id}`).toHaveProperty([message.id]);
            for (const name of placeholdersOf(catalogue[message.id]!))
              expect(Object.keys(message.values)).toContain(name);
          }
      }
    expect(spoke, detector.id).toBeGreaterThan(0);
  }
});

test('literals cannot end early', () => {
  expect(literal("a'b\\c")).toBe("'a\\'b\\\\c'");
});
