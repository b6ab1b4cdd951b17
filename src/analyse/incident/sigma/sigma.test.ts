// Sigma: what a rule means, on cases worked by hand, and on the public regression cases where they are at hand.
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flatten } from './event.ts';
import { loadRules, readObjects } from './load.ts';
import { SigmaMatcher } from './matcher.ts';
import { tokens, wildcard } from './pattern.ts';
import { readRule } from './rule.ts';
import { tarFiles } from './tar.ts';

const rule = (detection: string) =>
  readRule(
    'made.yml',
    `title: made\nid: 00000000-0000-4000-8000-000000000001\nlevel: high\nlogsource:\n  product: windows\n  category: process_creation\ndetection:\n${detection}`,
  );
const started = (data: Record<string, string>) =>
  flatten({
    Event: {
      System: {
        Provider: { '#attributes': { Name: 'Microsoft-Windows-Sysmon' } },
        EventID: 1,
        TimeCreated: { '#attributes': { SystemTime: '2026-04-13T00:00:00.000000Z' } },
        Channel: 'Microsoft-Windows-Sysmon/Operational',
        Computer: 'PC-0001.example',
      },
      EventData: data,
    },
  })!;
const fires = (detection: string, data: Record<string, string>): boolean =>
  new SigmaMatcher([rule(detection)]).match(started(data)).length === 1;

describe('a rule', () => {
  const net = { Image: 'C:\\Windows\\System32\\net.exe', CommandLine: 'net user /domain', User: 'A\\b' };

  it.each([
    ['  s:\n    Image|endswith: \\NET.EXE\n  condition: s', true],
    ['  s:\n    Image|endswith|cased: \\NET.EXE\n  condition: s', false],
    ['  s:\n    CommandLine|contains|all:\n      - user\n      - /domain\n  condition: s', true],
    ['  s:\n    CommandLine|contains|all:\n      - user\n      - /add\n  condition: s', false],
    ['  s:\n    CommandLine: net*domain\n  condition: s', true],
    ['  s:\n    CommandLine: net?domain\n  condition: s', false],
    ['  s:\n    CommandLine|contains|windash: " -domain"\n  condition: s', true],
    ['  s:\n    CommandLine|re: ^net\\s+u\n  condition: s', true],
    ['  s:\n    Absent: null\n  condition: s', true],
    ['  s:\n    User|exists: false\n  condition: s', false],
    ['  a:\n    User: A\\b\n  f:\n    CommandLine|contains: domain\n  condition: a and not f', false],
    ['  a_1:\n    User: nobody\n  a_2:\n    User: A\\b\n  condition: 1 of a_*', true],
    ['  a_1:\n    User: nobody\n  a_2:\n    User: A\\b\n  condition: all of a_*', false],
    ['  s:\n    - User: nobody\n    - CommandLine|startswith: net\n  condition: s', true],
  ])('%s', (detection, expected) => {
    expect(fires(detection, net)).toBe(expected);
  });

  it('of Sysmon says nothing of the same number in another log', () => {
    const other = flatten({
      Event: {
        System: {
          Provider: { '#attributes': { Name: 'Else' } },
          EventID: 1,
          TimeCreated: { '#attributes': { SystemTime: '2026-04-13T00:00:00Z' } },
          Channel: 'Application',
          Computer: 'PC-0001',
        },
        EventData: net,
      },
    })!;
    expect(new SigmaMatcher([rule('  s:\n    User: A\\b\n  condition: s')]).match(other)).toEqual([]);
  });

  it('that cannot be read is refused with its file', () => {
    expect(() => readRule('bad.yml', 'title: [')).toThrow(/bad\.yml/);
    expect(() => rule('  s:\n    User: x\n  condition: s and')).toThrow(/made\.yml/);
    expect(() => rule('  s:\n    User|unheard: x\n  condition: s')).toThrow(/made\.yml/);
  });
});

it('wildcards match as the same pattern written as a regular expression (property)', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', '.', '(', 'A'), maxLength: 12 });
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('a', 'b', '.', '(', '*', '?'), { maxLength: 8 }),
      letters,
      (parts, text) => {
        const pattern = parts.join('');
        const same = parts
          .map(part => (part === '*' ? '[^]*' : part === '?' ? '[^]' : part.replace(/[.(]/g, '\\$&')))
          .join('');
        expect(wildcard(tokens(pattern))(text.toLowerCase())).toBe(
          new RegExp(`^${same}$`).test(text.toLowerCase()),
        );
      },
    ),
    { numRuns: 500 },
  );
});

const shared = join(process.env['HINOMI_SHARED'] ?? '../shared', 'data/sigma');
const present = (() => {
  try {
    readFileSync(join(shared, 'regression.tar.gz'));
    return true;
  } catch {
    return false;
  }
})();

describe.skipIf(!present)('the public rules (skipped where HINOMI_SHARED is absent)', () => {
  it('compile but for six, and agree with their own regression cases but for three', async () => {
    const { rules, rejected } = await loadRules(join(shared, 'rules.tar.gz'));
    expect(rules.length).toBeGreaterThan(3_700);
    expect(rejected.length).toBeLessThanOrEqual(6);
    const byId = new Map(rules.map(one => [one.id, one]));
    const folders = new Map<string, { info?: string; events: string[] }>();
    for (const { name, data } of tarFiles(gunzipSync(readFileSync(join(shared, 'regression.tar.gz'))))) {
      const folder = name.slice(0, name.lastIndexOf('/'));
      const held = folders.get(folder) ?? { events: [] };
      folders.set(folder, held);
      if (name.endsWith('/info.yml')) held.info = data.toString('utf8');
      else if (name.endsWith('.json')) held.events.push(data.toString('utf8'));
    }
    const file = join(await mkdtemp(join(tmpdir(), 'hinomi-sigma-')), 'case.json');
    let agree = 0;
    let cases = 0;
    for (const { info, events } of folders.values()) {
      if (!info) continue;
      cases++;
      const found = byId.get(/- id: (\S+)/.exec(info)?.[1] ?? '');
      if (!found) continue;
      const matcher = new SigmaMatcher([found]);
      let got = 0;
      for (const text of events) {
        await writeFile(file, text);
        for await (const value of readObjects(file)) {
          const event = flatten(value);
          if (event) got += matcher.match(event).length;
        }
      }
      if (got === Number(/match_count: (\d+)/.exec(info)?.[1] ?? 1)) agree++;
    }
    await rm(dirname(file), { recursive: true });
    expect(cases).toBe(101);
    expect(agree).toBeGreaterThanOrEqual(98);
  }, 60_000);
});
