// Program: loads one world into the evidence store and reports over its channel. Argument: {@link LoadJob} as JSON. Of its
// own, so that neither its memory nor its work weighs on the server; it gives way to who searches meanwhile.
import { setPriority } from 'node:os';
import { removeDrafts } from '#store/evidence/folder.ts';
import { openEvidenceLoading } from '#store/evidence/open.ts';
import type { WorldRequest } from '../generate/options.ts';
import { type LoadProgress, loadWorld } from './load-world.ts';

export interface LoadJob {
  id: string;
  request: WorldRequest;
  /** Folder of the store. */
  folder: string;
  workers: number;
}

export type LoadMessage =
  | { progress: LoadProgress }
  | { done: LoadProgress; peakMb: number }
  | { error: { code: string; message: string; remedy: string } };

const tell = (message: LoadMessage) =>
  new Promise<void>(resolve => {
    if (process.send) process.send(message, () => resolve());
    else resolve();
  });
const orphaned = () => process.exit(1);
process.on('disconnect', orphaned);
process.on('SIGTERM', orphaned);
setPriority(5);

try {
  const { id, request, folder, workers } = JSON.parse(process.argv[2] ?? '') as LoadJob;
  removeDrafts(folder, id);
  const done = await loadWorld(openEvidenceLoading(folder), id, request, {
    workers,
    progress: progress => void tell({ progress }),
  });
  await tell({ done, peakMb: Math.round(process.resourceUsage().maxRSS / 1024) });
} catch (error) {
  const { code, message, remedy } = error as { code?: string; message: string; remedy?: string };
  await tell({ error: { code: code ?? 'DRILL_LOAD', message, remedy: remedy ?? '' } });
}
process.off('disconnect', orphaned);
process.disconnect?.();
process.exit();
