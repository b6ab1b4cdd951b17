// A folder of mixed logs, as T-Pot and similar collections leave them: which file has which format.

import { compressionOf } from '../compression.ts';
import { filesBelow } from './follow/watch-folder.ts';
import { readHead } from './read/head.ts';
import { detectLogFormat } from './registry.ts';

export interface PlannedFile {
  file: string;
  /** Format id, or undefined with the reason. */
  format?: string;
  why?: string;
}

/** Looks at the beginning of every file below a folder. Never throws for a single file. */
export async function planFolder(dir: string): Promise<PlannedFile[]> {
  const plan: PlannedFile[] = [];
  for (const file of await filesBelow(dir)) plan.push(await planFile(file));
  return plan;
}

async function planFile(file: string): Promise<PlannedFile> {
  try {
    const { head, bytes } = await readHead(file);
    if (bytes.length === 0) return { file, why: 'empty' };
    const format = detectLogFormat(head, file);
    if (format) return { file, format: format.id };
    const binary = compressionOf(bytes) !== 'none' || bytes.subarray(0, 4_096).includes(0);
    return { file, why: binary ? 'not a text log' : 'format not recognised' };
  } catch (error) {
    return { file, why: error instanceof Error ? error.message : 'unreadable' };
  }
}
