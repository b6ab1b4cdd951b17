// Logwatch: its filters list every line they do not know.
import { existsSync } from 'node:fs';
import { linesIn, type Reader, run } from './reader.ts';

const scripts = '/usr/share/logwatch/scripts/services';

interface Filter {
  script: string;
  options?: readonly string[];
  /** What Logwatch takes off before a filter sees a line. */
  header: RegExp;
  /** Lines of ours the filter was never meant for. */
  skip?: RegExp;
  /** A line it knows and, having counted it, still lists. */
  counted?: RegExp;
}

const syslog = /^[A-Z][a-z]{2} [ \d]\d [\d:]{8} \S+ [^\s:]+: /;

const filters: Record<string, Filter> = {
  postfix: { script: 'postfix', options: ['--long_queue_ids'], header: /^/ },
  dhcp: { script: 'dhcpd', header: syslog },
  vpn: {
    script: 'openvpn',
    header: syslog,
    counted: /^TLS Auth Error: Auth Username\/Password verification failed/,
  },
  // It has never heard of response policy zones; the test beside BIND's source compares those with BIND itself.
  bind: { script: 'named', header: /^\S+ \S+ /, skip: / rpz: info: / },
  radius: { script: 'freeradius', header: /^.{24} : Auth: / },
};

export const logwatch: Reader = {
  id: 'logwatch',
  program: 'Logwatch',
  from: { debian: 'logwatch' },
  installed: () => existsSync(scripts),
  check(file, source) {
    const filter = filters[source]!;
    const lines = linesIn(file).filter(line => !filter.skip?.test(line));
    const { output, complaints, status } = run(
      'perl',
      ['-I/usr/share/logwatch/lib', `${scripts}/${filter.script}`, ...(filter.options ?? [])],
      {
        input: `${lines.map(line => line.replace(filter.header, '')).join('\n')}\n`,
        env: { LOGWATCH_DETAIL_LEVEL: '10', LOGWATCH_DEBUG: '0' },
      },
    );
    // Its list stands at the end of the report, one kind of line a row, with how often it came.
    const list = output.split(/^(?:\*+ ?Unmatched [Ee]ntries ?\*+|Unknown Entries:)$/m)[1] ?? '';
    const unknown = list
      .split('\n')
      .map(row => row.trim())
      .filter(row => row !== '' && !filter.counted?.test(row));
    const said = complaints.split('\n').filter(Boolean);
    return {
      reader: 'logwatch',
      lines: lines.length,
      errors: unknown.length + said.length + (status === 0 ? 0 : lines.length),
      detail: [...unknown, ...said].slice(0, 5),
    };
  },
};
