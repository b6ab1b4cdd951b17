// How far a growing file was read: kept on disk so that a restart neither loses nor repeats lines.
import { createHash } from 'node:crypto';
import { open, readFile, rename } from 'node:fs/promises';
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { readHead } from '../read/head.ts';

export const Position = Type.Object({
  /** Names this file through rotation: lines are (generation, offset) for ever. */
  generation: Type.String(),
  inode: Type.Number(),
  /** Bytes and lines read and handed over. */
  offset: Type.Integer({ minimum: 0 }),
  lines: Type.Integer({ minimum: 0 }),
  /** SHA-256 of the first `headBytes` bytes: tells the file from another under its name. */
  headBytes: Type.Integer({ minimum: 0 }),
  headHash: Type.String(),
});
export type Position = Static<typeof Position>;

const check = Compile(Position);
export const headBytes = 1_024;

export const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Whether a file's first bytes are those of the position. Nothing read yet fits any file. */
export const sameHead = (position: Position, head: Buffer): boolean =>
  head.length >= position.headBytes && hashOf(head.subarray(0, position.headBytes)) === position.headHash;

/** Same for a file by name, also when it has been compressed since. */
export async function fileHasHead(position: Position, file: string): Promise<boolean> {
  try {
    return sameHead(position, (await readHead(file)).bytes);
  } catch {
    return false;
  }
}

/** The stored position, or undefined when there is none or it is damaged. */
export async function loadPosition(stateFile: string): Promise<Position | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(stateFile, 'utf8'));
    return check.Check(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Replaces the stored position whole, durably. */
export async function savePosition(stateFile: string, position: Position): Promise<void> {
  const temporary = `${stateFile}.new`;
  const handle = await open(temporary, 'w', 0o600);
  try {
    await handle.writeFile(JSON.stringify(position));
    await handle.datasync();
  } finally {
    await handle.close();
  }
  await rename(temporary, stateFile);
}
