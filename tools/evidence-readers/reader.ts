// What a reader of evidence is: a program we did not write, run over a file of ours, that says what it could not read.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** What a program made of a file. */
export interface Reading {
  reader: string;
  /** Lines or records it was given. */
  lines: number;
  /** Of these, how many it could not read. */
  errors: number;
  /** Some of what it said about them. */
  detail: readonly string[];
}

export interface Reader {
  /** Also the name sources give in `readers`. */
  id: string;
  /** The program, and the package it comes in. */
  program: string;
  from: Package;
  /** Whether it is installed here. */
  installed(): boolean;
  /**
   * Reads a file of a source.
   * @throws Error when the program fails altogether.
   */
  check(file: string, source: string): Reading;
}

/** Where a program is packaged; its version is asked of the packages. */
export type Package =
  | { debian: string }
  | { pypi: string; with?: string }
  | { go: string }
  | { python: 'itself' | 'expat' };

/** Folder with programs that are no Debian packages: `venv/bin` (Python) and `bin` (Go). See `tools/evidence-formats.ts`. */
export const readersFolder = process.env['HINOMI_READERS'];
const searched = [
  ...(readersFolder ? [`${readersFolder}/venv/bin`, `${readersFolder}/bin`] : []),
  process.env['PATH'],
  '/usr/sbin',
].join(':');

interface Ran {
  output: string;
  complaints: string;
  status: number | null;
}

/** Runs a program to its end; the input is given on its standard input. @throws Error when it cannot be started. */
export function run(
  program: string,
  args: readonly string[],
  options: { input?: string; env?: Record<string, string> } = {},
): Ran {
  const done = spawnSync(program, args, {
    encoding: 'utf8',
    maxBuffer: 1 << 30,
    timeout: 300_000,
    env: { ...process.env, PATH: searched, LC_ALL: 'C.UTF-8', TZ: 'Asia/Tokyo', ...options.env },
    ...(options.input === undefined ? {} : { input: options.input }),
  });
  if (done.error) throw done.error;
  return { output: done.stdout, complaints: done.stderr, status: done.status };
}

/** Whether a program can be found. */
export const found = (program: string): boolean =>
  spawnSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore', env: { PATH: searched } }).status === 0;

/** Whether Python finds a package. */
export const importable = (name: string): boolean =>
  found('python3') && run('python3', ['-c', `import ${name}`]).status === 0;

/** Where a package comes from, and its version when it is installed: `Debian 0.11.1-1`. */
export function versionOf(from: Package): string {
  if ('debian' in from) {
    const { output } = run('dpkg-query', ['-W', '-f', '$' + '{Version}', from.debian]);
    return `Debian ${output}`.trim();
  }
  if ('pypi' in from) {
    const script = `import importlib.metadata as m; print(m.version('${from.pypi}'))`;
    const version = found('python3') ? run('python3', ['-c', script]).output.trim() : '';
    return `PyPI ${version}${from.with ? `, ${from.with}` : ''}`;
  }
  if ('python' in from) {
    const script =
      from.python === 'itself'
        ? 'import platform; print("Python", platform.python_version())'
        : 'import platform, pyexpat; print(pyexpat.EXPAT_VERSION, "in Python", platform.python_version())';
    return found('python3') ? run('python3', ['-c', script]).output.trim() : 'Python';
  }
  const version = /\bdep\s+\S+\/beats\/v7\s+(\S+)/.exec(
    found('go') && found(from.go) ? run('sh', ['-c', `go version -m "$(command -v ${from.go})"`]).output : '',
  )?.[1];
  return `Go module ${version ?? ''}`.trim();
}

/** Non-empty lines. */
export const linesOf = (text: string): string[] => text.split('\n').filter(Boolean);

/** Lines of a file, without those of a header that begins with `#`. */
export const linesIn = (file: string): string[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter(line => line !== '' && !line.startsWith('#'));
