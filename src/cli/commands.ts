// Every command of `hinomi`, explicitly.
import type { Command } from './command.ts';
import { query } from './commands/query.ts';

export const commands: readonly Command[] = [query];
