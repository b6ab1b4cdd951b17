// What a command of `hinomi` is. One file a command, listed in commands.ts.
import type { parseArgs } from 'node:util';

type OptionTable = NonNullable<Parameters<typeof parseArgs>[0]>['options'];

export interface CommandContext {
  flags: Record<string, string | boolean | string[] | undefined>;
  positionals: string[];
  /** True with --json: machine-readable lines on standard output, nothing else there. */
  json: boolean;
  out(line: string): void;
  err(line: string): void;
}

export interface Command {
  name: string;
  /** One line for `hinomi --help`. */
  summary: string;
  /** Arguments after the name, as people write them. */
  usage: string;
  examples: string[];
  options: NonNullable<OptionTable>;
  /** Resolves with the exit code: 0 ok, 1 failed, 2 used wrongly. */
  run(context: CommandContext): Promise<number>;
}

/** Thrown by a command that was called with the wrong words; ends with exit code 2 and the command's help. */
export class UsageError extends Error {}
