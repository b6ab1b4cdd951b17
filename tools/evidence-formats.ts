// Runs programs of others over every format exercises produce and writes docs/evidence-formats.md: what read what, in which
// version, how many lines, how many errors.
//
//   node tools/evidence-formats.ts --prepare <folder>   installs the readers that are no Debian packages into a folder
//   HINOMI_READERS=<folder> node tools/evidence-formats.ts [--staff 300] [--days 1] [--out docs/evidence-formats.md] [--only <pattern of names of formats>]
//
// Debian's packages come with scripts/setup-debian.sh. What is not installed is listed as "not run".
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { everyday } from '../src/drill/activity/everyday.ts';
import { artefactOf, makeArtefact } from '../src/drill/evidence/artefacts/artefacts.ts';
import { emlOf } from '../src/drill/evidence/artefacts/mail/message.ts';
import { sources } from '../src/drill/evidence/sources.ts';
import { generate } from '../src/drill/generate/generate.ts';
import { worldOf } from '../src/drill/generate/options.ts';
import type { Mail } from '../src/drill/world/event.ts';
import { artefactReaders } from './evidence-readers/artefacts.ts';
import { filesOf, runsOf } from './evidence-readers/lived.ts';
import { type Reader, versionOf } from './evidence-readers/reader.ts';
import { logReaders } from './evidence-readers/readers.ts';
import { schema } from './evidence-readers/suricata.ts';

const { values } = parseArgs({
  options: {
    prepare: { type: 'string' },
    profile: { type: 'string', default: 'municipality' },
    staff: { type: 'string', default: '300' },
    days: { type: 'string', default: '1' },
    out: { type: 'string', default: 'docs/evidence-formats.md' },
    only: { type: 'string', default: '' },
  },
});

const python = [
  'parsezeeklogs==3.0.1',
  'jc==1.26.1',
  'line-protocol-parser==2.0.1',
  'mail-parser==4.8.0',
  'jsonschema==4.26.0',
];

/** Installs readers of other package registries into a folder of their own, apart from the product's dependencies. */
async function prepare(given: string): Promise<void> {
  const folder = resolve(given);
  const run = (program: string, args: string[], cwd?: string) =>
    execFileSync(program, args, { stdio: 'inherit', ...(cwd ? { cwd } : {}) });
  mkdirSync(join(folder, 'bin'), { recursive: true });
  run('python3', ['-m', 'venv', join(folder, 'venv')]);
  run(join(folder, 'venv/bin/pip'), ['install', '--quiet', ...python]);
  const reader = join(import.meta.dirname, 'evidence-readers/winlogbeat');
  run('go', ['build', '-o', join(folder, 'bin/winlogbeat-reader'), '.'], reader);
  const place = join(folder, schema.file);
  if (existsSync(place)) return;
  const answer = await fetch(schema.address).catch((error: unknown) => error);
  if (answer instanceof Response && answer.ok) writeFileSync(place, await answer.text());
  else
    console.error(
      `Suricata's schema could not be had; put ${schema.address} at ${place} to have it checked.`,
    );
}

interface Row {
  format: string;
  file: string;
  program: string;
  version: string;
  lines: number;
  errors: number;
  notRun: boolean;
  detail: readonly string[];
}

/** One row for a format and a program: all files together. */
function check(format: string, name: string, reader: Reader, files: readonly string[], source: string): Row {
  const row: Row = {
    format,
    file: name,
    program: reader.program,
    version: versionOf(reader.from),
    lines: 0,
    errors: 0,
    notRun: !reader.installed(),
    detail: [],
  };
  if (row.notRun) return row;
  for (const file of files) {
    const { lines, errors, detail } = reader.check(file, source);
    row.lines += lines;
    row.errors += errors;
    if (errors > 0) row.detail = [...row.detail, ...detail];
  }
  console.error(`${format}: ${row.program}: ${row.lines} lines, ${row.errors} errors`);
  for (const said of row.detail.slice(0, 5)) console.error(`  ${said.slice(0, 300)}`);
  return row;
}

const kindOfCsv = /\.csv$/;

async function main(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'evidence-formats-'));
  try {
    const request = {
      profile: values.profile,
      staff: Number(values.staff),
      days: Number(values.days),
      seed: 7,
    };
    const made = await generate({
      ...request,
      workers: Math.min(2, cpus().length),
      out: join(folder, 'world'),
    });
    // Scenarios begin on the second day; formats do not depend on it.
    const world = worldOf({ ...request, days: Math.max(2, request.days) });
    const runs = runsOf(world);
    // Sources the organisation does not have are taken from a factory, which has them all.
    const factory = worldOf({ ...request, profile: 'manufacturer', staff: 60, days: 2 });
    const more = runsOf(factory);
    const logs = new Map<string, string[]>();
    for (const source of sources)
      if (made.kinds[source.id]) logs.set(source.id, [join(folder, 'world', source.file)]);
    const put = (label: string, files: ReadonlyMap<string, string>) => {
      for (const [id, content] of files) {
        const source = sources.find(one => one.id === id)!;
        const path = join(folder, label, source.file);
        mkdirSync(join(path, '..'), { recursive: true });
        writeFileSync(path, content);
        logs.set(id, [...(logs.get(id) ?? []), path]);
      }
    };
    for (const { scenario, run } of runs) put(`runs/${scenario}`, filesOf(world, run.events));
    const plantLife = more.flatMap(({ run }) => [...run.events]);
    for (const slice of [0, 54, 60, 66])
      everyday(factory, slice, event => {
        plantLife.push(event);
      });
    const spare = filesOf(factory, plantLife);
    put('factory', new Map([...spare].filter(([id]) => !logs.has(id))));

    const rows: Row[] = [];
    const readers = new Map(logReaders.map(reader => [reader.id, reader]));
    const only = new RegExp(values.only);
    const wanted = (format: string) => only.test(format);
    for (const source of sources.filter(({ id }) => wanted(id)))
      for (const id of source.readers)
        rows.push(check(source.id, source.file, readers.get(id)!, logs.get(source.id) ?? [], source.id));

    // Artefacts of every run, and mail of three everyday slices.
    const mails = join(folder, 'mails');
    mkdirSync(mails);
    let count = 0;
    const keep = (event: Mail) => {
      if (event.outcome !== 'rejected') writeFileSync(join(mails, `${++count}.eml`), emlOf(event, world));
    };
    for (const { run } of runs) for (const event of run.events) if (event.kind === 'mail') keep(event);
    for (const slice of [54, 66, 90])
      everyday(world, slice, event => {
        if (event.kind === 'mail') keep(event);
      });
    const artefacts = new Map<string, string[]>([['mail (.eml)', [mails]]]);
    const add = (kind: string, path: string) => artefacts.set(kind, [...(artefacts.get(kind) ?? []), path]);
    for (const { scenario, run } of runs) {
      const at = Math.floor(Math.min(...run.events.slice(-1).map(event => event.at)));
      const hosts = [...new Set(run.steps.flatMap(step => step.hosts))]
        .filter(name => world.organisation.hosts.some(host => host.name === name))
        .slice(0, 3);
      for (const name of hosts)
        for (const id of [
          `disk:${name}:${at}`,
          `memory:${name}:${at}`,
          `capture:${name}:${at - 1_800_000}-${at}`,
        ]) {
          const artefact = artefactOf(world, id)!;
          const place = join(folder, 'artefacts', scenario, artefact.kind, name);
          mkdirSync(place, { recursive: true });
          const file = join(place, artefact.kind === 'capture' ? 'capture.pcap' : 'reports.zip');
          writeFileSync(file, await makeArtefact(world, run, artefact));
          if (artefact.kind === 'capture') {
            add('capture (.pcap)', file);
            continue;
          }
          add('archive (.zip)', file);
          const names = execFileSync('unzip', ['-o', '-d', place, file], { encoding: 'utf8' });
          for (const [, path] of names.matchAll(/(?:inflating|extracting): (\S+)/g))
            if (kindOfCsv.test(path!)) add('report tables (.csv)', path!);
            else if (path!.endsWith('.body')) add('body file (MACB times)', path!);
            else if (path!.endsWith('listing.txt')) add('file listing (dir /s, ls -lR)', path!);
        }
    }
    for (const [kind, list] of Object.entries(artefactReaders).filter(([kind]) => wanted(kind)))
      for (const reader of list) rows.push(check(kind, '', reader, artefacts.get(kind) ?? [], kind));
    return rows;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const number = (n: number): string => n.toLocaleString('en');

function document(rows: readonly Row[]): string {
  const run = rows.filter(row => !row.notRun);
  const errors = run.reduce((sum, row) => sum + row.errors, 0);
  return [
    '# Evidence formats and the programs that read them',
    '',
    `Written by \`node tools/evidence-formats.ts\`. Read: one everyday working day of the profile \`${values.profile}\` with ${values.staff} people (${values.days} day), one run of every complete scenario, and the artefacts of those runs; formats that organisation does not have come from the profile \`manufacturer\`. An error is a line or record the program could not read, did not count, or complained about. ${number(run.length)} checks were run, ${number(rows.length - run.length)} not (the program is not installed); ${number(errors)} errors.`,
    '',
    '| Format | File | Program | Version | Lines or records | Errors |',
    '| --- | --- | --- | --- | ---: | ---: |',
    ...rows.map(
      row =>
        `| ${row.format} | ${row.file === '' ? '' : `\`${row.file}\``} | ${row.program} | ${row.version} | ${row.notRun ? 'not run' : number(row.lines)} | ${row.notRun ? '' : number(row.errors)} |`,
    ),
    '',
  ].join('\n');
}

if (values.prepare !== undefined) await prepare(values.prepare);
else {
  const rows = await main();
  writeFileSync(values.out, document(rows));
  if (rows.some(row => row.errors > 0)) process.exitCode = 1;
}
