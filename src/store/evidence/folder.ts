// Where segments lie: a folder for each world, a file for each block of slices. A file is complete or not there.
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writevSync,
} from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { HinomiError } from '#model/errors.ts';
import { lineCount, type SliceLines } from './lines.ts';
import { writeSegment } from './write-segment.ts';

const worldName = /^[A-Za-z0-9_-]{1,64}$/;
const segmentName = /^(\d{6,10})-(\d{6,10})-(\d{1,10})\.segment$/;

/** A segment by its file's name. */
export interface SegmentName {
  file: string;
  first: number;
  last: number;
  lines: number;
}

/** @throws HinomiError `DRILL_WORLD_ID` */
export function worldFolder(folder: string, world: string): string {
  if (!worldName.test(world))
    throw new HinomiError('DRILL_WORLD_ID', `${JSON.stringify(world)} is no id of a world`, { status: 400 });
  return join(folder, world);
}

/** Segments of a world in order; none when there is no such world. */
export function segmentsOf(folder: string, world: string): SegmentName[] {
  const inside = worldFolder(folder, world);
  return namesIn(inside)
    .flatMap(name => {
      const [, first, last, lines] = segmentName.exec(name) ?? [];
      return first === undefined
        ? []
        : [{ file: join(inside, name), first: Number(first), last: Number(last), lines: Number(lines) }];
    })
    .sort((a, b) => a.first - b.first);
}

/** Worlds that have segments. */
export const worldsIn = (folder: string): string[] =>
  namesIn(folder).filter(name => worldName.test(name) && segmentsOf(folder, name).length > 0);

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** A mark that changes whenever segments come or go. */
export function markOf(folder: string, world: string): string {
  try {
    const { mtimeNs, ino } = statSync(worldFolder(folder, world), { bigint: true });
    return `${ino}:${mtimeNs}`;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}

/** Stores slices as a segment; durable when it returns. @throws the system's error (`ENOSPC`, …), with nothing left behind. */
export function storeSegment(folder: string, world: string, slices: readonly SliceLines[]): void {
  const inside = worldFolder(folder, world);
  const lines = lineCount(slices);
  if (lines === 0) return;
  const padded = (slice: number) => String(slice).padStart(6, '0');
  const name = `${padded(slices[0]!.slice)}-${padded(slices.at(-1)!.slice)}-${lines}.segment`;
  if (segmentsOf(folder, world).some(({ file }) => file === join(inside, name))) return;
  const pieces = writeSegment(slices);
  mkdirSync(inside, { recursive: true });
  const draft = join(inside, `${randomBytes(8).toString('hex')}.draft`);
  try {
    const fd = openSync(draft, 'wx', 0o600);
    try {
      writeAll(fd, pieces);
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    renameSync(draft, join(inside, name));
    syncFolder(inside);
    syncFolder(folder);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

function writeAll(fd: number, pieces: readonly Uint8Array[]): void {
  for (const piece of pieces)
    for (let at = 0; at < piece.length; ) at += writevSync(fd, [piece.subarray(at)]);
}

function syncFolder(folder: string): void {
  const fd = openSync(folder, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** Removes drafts that a crash left behind. Only for who loads a world, and is alone in it. */
export function removeDrafts(folder: string, world: string): void {
  const inside = worldFolder(folder, world);
  for (const name of namesIn(inside))
    if (name.endsWith('.draft')) rmSync(join(inside, name), { force: true });
}

/** Removes a world. */
export const removeWorld = (folder: string, world: string): Promise<void> =>
  rm(worldFolder(folder, world), { recursive: true, force: true });
