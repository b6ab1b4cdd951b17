// Keeps on disk whom the UDP baits answered, so that killing and restarting the agent gives no source a second gift.
import { mkdirSync, openSync, readFileSync, renameSync, writeFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Clock, day, hour } from '#model/time.ts';
import type { ReflectionMemory, ReflectionNote } from './limiter.ts';

/** Notes older than this matter no more: an account is forgotten a day after its last answer. */
const kept = day + hour;
/** Notes appended before the file is written anew without the old ones. */
const appendLimit = 200_000;

const line = ({ at, source, bait }: ReflectionNote): string => `${at} ${source} ${bait}\n`;

/** Notes in a file's text; lines a kill tore are left out. */
export function parseNotes(text: string): ReflectionNote[] {
  const notes: ReflectionNote[] = [];
  for (const [, at, source, bait] of text.matchAll(/^(\d{1,15}) ([0-9a-f.:]{2,45}) ([a-z0-9-]{1,40})$/gm))
    notes.push({ at: Number(at), source: source!, bait: bait! });
  return notes;
}

/**
 * Opens the memory in a file. A note is handed to the operating system before the answer goes out: it survives the
 * process; after a power cut the newest notes may be missing.
 */
export function openReflectionMemory(file: string, clock: Clock): ReflectionMemory {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  let appended = 0;
  const rewrite = (): ReflectionNote[] => {
    const since = clock() - kept;
    let text = '';
    try {
      text = readFileSync(file, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
    const notes = parseNotes(text).filter(note => note.at >= since);
    writeFileSync(`${file}.new`, notes.map(line).join(''), { mode: 0o600 });
    renameSync(`${file}.new`, file);
    appended = 0;
    return notes;
  };
  const remembered = rewrite().sort((a, b) => a.at - b.at);
  let descriptor = openSync(file, 'a', 0o600);
  return {
    remembered,
    note(note) {
      try {
        if (appended >= appendLimit) {
          rewrite();
          descriptor = openSync(file, 'a', 0o600);
        }
        const text = line(note);
        if (writeSync(descriptor, text) !== text.length) return false;
        appended++;
        return true;
      } catch {
        // A full disk: the baits fall silent towards strangers until there is room.
        return false;
      }
    },
  };
}
