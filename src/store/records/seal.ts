// Seals secret columns (TOTP secrets, personal data) with AES-256-GCM under a key file that stays outside the database.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { HinomiError } from '#model/errors.ts';

export interface Sealer {
  /** `context` names the place of the value (`credentials/<id>/totp`): sealed text opens nowhere else. */
  seal(plain: string, context: string): string;
  /** @throws HinomiError `SEAL_BROKEN` when it was altered or moved, `SEAL_KEY_MISSING` when its key is not in the file. */
  open(sealed: string, context: string): string;
}

interface Key {
  id: string;
  key: string;
}

const version = 'v1';
const ivBytes = 12;
const tagBytes = 16;

/**
 * Opens the key file, making it (0600) when there is none. The first key seals; further keys still open what they
 * sealed, so a key is changed by putting a new one in front.
 * @throws HinomiError `KEY_FILE_EXPOSED`, `KEY_FILE_INVALID`.
 */
export function openSealer(file: string): Sealer {
  const keys = readKeys(file);
  const first = keys[0]!;
  return {
    seal(plain, context) {
      const iv = randomBytes(ivBytes);
      const cipher = createCipheriv('aes-256-gcm', first.bytes, iv);
      cipher.setAAD(Buffer.from(`${version}.${first.id}.${context}`));
      const body = Buffer.concat([iv, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return `${version}.${first.id}.${body.toString('base64url')}`;
    },
    open(sealed, context) {
      const [found, id, text = ''] = sealed.split('.');
      const key = keys.find(candidate => candidate.id === id);
      if (found === version && !key)
        throw new HinomiError('SEAL_KEY_MISSING', `no key ${id} in the key file`, {
          place: { file },
          remedy: 'Put the key file back that belongs to this database.',
        });
      const body = Buffer.from(text, 'base64url');
      try {
        if (found !== version) throw new Error('unknown form');
        const decipher = createDecipheriv('aes-256-gcm', key!.bytes, body.subarray(0, ivBytes), {
          authTagLength: tagBytes,
        });
        decipher.setAAD(Buffer.from(`${version}.${id}.${context}`));
        decipher.setAuthTag(body.subarray(-tagBytes));
        return decipher.update(body.subarray(ivBytes, -tagBytes), undefined, 'utf8') + decipher.final('utf8');
      } catch (cause) {
        throw new HinomiError('SEAL_BROKEN', 'a sealed value was altered or moved', {
          remedy: 'Restore the record from a backup, or set the value anew.',
          cause,
        });
      }
    },
  };
}

function readKeys(file: string): { id: string; bytes: Buffer }[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    makeKeyFile(file);
    text = readFileSync(file, 'utf8');
  }
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0)
    throw new HinomiError('KEY_FILE_EXPOSED', 'others may read the key file', {
      place: { file },
      remedy: `chmod 600 ${file}`,
    });
  try {
    const keys = (JSON.parse(text) as { keys: Key[] }).keys.map(({ id, key }) => ({
      id,
      bytes: Buffer.from(key, 'base64url'),
    }));
    if (keys.length === 0 || keys.some(({ id, bytes }) => !/^\w+$/.test(id) || bytes.length !== 32))
      throw new Error('it needs keys of 32 bytes with an id each');
    return keys;
  } catch (cause) {
    throw new HinomiError('KEY_FILE_INVALID', `the key file cannot be used: ${(cause as Error).message}`, {
      place: { file },
      remedy: 'Restore it from a backup; without it, sealed values cannot be read.',
      cause,
    });
  }
}

/** Written aside and linked into place, so that of several processes starting together one wins, whole. */
function makeKeyFile(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const key: Key = { id: randomBytes(4).toString('hex'), key: randomBytes(32).toString('base64url') };
  const aside = `${file}.${key.id}`;
  writeFileSync(aside, JSON.stringify({ keys: [key] }), { mode: 0o600, flag: 'wx', flush: true });
  chmodSync(aside, 0o600);
  try {
    linkSync(aside, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(aside);
  }
}
