// Reading logs: rewinding leaves entries where they are and reads the log without them; a branch reads another's prefix.
import type { NewTeamEntry, TeamEntry } from '#model/drill/entry.ts';

/** Entries that still hold: a rewind takes back what came after its moment. In order; rewinds themselves stay. */
export function standing(entries: readonly TeamEntry[]): TeamEntry[] {
  let kept: TeamEntry[] = [];
  for (const entry of entries) {
    // Promises about a moment hold for what is later than it only.
    if (entry.kind === 'rewind') kept = kept.filter(one => one.kind === 'rewind' || one.at <= entry.to);
    kept.push(entry);
  }
  return kept;
}

/** The part of a log that a branch begins with. */
export const prefix = (entries: readonly TeamEntry[], base: { sequence: number; at: number }): TeamEntry[] =>
  standing(entries.filter(entry => entry.sequence <= base.sequence)).filter(
    entry => entry.at <= base.at && entry.kind !== 'rewind',
  );

/** Gives a new entry its place. Sequences are padded in ids so that they sort. */
export const placed = (
  entry: NewTeamEntry,
  where: { log: string; sequence: number; at: number; real: number; by: string },
): TeamEntry => ({ id: entryId(where.log, where.sequence), ...where, ...entry }) as TeamEntry;

export const entryId = (log: string, sequence: number): string =>
  `${log}:${String(sequence).padStart(8, '0')}`;
