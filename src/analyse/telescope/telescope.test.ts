// The telescope: tools are named rarely falsely, windows and counts hold.
import { describe, expect, test } from 'vitest';
import { falseMatchProbability, falseNaming, nameTool, posterior } from './fingerprints/posterior.ts';
import { tools } from './fingerprints/registry.ts';
import { ruleIds, ruleIndex, rules } from './rules.ts';
import { SourceTable } from './source-table.ts';
import { Tallies } from './tallies.ts';

const masscan = tools.findIndex(tool => tool.id === 'masscan');
const mirai = tools.findIndex(tool => tool.id === 'mirai');
const only = (tool: number, tested: number, fitted: number) =>
  nameTool(index => (index === tool ? { tested, fitted } : { tested, fitted: 0 }), Date.UTC(2023, 0, 1));

describe('fingerprint likelihood', () => {
  test('one packet is never enough for a 16-bit relation, two are; one is for 32 bits', () => {
    expect(falseMatchProbability(1, 1, 16)).toBeCloseTo(1 / 65_536, 12);
    for (const [index, tool] of tools.entries())
      if (tool.bits <= 16) expect(only(index, 1, 1)).toBeUndefined();
    expect(only(masscan, 2, 2)).toMatchObject({ tool: masscan, tested: 2 });
    expect(only(mirai, 1, 1)).toMatchObject({ tool: mirai });
  });

  test('nothing tested is unknown, chance fits are not named, a share of fits is', () => {
    expect(only(masscan, 0, 0)).toBeUndefined();
    expect(only(masscan, 37_841, 1)).toBeUndefined();
    expect(only(masscan, 1_994, 2)).toBeUndefined();
    expect(only(masscan, 1_000, 500)!.probability).toBeGreaterThan(0.999);
  });

  test('false naming stays below the promised rate for every count of random probes', () => {
    for (const n of [1, 2, 10, 100, 1_000, 100_000])
      for (let k = 1; k <= 12; k++) {
        if (k > n || !only(masscan, n, k)) continue;
        expect(falseMatchProbability(n, k, 16)).toBeLessThanOrEqual(falseNaming);
      }
  });

  test('the prior falls after the relation ends', () => {
    const zmap = tools.find(tool => tool.id === 'zmap')!;
    expect(posterior(zmap, 3, 2, Date.UTC(2026, 0, 1))).toBeLessThan(
      posterior(zmap, 3, 2, Date.UTC(2020, 0, 1)),
    );
  });

  test('a repeated probe is no second evidence', () => {
    const sources = new SourceTable();
    const index = sources.find(1, 4);
    const destination = 0xcb007105;
    const sequence = 0x12345678;
    const ipId = (destination ^ 80 ^ sequence) & 0xffff;
    for (let turn = 0; turn < 5; turn++)
      sources.probe(index, false, ipId, sequence, 1, destination, 80, 1024, false);
    expect(sources.counts(index, masscan)).toEqual({ tested: 1, fitted: 1 });
  });

  test('random probes of many sources are never named (floods, decoys)', () => {
    let seed = 99;
    const random = () => {
      seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
      return (seed ^ (seed >>> 13)) >>> 0;
    };
    const sources = new SourceTable();
    let named = 0;
    for (let source = 0; source < 20_000; source++) {
      const index = sources.find(random(), 4);
      for (let probe = 0; probe < 3; probe++)
        sources.probe(
          index,
          false,
          random() & 0xffff,
          random(),
          1,
          random(),
          random(),
          random() & 0xffff,
          true,
        );
      if (nameTool(tool => sources.counts(index, tool), 0)) named++;
    }
    expect(named).toBe(0);
  });
});

test('rules: ids are unique, every class has one, texts are sentences', () => {
  expect(ruleIndex.size).toBe(ruleIds.length);
  expect(new Set(ruleIds.map(id => rules[id].class)).size).toBe(7);
  for (const id of ruleIds) expect(rules[id].text).toMatch(/\.$/);
});

test('tallies keep apart what differs, through growth', () => {
  const tallies = new Tallies();
  for (let key = 0; key < 5_000; key++) {
    tallies.add(key, key & 7, 2, 10);
    tallies.addPartner(key, 9, 1, 1, 1);
    tallies.addPartner(key, 9, 1, 1, 1);
  }
  expect(tallies.count).toBe(10_000);
  for (let key = 0; key < 5_000; key++) {
    expect(tallies.packets[tallies.find(key, key & 7)]).toBe(2);
    expect(tallies.partners[tallies.find(key, 9)]).toBe(1);
    expect(tallies.find(key, 10)).toBe(-1);
  }
});
