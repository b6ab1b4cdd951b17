// Answers of the forwarder's own making: blocked names with the reason (Extended DNS Errors, RFC 8914) and failures.
import { isIpv4, parseIp } from '#model/ip.ts';
import { flag, rcode, rrClass, rrType } from '../dns/constants.ts';
import { Writer } from '../dns/message.ts';
import type { Query } from './query.ts';

export interface ExtendedError {
  code: number;
  text: string;
}

/** Appends our OPT record when the client speaks EDNS. */
function opt(out: Writer, query: Query, error: ExtendedError | undefined): number {
  if (!query.edns) return 0;
  const text = error && Buffer.from(error.text).subarray(0, 300);
  out
    .u8(0)
    .u16(rrType.OPT)
    .u16(1_232)
    .u8(0)
    .u8(0)
    .u16(query.wantsDnssec ? 0x8000 : 0);
  out.u16(text ? 6 + text.length : 0);
  if (error && text)
    out
      .u16(15)
      .u16(2 + text.length)
      .u16(error.code)
      .bytes(text);
  return 1;
}

const responseFlags = (query: Query): number => flag.QR | flag.RA | (query.flags & (flag.RD | flag.CD));

/** An answer without records. `badVersion` is the one extended rcode we send (16: upper bits in OPT). */
export function plainAnswer(question: Buffer, query: Query, code: number, error?: ExtendedError): Buffer {
  const out = new Writer(512).header(query.id, responseFlags(query) | code, [1, 0, 0, 0]);
  out.bytes(question.subarray(12, query.end));
  out.patch16(10, opt(out, query, error));
  return out.done();
}

/** EDNS version that we do not speak: BADVERS (RFC 6891 §6.1.3). */
export function badVersion(question: Buffer, query: Query): Buffer {
  const out = new Writer(64)
    .header(query.id, responseFlags(query), [1, 0, 0, 1])
    .bytes(question.subarray(12, query.end));
  return out.u8(0).u16(rrType.OPT).u16(1_232).u8(1).u8(0).u16(0).u16(0).done();
}

export interface WarningAddresses {
  v4: Uint8Array[];
  v6: Uint8Array[];
}

export function warningAddresses(texts: readonly string[]): WarningAddresses {
  const found: WarningAddresses = { v4: [], v6: [] };
  for (const text of texts) {
    const bytes = parseIp(text);
    if (!bytes) continue;
    if (isIpv4(bytes)) found.v4.push(bytes.subarray(12));
    else found.v6.push(bytes);
  }
  return found;
}

/** What a client gets for a blocked name: the warning host's address, or that the name does not exist. */
export function blockedAnswer(
  question: Buffer,
  query: Query,
  how: { warn: boolean; addresses: WarningAddresses; ttl: number },
  error: ExtendedError,
): Buffer {
  const data = !how.warn
    ? []
    : query.type === rrType.A
      ? how.addresses.v4
      : query.type === rrType.AAAA
        ? how.addresses.v6
        : [];
  const out = new Writer(768).header(query.id, responseFlags(query) | (how.warn ? 0 : rcode.NXDOMAIN), [
    1,
    data.length,
    data.length === 0 ? 1 : 0,
    0,
  ]);
  out.bytes(question.subarray(12, query.end));
  for (const address of data)
    out.u16(0xc00c).u16(query.type).u16(rrClass.IN).u32(how.ttl).u16(address.length).bytes(address);
  if (data.length === 0) {
    // An SOA bounds how long the "no" may be kept (RFC 2308 §5).
    out.u16(0xc00c).u16(rrType.SOA).u16(rrClass.IN).u32(how.ttl).u16(24);
    out.u16(0xc00c).u16(0xc00c).u32(1).u32(60).u32(60).u32(60).u32(how.ttl);
  }
  out.patch16(10, opt(out, query, error));
  return out.done();
}
