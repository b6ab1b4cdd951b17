// Keys a honeypot makes once and keeps, so that it looks like the same machine after a restart.
import { chmod, mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Reads a kept secret, or makes and keeps it: mode 0600, written whole or not at all. */
export async function keptSecret(path: string, make: () => Promise<string>): Promise<string> {
  try {
    const kept = await readFile(path, 'utf8');
    if (kept !== '') return kept;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const made = await make();
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const part = `${path}.${process.pid}.part`;
  const file = await open(part, 'w', 0o600);
  try {
    await file.writeFile(made);
    await file.sync();
  } finally {
    await file.close();
  }
  await chmod(part, 0o600);
  await rename(part, path);
  return made;
}
