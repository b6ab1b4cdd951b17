// GoAccess: web server and proxy logs, with the formats it has predefined (Squid's own one spelt out).
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { found, linesIn, type Reader, run } from './reader.ts';

const formats: Record<string, readonly string[]> = {
  'apache-access': ['--log-format=COMBINED'],
  'apache-intranet': ['--log-format=VCOMBINED'],
  squid: ['--log-format=%x.%^ %~%L %h %^/%s %b %m %U %^', '--date-format=%s', '--time-format=%s'],
};

export const goaccess: Reader = {
  id: 'goaccess',
  program: 'GoAccess',
  from: { debian: 'goaccess' },
  installed: () => found('goaccess'),
  check(file, source) {
    const folder = mkdtempSync(join(tmpdir(), 'goaccess-'));
    try {
      const report = join(folder, 'report.json');
      const invalid = join(folder, 'invalid');
      run('goaccess', [...(formats[source] ?? []), file, '-o', report, `--invalid-requests=${invalid}`]);
      const { general } = JSON.parse(readFileSync(report, 'utf8')) as {
        general: { total_requests: number; valid_requests: number };
      };
      const lines = linesIn(file).length;
      return {
        reader: 'goaccess',
        lines,
        errors: lines - general.valid_requests,
        detail: readFileSync(invalid, 'utf8').split('\n').filter(Boolean).slice(0, 5),
      };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
