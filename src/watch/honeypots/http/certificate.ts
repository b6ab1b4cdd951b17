// The HTTPS honeypot's own certificate: self-signed as on a cheap device, made once and kept.
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { HinomiError } from '#model/errors.ts';
import { keptSecret } from '../secret-files.ts';

/** Key and certificate in PEM; the common name is fixed at first use. */
export async function keptCertificate(
  stateDir: string,
  commonName: string,
): Promise<{ key: string; cert: string }> {
  const path = join(stateDir, 'https', 'certificate.json');
  const text = await keptSecret(path, async () => {
    const pem = await generate([{ name: 'commonName', value: commonName }], {
      keySize: 2048,
      algorithm: 'sha256',
      notBeforeDate: new Date(Date.UTC(2019, 2, 12)),
      notAfterDate: new Date(Date.UTC(2039, 2, 12)),
    });
    return JSON.stringify({ key: pem.private, cert: pem.cert });
  });
  try {
    const { key, cert } = JSON.parse(text) as { key: string; cert: string };
    return { key, cert };
  } catch (cause) {
    throw new HinomiError('HONEYPOT_STATE', `honeypot https: ${path} is damaged`, {
      place: { file: path },
      remedy: `Remove ${path}; a new certificate is made at the next start.`,
      cause,
    });
  }
}
