// A folder into which people or programs drop finished files: each is handed over once, when it has stopped growing.
import { open, readdir, readFile, rename, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '#model/time.ts';

export interface WatchFolderOptions {
  dir: string;
  /** Remembers what was taken, by name, size and time. */
  stateFile: string;
  /** Takes a file in. A failure is remembered too: the file comes again only when it changes. */
  onFile: (file: string) => Promise<void>;
  onError?: (file: string, error: unknown) => void;
  clock: Clock;
  signal: AbortSignal;
  pollMs?: number;
  /** How long size and time must stand still. */
  stableMs?: number;
}

const depthLimit = 5;
const fileLimit = 100_000;
const unfinished = /\.(part|partial|tmp|temp|crdownload|swp|filepart)$|^\.|~$/i;

/** What a file looked like: another size or time makes it another file. */
type Seen = string;

/** Regular files below a folder, in a stable order. Links are not followed; hidden and unfinished names are left out. */
export async function filesBelow(dir: string): Promise<string[]> {
  const found: string[] = [];
  const walk = async (folder: string, depth: number): Promise<void> => {
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (unfinished.test(entry.name) || found.length >= fileLimit) continue;
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        if (depth < depthLimit) await walk(path, depth + 1);
      } else if (entry.isFile()) found.push(path);
    }
  };
  await walk(dir, 0);
  return found;
}

/** Watches until the signal aborts; then resolves. */
export async function watchFolder(options: WatchFolderOptions): Promise<void> {
  const { dir, stateFile, onFile, onError, clock, signal, pollMs = 1_000, stableMs = 2_000 } = options;
  const taken = await load(stateFile);
  const growing = new Map<string, { seen: Seen; since: number }>();
  while (!signal.aborted) {
    const present = new Set<string>();
    for (const file of await filesBelow(dir)) {
      if (signal.aborted) break;
      if (file === stateFile) continue;
      const about = await stat(file).catch(() => undefined);
      if (!about) continue;
      const name = relative(dir, file);
      present.add(name);
      const seen = `${about.size} ${about.mtimeMs}`;
      if (taken.get(name) === seen) continue;
      const before = growing.get(name);
      if (before?.seen !== seen) {
        growing.set(name, { seen, since: clock() });
        continue;
      }
      if (clock() - before.since < stableMs) continue;
      growing.delete(name);
      try {
        await onFile(file);
      } catch (error) {
        onError?.(file, error);
      }
      taken.set(name, seen);
      // A full disk ends no watching: at worst a file is offered again after a restart, and recognised.
      await save(stateFile, taken).catch(error => onError?.(stateFile, error));
    }
    // Forget what is gone, so that the memory stays as small as the folder.
    for (const map of [taken, growing])
      for (const name of map.keys()) if (!present.has(name)) map.delete(name);
    await sleep(pollMs, undefined, { signal }).catch(() => {});
  }
}

async function load(stateFile: string): Promise<Map<string, Seen>> {
  try {
    const value: unknown = JSON.parse(await readFile(stateFile, 'utf8'));
    const entries = value !== null && typeof value === 'object' ? Object.entries(value) : [];
    return new Map(entries.filter((entry): entry is [string, Seen] => typeof entry[1] === 'string'));
  } catch {
    return new Map();
  }
}

async function save(stateFile: string, taken: Map<string, Seen>): Promise<void> {
  const handle = await open(`${stateFile}.new`, 'w', 0o600);
  try {
    await handle.writeFile(JSON.stringify(Object.fromEntries(taken)));
    await handle.datasync();
  } finally {
    await handle.close();
  }
  await rename(`${stateFile}.new`, stateFile);
}
