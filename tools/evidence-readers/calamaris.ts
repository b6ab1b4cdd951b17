// Calamaris: Squid's log; it counts lines it could not parse.
import { readFileSync } from 'node:fs';
import { found, type Reader, run } from './reader.ts';

const count = (report: string, what: string): number =>
  Number(new RegExp(`^${what}:\\s+lines\\s+(\\d+)`, 'm').exec(report)?.[1] ?? Number.NaN);

export const calamaris: Reader = {
  id: 'calamaris',
  program: 'Calamaris',
  from: { debian: 'calamaris' },
  installed: () => found('calamaris'),
  check(file) {
    const { output, complaints } = run('calamaris', ['-a'], { input: readFileSync(file, 'utf8') });
    return {
      reader: 'calamaris',
      lines: count(output, 'lines parsed'),
      errors: count(output, 'invalid lines') + complaints.split('\n').filter(Boolean).length,
      detail: complaints.split('\n').filter(Boolean).slice(0, 5),
    };
  },
};
