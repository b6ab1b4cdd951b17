// State of one fake login: who is in, where, and which files were written. Values only; `run` gives the next one.

export type Flavour = 'server' | 'busybox';

export interface FakeFile {
  /** Bytes as a Latin-1 string. */
  content: string;
  mode: number;
  /** Written by the visitor and not yet reported. */
  fresh: boolean;
}

export interface ShellState {
  flavour: Flavour;
  user: string;
  host: string;
  cwd: string;
  status: number;
  variables: Readonly<Record<string, string>>;
  history: readonly string[];
  /** Files and directories (`content` undefined) made by the visitor, and removals (`undefined`). */
  files: ReadonlyMap<string, FakeFile | 'directory' | 'removed'>;
  /** Unix milliseconds at login; commands that show time count from it. */
  began: number;
  now: number;
}

/** What a command line asked for beyond output. */
export type ShellEvent =
  | { kind: 'download'; url: string; tool: string }
  | { kind: 'file'; name: string; content: string };

export const shellLimits = {
  /** Characters of one line; the rest is cut. */
  line: 8_192,
  /** Simple commands run for one line, nested ones included. */
  commands: 200,
  depth: 4,
  /** Characters of output for one line. */
  output: 64 * 1024,
  files: 128,
  /** Characters of all written files together. */
  fileBytes: 4 * 2 ** 20,
  /** Lines remembered, and characters of each: what one login may hold stays small. */
  history: 100,
  historyLine: 200,
  variables: 64,
} as const;

/** A fresh login. */
export function newShell(options: { flavour: Flavour; user: string; host: string; now: number }): ShellState {
  const home = options.user === 'root' ? '/root' : `/home/${options.user}`;
  return {
    flavour: options.flavour,
    user: options.user,
    host: options.host,
    cwd: options.flavour === 'busybox' ? '/' : home,
    status: 0,
    variables: {
      HOME: home,
      USER: options.user,
      SHELL: options.flavour === 'busybox' ? '/bin/sh' : '/bin/bash',
      PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    },
    history: [],
    files: new Map(),
    began: options.now,
    now: options.now,
  };
}

/** The prompt shown before a line is read. */
export function prompt(state: ShellState): string {
  if (state.flavour === 'busybox') return '# '; // devices have one account, and it may do everything
  const sign = state.user === 'root' ? '#' : '$';
  const home = state.variables.HOME ?? '/root';
  const place = state.cwd === home ? '~' : state.cwd;
  return `${state.user}@${state.host}:${place}${sign} `;
}
