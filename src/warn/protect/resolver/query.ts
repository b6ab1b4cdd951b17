// Reads a question straight from the datagram, without objects for its parts: the forwarder's hot path.
import { rrType } from '../dns/constants.ts';

/** A client's question. Reused between calls: copy what must outlive the call. */
export interface Query {
  id: number;
  flags: number;
  /** Offset after the question section. */
  end: number;
  type: number;
  class: number;
  edns: boolean;
  /** DNSSEC records wanted. */
  wantsDnssec: boolean;
  /** Largest datagram the client takes. */
  udpSize: number;
  /** Name in lower case, type, class and what else tells answers apart. */
  key: string;
}

export const emptyQuery = (): Query => ({
  id: 0,
  flags: 0,
  end: 0,
  type: 0,
  class: 0,
  edns: false,
  wantsDnssec: false,
  udpSize: 512,
  key: '',
});

const scratch = Buffer.alloc(264);

export type Problem = 'ignore' | 'malformed' | 'not-implemented' | 'bad-version' | undefined;

/** Fills `query`; tells what is wrong with the message otherwise. Only plain questions come through. */
export function readQuery(message: Buffer, query: Query): Problem {
  const size = message.length;
  if (size < 12 || message[2]! & 0x80) return 'ignore';
  query.id = (message[0]! << 8) | message[1]!;
  query.flags = (message[2]! << 8) | message[3]!;
  if (message[2]! & 0x78) return 'not-implemented';
  if (message[4] !== 0 || message[5] !== 1 || message[6] || message[7] || message[8] || message[9])
    return 'malformed';
  let at = 12;
  let used = 0;
  for (;;) {
    const label = message[at];
    if (label === undefined || label > 63) return 'malformed';
    if (used + label + 1 > 255) return 'malformed';
    scratch[used++] = label;
    at += 1;
    if (label === 0) break;
    if (at + label > size) return 'malformed';
    for (const end = at + label; at < end; at++) {
      const byte = message[at]!;
      scratch[used++] = byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
    }
  }
  if (at + 4 > size) return 'malformed';
  query.type = (message[at]! << 8) | message[at + 1]!;
  query.class = (message[at + 2]! << 8) | message[at + 3]!;
  for (let index = 0; index < 4; index++) scratch[used++] = message[at + index]!;
  at += 4;
  query.end = at;
  query.edns = false;
  query.wantsDnssec = false;
  query.udpSize = 512;
  const additionals = (message[10]! << 8) | message[11]!;
  if (additionals > 0) {
    if (additionals > 1 || at + 11 > size || message[at] !== 0) return 'malformed';
    if (((message[at + 1]! << 8) | message[at + 2]!) !== rrType.OPT) return 'malformed';
    const data = (message[at + 9]! << 8) | message[at + 10]!;
    if (at + 11 + data > size) return 'malformed';
    query.edns = true;
    query.udpSize = Math.min(1_232, Math.max(512, (message[at + 3]! << 8) | message[at + 4]!));
    query.wantsDnssec = (message[at + 7]! & 0x80) !== 0;
    if (message[at + 6] !== 0) return 'bad-version';
  }
  // Checking disabled and DNSSEC wanted change what upstream says (RFC 6840 §5.9).
  scratch[used++] = (query.wantsDnssec ? 1 : 0) | (query.flags & 0x10);
  query.key = scratch.toString('latin1', 0, used);
  return undefined;
}
