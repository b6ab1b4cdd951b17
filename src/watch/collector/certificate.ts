// The collector's own certificate: made once, kept with its key in the data folder; agents pin its SHA-256.
import { createHash, X509Certificate } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { generate, type SubjectAltNameEntry } from 'selfsigned';
import { HinomiError } from '#model/errors.ts';
import { parseIp } from '#model/ip.ts';
import { type Clock, day } from '#model/time.ts';

export interface Certificate {
  /** PEM. */
  key: string;
  cert: string;
  /** SHA-256 of the certificate (DER), hex. */
  pin: string;
}

const years = 10;

/** SHA-256 of the first certificate in a PEM text. */
export const pinOf = (cert: string): string =>
  createHash('sha256').update(new X509Certificate(cert).raw).digest('hex');

/**
 * The certificate in a folder, made if there is none. `names` are host names and addresses agents use.
 * @throws HinomiError `CERTIFICATE_UNREADABLE` when files are there but broken: a new one would lock all agents out.
 */
export async function collectorCertificate(
  dir: string,
  names: readonly string[],
  clock: Clock,
): Promise<Certificate> {
  const path = join(dir, 'collector.pem');
  let text: string | undefined;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw unreadable(path, error);
  }
  if (text === undefined) {
    const made = await generate([{ name: 'commonName', value: 'Hinomi collector' }], {
      keyType: 'ec',
      curve: 'P-256',
      algorithm: 'sha256',
      notBeforeDate: new Date(clock() - day),
      notAfterDate: new Date(clock() + years * 365 * day),
      extensions: [
        { name: 'basicConstraints', cA: false, critical: true },
        { name: 'keyUsage', digitalSignature: true, critical: true },
        { name: 'extKeyUsage', serverAuth: true },
        {
          name: 'subjectAltName',
          altNames: names.map(
            (name): SubjectAltNameEntry => (parseIp(name) ? { type: 7, ip: name } : { type: 2, value: name }),
          ),
        },
      ],
    });
    text = `${made.private.trim()}\n${made.cert.trim()}\n`;
    await mkdir(dir, { recursive: true });
    const file = await open(`${path}.new`, 'w', 0o600);
    await file.writeFile(text);
    await file.sync();
    await file.close();
    await rename(`${path}.new`, path);
  }
  const key = /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]+?-----END [A-Z ]*PRIVATE KEY-----/.exec(text)?.[0];
  const cert = /-----BEGIN CERTIFICATE-----[\s\S]+-----END CERTIFICATE-----/.exec(text)?.[0];
  try {
    if (!key || !cert) throw new Error('key or certificate is missing');
    return { key, cert, pin: pinOf(cert) };
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

const unreadable = (path: string, cause: unknown) =>
  new HinomiError('CERTIFICATE_UNREADABLE', `The collector's certificate ${path} cannot be used.`, {
    place: { file: path },
    remedy: 'Restore the file from a backup; removing it means enrolling every agent again.',
    cause,
  });
