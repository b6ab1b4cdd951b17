// HASSH (Salesforce, 2018): MD5 over the algorithm lists of the client's KEXINIT (RFC 4253 §7.1), read from the clear start.
import { createHash } from 'node:crypto';

export interface ClientHello {
  /** Identification line, without line end. */
  ident: string;
  hassh: string;
  /** The text under the MD5: kex;ciphers;MACs;compression, client to server. */
  algorithms: string;
}

export type HelloReader = (bytes: Uint8Array) => ClientHello | 'more' | 'not-ssh';

/** Longest identification line (RFC 4253 §4.2) and longest first packet looked at. */
const identLimit = 255;
const packetLimit = 35_000;

/** Reads the client's first bytes, however they are cut, until the fingerprint is known. */
export function createHelloReader(): HelloReader {
  let held: Buffer = Buffer.alloc(0);
  return bytes => {
    held = Buffer.concat([held, bytes]);
    const end = held.indexOf(0x0a);
    const begun = held.subarray(0, Math.min(4, held.length)).toString('latin1');
    if (!'SSH-'.startsWith(begun) || (end < 0 && held.length > identLimit) || end > identLimit)
      return 'not-ssh';
    if (end < 0) return 'more';
    const ident = held.subarray(0, end).toString('latin1').replace(/\r$/, '');
    const packet = held.subarray(end + 1);
    if (packet.length < 6) return 'more';
    const length = packet.readUInt32BE(0);
    if (length < 2 || length > packetLimit) return 'not-ssh';
    if (packet.length < 4 + length) return 'more';
    const lists = readKexInit(packet.subarray(5, 4 + length - packet[4]!));
    if (!lists) return 'not-ssh';
    const algorithms = [lists[0], lists[2], lists[4], lists[6]].join(';');
    return { ident, hassh: createHash('md5').update(algorithms).digest('hex'), algorithms };
  };
}

/** The ten name-lists of a KEXINIT payload, or undefined. */
function readKexInit(payload: Buffer): string[] | undefined {
  if (payload[0] !== 20) return undefined;
  const lists: string[] = [];
  let at = 17;
  while (lists.length < 10) {
    if (at + 4 > payload.length) return undefined;
    const length = payload.readUInt32BE(at);
    if (at + 4 + length > payload.length) return undefined;
    lists.push(payload.toString('latin1', at + 4, at + 4 + length));
    at += 4 + length;
  }
  return lists;
}
