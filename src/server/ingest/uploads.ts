// Uploaded files: received without filling the disk, forced to it before anybody is told, and cleared away when nobody
// needs them. Each lies alone in `<inputs>/<id>/content`.
import { createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rm, statfs } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { HinomiError } from '#model/errors.ts';
import { inputs as inputRecords } from '#store/records/collections.ts';
import { everyRecord, type Records } from '#store/records/records.ts';

const fileName = 'content';
/** How often the free space is looked at while a file comes in, bytes. */
const lookEvery = 32 * 2 ** 20;

export interface UploadLimits {
  /** Largest file, bytes. */
  bytes: number;
  /** Space left for the stores, bytes: below it nothing is taken in. */
  reserve: number;
}
export const defaultUploadLimits: UploadLimits = { bytes: 20 * 2 ** 30, reserve: 2 ** 30 };

/**
 * Receives a file; it is on disk when this resolves, and nothing of it is left when it throws.
 * @throws HinomiError `UPLOAD_TOO_LARGE` (413), `DISK_FULL` (507).
 */
export async function receiveUpload(
  body: Readable,
  inputsFolder: string,
  id: string,
  limits: UploadLimits = defaultUploadLimits,
): Promise<{ file: string; size: number }> {
  const folder = resolve(inputsFolder, id);
  const file = join(folder, fileName);
  await assertRoom(inputsFolder, limits.reserve);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  let size = 0;
  let looked = 0;
  const bounded = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      if (size > limits.bytes) return done(tooLarge(limits.bytes));
      if (size - looked < lookEvery) return done(null, chunk);
      looked = size;
      assertRoom(inputsFolder, limits.reserve).then(() => done(null, chunk), done);
    },
  });
  try {
    await pipeline(body, bounded, createWriteStream(file, { mode: 0o600, flags: 'wx', flush: true }));
    for (const changed of [folder, inputsFolder]) await syncFolder(changed);
    return { file, size };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/** Removes an uploaded file. Files that lie elsewhere (watched folder, command line) are not ours and stay. */
export async function discardUpload(file: string, inputsFolder: string): Promise<boolean> {
  const folder = dirname(resolve(file));
  if (basename(file) !== fileName || dirname(folder) !== resolve(inputsFolder)) return false;
  await rm(folder, { recursive: true, force: true });
  return true;
}

/** Removes uploads that no input points to: of a crash in mid-upload, or replaced by a later copy. Only at the start. */
export async function sweepUploads(records: Records, inputsFolder: string): Promise<number> {
  const wanted = new Set<string>();
  for await (const input of everyRecord(records.collection(inputRecords))) wanted.add(resolve(input.path));
  let removed = 0;
  for (const entry of await readdir(inputsFolder, { withFileTypes: true }).catch(() => [])) {
    const file = resolve(inputsFolder, entry.name, fileName);
    if (!entry.isDirectory() || wanted.has(file)) continue;
    const held = await open(file, 'r').catch(() => undefined);
    if (!held) continue; // a folder of something else, such as lines left out
    await held.close();
    if (await discardUpload(file, inputsFolder)) removed++;
  }
  return removed;
}

/** @throws HinomiError `DISK_FULL` when the file system of a folder (or its parent, when it is not there yet) is short. */
export async function assertRoom(folder: string, reserve = defaultUploadLimits.reserve): Promise<void> {
  const { bavail, bsize } = await statfs(folder).catch(() => statfs(dirname(folder)));
  if (bavail * bsize >= reserve) return;
  throw new HinomiError('DISK_FULL', 'the disk of the server has no room for files', {
    remedy: 'Free space on the server, or remove inputs that are no longer needed.',
    status: 507,
  });
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const tooLarge = (bytes: number): HinomiError =>
  new HinomiError('UPLOAD_TOO_LARGE', `the file is larger than ${Math.floor(bytes / 2 ** 30)} GiB`, {
    remedy: 'Use hinomi ingest on the server.',
    status: 413,
  });
