// Host keys: RSA, ECDSA and Ed25519 like a Debian server's, made once and kept, so that the machine stays the same one.
import { join } from 'node:path';
import ssh2 from 'ssh2';
import { keptSecret } from '../secret-files.ts';

type KeyType = 'rsa' | 'ecdsa' | 'ed25519';

/** Private keys in OpenSSH's order of offering. Generation runs off the main thread. */
export function hostKeys(stateDir: string): Promise<string[]> {
  const wanted: [KeyType, number][] = [
    ['rsa', 3072],
    ['ecdsa', 256],
    ['ed25519', 256],
  ];
  return Promise.all(
    wanted.map(([type, bits]) =>
      keptSecret(join(stateDir, 'ssh', `host_${type}_key`), () => generate(type, bits)),
    ),
  );
}

function generate(type: KeyType, bits: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const done = (error: Error | null, keys: { private: string }) =>
      error ? reject(error) : resolve(keys.private);
    if (type === 'ed25519') ssh2.utils.generateKeyPair(type, done);
    else if (type === 'ecdsa') ssh2.utils.generateKeyPair(type, { bits: bits as 256 }, done);
    else ssh2.utils.generateKeyPair(type, { bits }, done);
  });
}
