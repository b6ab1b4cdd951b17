// All commands of the fake shell by name.
import type { Command } from '../run.ts';
import { controlCommands } from './control.ts';
import { fileCommands } from './files.ts';
import { networkCommands } from './network.ts';
import { systemCommands } from './system.ts';
import { textCommands } from './text.ts';

export const commandTable: ReadonlyMap<string, Command> = new Map(
  Object.entries({
    ...systemCommands,
    ...fileCommands,
    ...textCommands,
    ...networkCommands,
    ...controlCommands,
  }),
);
