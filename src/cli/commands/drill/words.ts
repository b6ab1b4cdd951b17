// Words of `hinomi drill` in the language of the shell, and its numbers.
import { type CommandContext, UsageError } from '../../command.ts';

export type Language = 'ja' | 'en';
export type Text = Readonly<Record<Language, string>>;

/** `--language`, else what the shell speaks. @throws UsageError for a language there is none of. */
export function languageOf(
  context: CommandContext,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Language {
  const given = context.flags['language'];
  if (given === 'ja' || given === 'en') return given;
  if (given !== undefined) throw new UsageError(`--language needs ja or en, not ${String(given)}`);
  const shell = environment['LC_ALL'] || environment['LC_MESSAGES'] || environment['LANG'] || '';
  return shell.toLowerCase().startsWith('ja') ? 'ja' : 'en';
}

/** A whole number from a range. @throws UsageError that names the option. */
export function whole(
  context: CommandContext,
  name: string,
  fallback: number,
  [least, most]: readonly [number, number] = [0, 2_147_483_647],
): number {
  const given = context.flags[name];
  if (given === undefined) return fallback;
  const value = Number(given);
  if (!Number.isInteger(value) || value < least || value > most)
    throw new UsageError(`--${name} needs a whole number from ${least} to ${most}, not ${String(given)}`);
  return value;
}
