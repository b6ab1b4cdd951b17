// Rows of the console's export.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Antivirus } from '../../world/event.ts';
import { morning } from '../testing/events.ts';
import { textOf } from '../testing/render.ts';
import { machines } from '../testing/small-world.ts';
import { antivirus } from './source.ts';

const lines = (change: Partial<Antivirus>): string[] =>
  textOf(antivirus, {
    kind: 'antivirus',
    at: morning,
    host: machines.pc,
    cause: '',
    what: 'detected',
    threat: 'PUA:Win32/Bundler.A',
    path: 'C:\\Users\\yamada.t\\Downloads\\a, b.exe',
    user: 'yamada.t',
    ...change,
  });

test('a threat found, definitions, and what the console does not see', () => {
  expect(lines({})[0]).toMatch(
    /^2026-11-02T00:15:03\.250Z,[0-9a-f]{40},pc-0042\.ad\.city\.example,AntivirusDetection,"a, b\.exe",C:\\Users\\yamada\.t\\Downloads,city,yamada\.t,"{""ThreatName"":""PUA:Win32\/Bundler\.A"",""WasRemediated"":false,""WasExecutingWhileDetected"":false,""ReportSource"":""Windows Defender""}",\d+$/,
  );
  expect(lines({ what: 'cleaned' })[0]).toContain('""WasRemediated"":true');
  expect(lines({ what: 'definitions', path: '', threat: '', user: 'NT AUTHORITY\\SYSTEM' })[0]).toMatch(
    /,AntivirusDefinitionsUpdated,,,nt authority,system,{},\d+$/,
  );
  expect(lines({ what: 'scan-started' })).toEqual([]);
});

test('no path or threat breaks a row', () => {
  const any = fc.string({ unit: 'binary' });
  fc.assert(
    fc.property(any, any, any, (threat, path, user) => {
      const [line = ''] = lines({ threat, path, user });
      expect(line).not.toMatch(/[\x00-\x1f\x7f]/);
      expect(line.replace(/"(?:[^"]|"")*"/g, '').split(',')).toHaveLength(10);
    }),
    { numRuns: 40 },
  );
});
