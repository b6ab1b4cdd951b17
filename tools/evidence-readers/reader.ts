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
  /** The program and where it comes from: `lnav (Debian)`. */
  program: string;
  /** Whether it is installed here. */
  installed(): boolean;
  /**
   * Reads a file of a source.
   * @throws Error when the program fails altogether.
   */
  check(file: string, source: string): Reading;
}

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
    env: { ...process.env, LC_ALL: 'C.UTF-8', TZ: 'Asia/Tokyo', ...options.env },
    ...(options.input === undefined ? {} : { input: options.input }),
  });
  if (done.error) throw done.error;
  return { output: done.stdout, complaints: done.stderr, status: done.status };
}

/** Whether a program can be found. */
export const found = (program: string): boolean =>
  spawnSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' }).status === 0;

/** Lines of a file, without those of a header that begins with `#`. */
export const linesIn = (file: string): string[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter(line => line !== '' && !line.startsWith('#'));
