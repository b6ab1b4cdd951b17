// Messages as Veeam's event reference shows them.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { BackupJob } from '../../world/event.ts';
import { morning } from '../testing/events.ts';
import { textOf } from '../testing/render.ts';
import { machines } from '../testing/small-world.ts';
import { backup } from './source.ts';

const lines = (change: Partial<BackupJob>): string[] =>
  textOf(backup, {
    kind: 'backup',
    at: morning,
    host: machines.files,
    cause: '',
    job: 'Daily-DC01',
    target: machines.dc,
    what: 'started',
    bytes: 1000,
    detail: '',
    ...change,
  });
const id = '[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}';

test('a job from start to end', () => {
  expect(lines({})[0]).toMatch(
    new RegExp(
      `^<14>1 2026-11-02T09:15:03\\.250000\\+09:00 FS01 Veeam_MP - - \\[origin enterpriseId="31023"\\] \\[categoryId=0 instanceId=110 JobSessionID="${id}" JobID="${id}" JobType="0" Platform="6" Flags="0" VbrHostName="fs01\\.ad\\.city\\.example" VbrVersion="12\\.3\\.0\\.310" Version="1" Description="Backup job 'Daily-DC01' has been started\\."\\]$`,
    ),
  );
  expect(lines({ what: 'completed' }).map(line => /instanceId=(\d+)/.exec(line)![1])).toEqual([
    '10010',
    '190',
  ]);
  expect(lines({ what: 'failed', detail: 'The network path was not found' })[0]).toContain(
    `JobResult="2" VbrHostName="fs01.ad.city.example" VbrVersion="12.3.0.310" Version="1" Description="The backup job 'Daily-DC01' has finished with failed state. The network path was not found."]`,
  );
  expect(lines({ what: 'deleted' })[0]).toContain("Restore point for VM 'DC01' has been removed.");
});

test('no name of a job breaks a message', () => {
  const what = fc.constantFrom<BackupJob['what']>('started', 'completed', 'failed', 'deleted');
  const any = fc.string({ unit: 'binary' });
  fc.assert(
    fc.property(what, any, any, (kind, job, detail) => {
      for (const line of lines({ what: kind, job, detail }))
        expect(line).toMatch(
          /^<\d+>1 \S+ FS01 Veeam_MP - - \[origin enterpriseId="31023"\] \[categoryId=0 instanceId=\d+( \w+="(?:[^"\\\]\x00-\x1f\x7f]|\\["\\\]])*")+\]$/u,
        );
    }),
    { numRuns: 40 },
  );
});
