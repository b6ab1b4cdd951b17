// HTTPS to the collector, and to nobody else: the certificate's SHA-256 must be the pinned one before a byte of ours leaves.
import { createHash, X509Certificate } from 'node:crypto';
import { Agent, request } from 'node:https';
import { isIP } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import { HinomiError } from '#model/errors.ts';
import { second } from '#model/time.ts';

const hashOf = (certificate: X509Certificate): string =>
  createHash('sha256').update(certificate.raw).digest('hex');

/** Whether a presented certificate is the pinned one, or valid for the host and issued by the pinned one. */
export function matchesPin(
  leaf: X509Certificate,
  issuer: X509Certificate | undefined,
  pin: string,
  host: string,
  now: number,
): boolean {
  if (hashOf(leaf) === pin) return true;
  if (!issuer || hashOf(issuer) !== pin || !issuer.ca) return false;
  const inTime = leaf.validFromDate.getTime() <= now && now <= leaf.validToDate.getTime();
  const named = isIP(host) ? leaf.checkIP(host) : leaf.checkHost(host);
  return inTime && named !== undefined && leaf.checkIssued(issuer) && leaf.verify(issuer.publicKey);
}

export interface CollectorReply {
  status: number;
  body: unknown;
  /** Seconds, when the collector asks to wait. */
  retryAfter?: number;
}

const replyLimit = 256 * 1024;

/** A connection to one collector. */
export class CollectorClient {
  readonly #url: URL;
  readonly #agent: Agent;
  readonly #timeout: number;

  constructor(url: string, pin: string, timeoutMs: number = 30 * second) {
    this.#url = new URL(url);
    this.#timeout = timeoutMs;
    const host = this.#url.hostname.replace(/^\[|\]$/g, '');
    const port = Number(this.#url.port || 443);
    this.#agent = new Agent({ keepAlive: true, maxSockets: 2 });
    this.#agent.createConnection = (_, done) => {
      // No session reuse: every connection shows its certificate.
      const socket: TLSSocket = connect({
        host,
        port,
        rejectUnauthorized: false,
        ...(isIP(host) ? {} : { servername: host }),
      });
      const fail = (error: Error) => {
        socket.destroy();
        done?.(error, socket);
      };
      socket.setTimeout(timeoutMs, () => socket.destroy(new Error('no answer')));
      socket.once('error', fail);
      socket.once('secureConnect', () => {
        socket.off('error', fail);
        const peer = socket.getPeerCertificate(true);
        const leaf = socket.getPeerX509Certificate();
        const issuer = peer.issuerCertificate?.raw && new X509Certificate(peer.issuerCertificate.raw);
        if (leaf && matchesPin(leaf, issuer, pin, host, Date.now())) return done?.(null, socket);
        fail(
          new HinomiError(
            'COLLECTOR_PIN',
            `The collector at ${url} shows another certificate than enrolled.`,
            {
              remedy: 'Somebody is in between, or the collector has a new certificate: enrol again.',
            },
          ),
        );
      });
      return undefined;
    };
  }

  /** Sends a request and reads the JSON answer. Rejects when there is none. */
  post(path: string, body: Uint8Array, headers: Record<string, string> = {}): Promise<CollectorReply> {
    return new Promise((resolve, reject) => {
      const sent = request(
        new URL(path, this.#url),
        {
          method: 'POST',
          agent: this.#agent,
          headers: { ...headers, 'content-length': String(body.byteLength) },
          timeout: this.#timeout,
        },
        response => {
          const parts: Buffer[] = [];
          let size = 0;
          response.on('data', (part: Buffer) => {
            size += part.length;
            if (size > replyLimit) response.destroy(new Error('the answer is too long'));
            else parts.push(part);
          });
          response.on('error', reject);
          response.on('end', () => {
            const retry = Number(response.headers['retry-after']);
            try {
              resolve({
                status: response.statusCode ?? 0,
                body: JSON.parse(Buffer.concat(parts).toString('utf8')),
                ...(retry > 0 ? { retryAfter: retry } : {}),
              });
            } catch (error) {
              reject(error);
            }
          });
        },
      );
      sent.on('timeout', () => sent.destroy(new Error('the collector does not answer')));
      sent.on('error', reject);
      sent.end(body);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}
