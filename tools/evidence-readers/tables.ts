// Tables and lines of single products: CSV, PostgreSQL's log, the audit trail, InfluxDB's line protocol, RFC 5424.
import {
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { found, importable, linesIn, linesOf, type Reader, run } from './reader.ts';

/** Records of a CSV file: a line break inside quotes ends none. */
const recordsIn = (text: string): number => {
  let records = 0;
  let quoted = false;
  for (const c of text) {
    if (c === '"') quoted = !quoted;
    else if (c === '\n' && !quoted) records++;
  }
  return records;
};

export const miller: Reader = {
  id: 'miller',
  program: 'Miller (mlr --icsv)',
  from: { debian: 'miller' },
  installed: () => found('mlr'),
  check(file) {
    const rows = Math.max(0, recordsIn(readFileSync(file, 'utf8')) - 1);
    const { output, complaints } = run('mlr', [
      '--icsv',
      '--onidx',
      'put',
      '-q',
      'end { emit @n } @n += 1;',
      file,
    ]);
    const said = linesOf(complaints);
    return {
      reader: 'miller',
      lines: rows,
      errors: Math.abs(rows - Number(output.trim() || 0)) + said.length,
      detail: said.slice(0, 5),
    };
  },
};

/** The table of PostgreSQL 15's manual, 20.8.4. */
const postgresTable = `CREATE TABLE postgres_log (log_time timestamp(3) with time zone, user_name text, database_name text, process_id integer, connection_from text, session_id text, session_line_num bigint, command_tag text, session_start_time timestamp with time zone, virtual_transaction_id text, transaction_id bigint, error_severity text, sql_state_code text, message text, detail text, hint text, internal_query text, internal_query_pos integer, context text, query text, query_pos integer, location text, application_name text, backend_type text, leader_pid integer, query_id bigint, PRIMARY KEY (session_id, session_line_num));`;

const postgresPrograms = (): string | undefined => {
  const base = '/usr/lib/postgresql';
  if (!existsSync(base)) return undefined;
  const version = readdirSync(base).sort((a, b) => Number(b) - Number(a))[0];
  return version && existsSync(`${base}/${version}/bin/postgres`) ? `${base}/${version}/bin` : undefined;
};

/** PostgreSQL loads its own CSV log, as its manual says, in single-user mode: no server, no port. */
export const postgresCopy: Reader = {
  id: 'postgres-copy',
  program: 'PostgreSQL (COPY postgres_log)',
  from: { debian: 'postgresql-15' },
  installed: () => postgresPrograms() !== undefined && (process.getuid?.() !== 0 || found('runuser')),
  check(file) {
    const programs = postgresPrograms()!;
    const folder = mkdtempSync(join(tmpdir(), 'postgres-'));
    const copy = join(folder, 'log.csv');
    const data = join(folder, 'data');
    writeFileSync(copy, readFileSync(file));
    const root = process.getuid?.() === 0;
    const as = (program: string, args: string[], input?: string) =>
      run(
        root ? 'runuser' : program,
        root ? ['-u', 'postgres', '--', program, ...args] : args,
        input === undefined ? {} : { input },
      );
    try {
      if (root) {
        const [, , uid, gid] = run('getent', ['passwd', 'postgres']).output.split(':');
        for (const path of [folder, copy]) chownSync(path, Number(uid), Number(gid));
      }
      const records = recordsIn(readFileSync(file, 'utf8'));
      const made = as(`${programs}/initdb`, ['-D', data, '-E', 'UTF8', '--locale=C.UTF-8', '-N']);
      if (made.status !== 0) throw new Error(made.complaints);
      // In single-user mode each line is a statement.
      const { output, complaints } = as(
        `${programs}/postgres`,
        ['--single', '-D', data, '-c', 'fsync=off', 'postgres'],
        `${postgresTable}\nCOPY postgres_log FROM '${copy}' WITH csv;\nSELECT count(*) FROM postgres_log;\n`,
      );
      const read = Number(/count = "(\d+)"/.exec(output)?.[1] ?? 0);
      const said = linesOf(complaints).filter(line => /ERROR|FATAL|CONTEXT/.test(line));
      return {
        reader: 'postgres-copy',
        lines: records,
        errors: Math.abs(records - read) + said.length,
        detail: said.slice(0, 5),
      };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** ausearch prints every event it understands; malformed ones it skips, and says so when asked. */
export const ausearch: Reader = {
  id: 'ausearch',
  program: 'ausearch, aureport',
  from: { debian: 'auditd' },
  installed: () => found('ausearch') && found('aureport'),
  check(file) {
    const lines = linesIn(file).length;
    const { output, complaints } = run('ausearch', ['-if', file, '--raw', '--debug'], { input: '' });
    const report = run('aureport', ['-if', file, '--summary'], { input: '' });
    const said = [...linesOf(complaints), ...linesOf(report.complaints)];
    return {
      reader: 'ausearch',
      lines,
      errors: Math.abs(lines - linesOf(output).length) + said.length,
      detail: said.slice(0, 5),
    };
  },
};

const lineProtocolScript = `
import sys
from line_protocol_parser import parse_line
good = 0
for line in open(sys.argv[1], encoding='utf-8', newline='\\n'):
    try:
        point = parse_line(line.rstrip('\\n'))
        assert point['measurement'] and point['fields'] and point['time'] > 0
        good += 1
    except Exception as problem:
        print(problem, line[:200], file=sys.stderr)
print(good)
`;

export const lineProtocol: Reader = {
  id: 'line-protocol-parser',
  program: 'line-protocol-parser',
  from: { pypi: 'line-protocol-parser' },
  installed: () => importable('line_protocol_parser'),
  check(file) {
    const lines = linesIn(file).length;
    const { output, complaints } = run('python3', ['-c', lineProtocolScript, file]);
    return {
      reader: 'line-protocol-parser',
      lines,
      errors: Math.abs(lines - Number(output)),
      detail: linesOf(complaints).slice(0, 5),
    };
  },
};

const jcScript = `
import json, sys
import jc
text = open(sys.argv[2], encoding='utf-8', newline='').read()
rows = jc.parse(sys.argv[1], text, quiet=True)
bad = [row for row in rows if 'unparsable' in row]
for row in bad[:5]:
    print(json.dumps(row)[:300], file=sys.stderr)
print(len(rows), len(bad))
`;

/** What jc makes of a file with one of its parsers: records, and those it could not parse. */
export function jc(parser: string, file: string): { records: number; bad: number; said: string[] } {
  const { output, complaints } = run('python3', ['-c', jcScript, parser, file]);
  const [records = 0, bad = 0] = output.trim().split(' ').map(Number);
  const said = linesOf(complaints);
  return { records, bad: bad + (output.trim() === '' ? 1 : 0), said };
}

const jcParsers: Record<string, string> = {
  backup: 'syslog',
  'linux-auth': 'syslog_bsd',
  'apache-access': 'clf',
};

export const jcReader: Reader = {
  id: 'jc',
  program: 'jc',
  from: { pypi: 'jc' },
  installed: () => importable('jc'),
  check(file, source) {
    const lines = linesIn(file).length;
    const { records, bad, said } = jc(jcParsers[source]!, file);
    return { reader: 'jc', lines, errors: Math.abs(lines - records) + bad, detail: said.slice(0, 5) };
  },
};
