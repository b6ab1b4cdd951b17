// pflogsumm: Postfix's log. It complains about what it cannot make sense of, and must count every message there is.
import { found, linesIn, type Reader, run } from './reader.ts';

const total = (report: string, what: string): number =>
  Number(new RegExp(`^\\s+(\\d+)\\s+${what}`, 'm').exec(report)?.[1] ?? Number.NaN);

export const pflogsumm: Reader = {
  id: 'pflogsumm',
  program: 'pflogsumm',
  from: { debian: 'pflogsumm' },
  installed: () => found('pflogsumm'),
  check(file) {
    const lines = linesIn(file);
    const { output, complaints } = run('pflogsumm', [file]);
    const said = complaints.split('\n').filter(Boolean);
    const received = lines.filter(line => /smtpd\[\d+\]: \w+: client=/.test(line)).length;
    const delivered = lines.filter(line => line.includes(' status=sent ')).length;
    const wrong =
      Math.abs(total(output, 'received') - received) + Math.abs(total(output, 'delivered') - delivered);
    return {
      reader: 'pflogsumm',
      lines: lines.length,
      errors: said.length + wrong,
      detail: [...said.slice(0, 5), ...(wrong > 0 ? [`${received} received, ${delivered} delivered`] : [])],
    };
  },
};
