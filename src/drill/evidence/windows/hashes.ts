// The other hashes of a file whose SHA-256 the world knows: derived from it, so that a file has the same ones everywhere.
import { createHash } from 'node:crypto';

const known = new Map<string, string>();
const upper = (algorithm: string, text: string): string =>
  createHash(algorithm).update(text).digest('hex').toUpperCase();

/** `SHA1=…,MD5=…,SHA256=…,IMPHASH=…`, as Sysmon writes with these four chosen. Only programs have an import hash. */
export function hashList(sha256: string, program = true): string {
  const key = program ? sha256 : `-${sha256}`;
  let list = known.get(key);
  if (list === undefined) {
    const imports = program ? upper('md5', `imphash ${sha256}`) : '0'.repeat(32);
    list = `SHA1=${upper('sha1', sha256)},MD5=${upper('md5', sha256)},SHA256=${sha256.toUpperCase()},IMPHASH=${imports}`;
    // Programs are few; files that come and go must not fill the memory.
    if (known.size > 10_000) known.clear();
    known.set(key, list);
  }
  return list;
}

/** SHA-256 of something the world gives no hash for: always the same for the same name. */
export const placeholderSha256 = (name: string): string => {
  const key = `name ${name}`;
  let digest = known.get(key);
  if (digest === undefined) {
    digest = createHash('sha256').update(name.toLowerCase()).digest('hex');
    if (known.size > 10_000) known.clear();
    known.set(key, digest);
  }
  return digest;
};
