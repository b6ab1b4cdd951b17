// What counts as one alert.
import { describe, expect, it } from 'vitest';
import { flatten } from './event.ts';
import { readRule } from './rule.ts';
import { Tally } from './tally.ts';

const rule = readRule(
  'a.yml',
  'title: a\nlevel: high\nlogsource: {product: windows}\ndetection: {s: {Image: x}, condition: s}',
);
const start = (id: 1 | 4688, pid: number | string, at: string, computer = 'PC-1') =>
  flatten({
    Event: {
      System: {
        Provider: { '#attributes': { Name: 'any' } },
        EventID: id,
        Channel: id === 1 ? 'Microsoft-Windows-Sysmon/Operational' : 'Security',
        Computer: computer,
        TimeCreated: { '#attributes': { SystemTime: `2026-04-13T${at}Z` } },
      },
      EventData: id === 1 ? { ProcessId: pid } : { NewProcessId: pid },
    },
  })!;

describe('alerts', () => {
  it('of one start in Sysmon and in the Security log are one', () => {
    const tally = new Tally();
    tally.add(start(1, 500, '00:00:01.990'), [rule]);
    tally.add(start(4688, '0x1f4', '00:00:02.001'), [rule]);
    const { alerts, matches, hostDays, highOrAbovePerHostDay } = tally.summary();
    expect({ alerts, matches, hostDays, highOrAbovePerHostDay }).toEqual({
      alerts: 1,
      matches: 2,
      hostDays: 1,
      highOrAbovePerHostDay: 1,
    });
  });

  it.each([
    ['another process', start(4688, '0x1f8', '00:00:02.000')],
    ['another host', start(4688, '0x1f4', '00:00:02.000', 'PC-2')],
    ['a later start under the same number', start(4688, '0x1f4', '00:09:00.000')],
    ['the same log', start(1, 500, '00:00:02.000')],
  ])('of %s are two', (_, other) => {
    const tally = new Tally();
    tally.add(start(1, 500, '00:00:01.990'), [rule]);
    tally.add(other, [rule]);
    expect(tally.summary().alerts).toBe(2);
  });
});
