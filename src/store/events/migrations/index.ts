// All steps of the schema, in order.
import { events } from './0001-events.ts';
import { rollups } from './0002-rollups.ts';
import { sourceDays } from './0003-source-days.ts';
import { evidenceInFiles } from './0004-evidence-in-files.ts';
import type { Migration } from './migration.ts';

export const migrations: readonly Migration[] = [events, rollups, sourceDays, evidenceInFiles];
