// The `hinomi` program: finds the command, parses its words, prints errors with what to do.
import { parseArgs } from 'node:util';
import { HinomiError } from '#model/errors.ts';
import { flagName, settingKeys } from '#server/config/settings.ts';
import { type Command, UsageError } from './command.ts';
import { commands } from './commands.ts';

const out = (line: string) => void process.stdout.write(`${line}\n`);
const err = (line: string) => void process.stderr.write(`${line}\n`);

// `hinomi … | head` closes the pipe early: who reads has seen enough, so there is nothing left to do.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });

// Every setting may be given to every command as a flag.
const settingOptions = Object.fromEntries(
  [...settingKeys.map(flagName), 'config'].map(name => [name, { type: 'string' as const }]),
);

async function overview(): Promise<string> {
  const all = await Promise.all(Object.values(commands).map(load => load()));
  const width = Math.max(...all.map(command => command.name.length));
  return [
    'Hinomi (火の見): watches, analyses, warns, shares and drills.',
    '',
    'Usage: hinomi COMMAND [WORDS] [--json] [--SETTING VALUE …]',
    '',
    ...all.map(command => `  ${command.name.padEnd(width)}  ${command.summary}`),
    '',
    'hinomi COMMAND --help tells more. Settings: docs/settings.md.',
  ].join('\n');
}

const help = (command: Command): string =>
  [
    `${command.summary}`,
    '',
    `Usage: hinomi ${command.name} ${command.usage}`,
    '',
    'Examples:',
    ...command.examples.map(example => `  ${example}`),
  ].join('\n');

async function main(words: string[]): Promise<number> {
  const [name, ...rest] = words;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    out(await overview());
    return name === undefined ? 2 : 0;
  }
  const command = Object.hasOwn(commands, name) ? await commands[name]!() : undefined;
  if (!command) {
    err(`hinomi: there is no command "${name}".\n\n${await overview()}`);
    return 2;
  }
  try {
    const { values, positionals } = parseArgs({
      args: rest,
      allowPositionals: true,
      options: {
        ...settingOptions,
        ...command.options,
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values['help']) {
      out(help(command));
      return 0;
    }
    return await command.run({
      flags: values as never,
      positionals,
      json: values['json'] === true,
      out,
      err,
    });
  } catch (error) {
    if (error instanceof UsageError || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS')) {
      err(`hinomi ${name}: ${(error as Error).message}\n\n${help(command)}`);
      return 2;
    }
    if (error instanceof HinomiError) {
      err(`hinomi ${name}: ${error.message} (${error.code})${error.remedy ? `\n${error.remedy}` : ''}`);
      return 1;
    }
    throw error;
  }
}

process.exitCode = await main(process.argv.slice(2));
