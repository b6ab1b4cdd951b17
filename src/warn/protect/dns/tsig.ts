// Transaction signatures with HMAC-SHA256 (RFC 8945): verify requests, sign answers, also over many messages.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { headerBytes, rcode, rrClass, rrType, tsigError } from './constants.ts';
import { decode, type Resource, Writer } from './message.ts';
import { lowerWire, nameWire, readName, sameName } from './name.ts';

const algorithm = nameWire('hmac-sha256');
const macBytes = 32;
const fudge = 300;

export interface TsigKey {
  /** Key name, as configured at both ends. */
  name: string;
  /** Shared secret, base64. */
  secret: string;
}

export interface Tsig {
  name: Uint8Array;
  algorithm: Uint8Array;
  time: number;
  fudge: number;
  mac: Uint8Array;
  originalId: number;
  error: number;
  other: Uint8Array;
  /** Offset of the TSIG record: what comes before it is signed. */
  start: number;
}

function parse(message: Uint8Array, record: Resource): Tsig | undefined {
  const { wire, end } = readName(message, record.rdataAt);
  const stop = record.rdataAt + record.rdata.length;
  const view = new DataView(message.buffer, message.byteOffset, message.byteLength);
  if (end + 16 > stop) return undefined;
  const macSize = view.getUint16(end + 8);
  const tail = end + 10 + macSize;
  if (tail + 6 > stop) return undefined;
  const otherSize = view.getUint16(tail + 4);
  if (tail + 6 + otherSize !== stop) return undefined;
  return {
    name: lowerWire(record.name),
    algorithm: lowerWire(wire),
    time: view.getUint16(end) * 2 ** 32 + view.getUint32(end + 2),
    fudge: view.getUint16(end + 6),
    mac: message.subarray(end + 10, tail),
    originalId: view.getUint16(tail),
    error: view.getUint16(tail + 2),
    other: message.subarray(tail + 6, stop),
    start: record.start,
  };
}

/** The TSIG record of a message, `undefined` when there is none, `'bad'` when it is misplaced or malformed. */
export function findTsig(message: Uint8Array): Tsig | undefined | 'bad' {
  const { answers, authorities, additionals } = decode(message);
  const last = additionals.at(-1);
  const misplaced = [...answers, ...authorities, ...additionals.slice(0, -1)].some(
    r => r.type === rrType.TSIG,
  );
  if (misplaced) return 'bad';
  if (last?.type !== rrType.TSIG) return undefined;
  if (last.class !== rrClass.ANY || last.ttl !== 0) return 'bad';
  return parse(message, last) ?? 'bad';
}

function variables(name: Uint8Array, time: number, error: number, other: Uint8Array): Buffer {
  const out = new Writer(128).bytes(name).u16(rrClass.ANY).u32(0).bytes(algorithm);
  timers(out, time, fudge);
  return out.u16(error).u16(other.length).bytes(other).done();
}

function timers(out: Writer, time: number, allowed: number): Writer {
  return out
    .u16(Math.floor(time / 2 ** 32))
    .u32((time % 2 ** 32) >>> 0)
    .u16(allowed);
}

const withLength = (mac: Uint8Array): Buffer => new Writer(2 + mac.length).u16(mac.length).bytes(mac).done();

/** The message as it was before the TSIG record was put on: one additional record fewer, the original id. */
function unsigned(message: Uint8Array, tsig: Tsig): Buffer {
  const copy = Buffer.from(message.subarray(0, tsig.start));
  copy.writeUInt16BE(tsig.originalId, 0);
  copy.writeUInt16BE(copy.readUInt16BE(10) - 1, 10);
  return copy;
}

export type TsigVerdict =
  | { ok: true; key: TsigKey; mac: Uint8Array }
  | { ok: false; rcode: number; error: number; tsig?: Tsig; key?: TsigKey };

/**
 * Verifies a request (or, with `requestMac`, the answer to one). `now` is in Unix seconds.
 * A missing TSIG is the caller's to judge: this is only called when there is one.
 */
export function verifyTsig(
  message: Uint8Array,
  tsig: Tsig | 'bad',
  keys: readonly TsigKey[],
  now: number,
  requestMac?: Uint8Array,
): TsigVerdict {
  if (tsig === 'bad') return { ok: false, rcode: rcode.FORMERR, error: 0 };
  const key = keys.find(each => sameName(nameWire(each.name), tsig.name));
  if (!key || !sameName(tsig.algorithm, algorithm))
    return { ok: false, rcode: rcode.NOTAUTH, error: tsigError.BADKEY, tsig };
  // Truncated MACs (RFC 8945 §5.2.2.1) are not accepted: every implementation sends the full one by default.
  if (tsig.mac.length !== macBytes)
    return { ok: false, rcode: rcode.NOTAUTH, error: tsigError.BADTRUNC, tsig };
  const hmac = createHmac('sha256', Buffer.from(key.secret, 'base64'));
  if (requestMac) hmac.update(withLength(requestMac));
  hmac.update(unsigned(message, tsig));
  const out = new Writer(128).bytes(tsig.name).u16(rrClass.ANY).u32(0).bytes(tsig.algorithm);
  timers(out, tsig.time, tsig.fudge).u16(tsig.error).u16(tsig.other.length).bytes(tsig.other);
  hmac.update(out.done());
  if (!timingSafeEqual(hmac.digest(), tsig.mac))
    return { ok: false, rcode: rcode.NOTAUTH, error: tsigError.BADSIG, tsig };
  if (Math.abs(now - tsig.time) > tsig.fudge)
    return { ok: false, rcode: rcode.NOTAUTH, error: tsigError.BADTIME, tsig, key };
  return { ok: true, key, mac: tsig.mac };
}

function append(
  message: Uint8Array,
  name: Uint8Array,
  time: number,
  mac: Uint8Array,
  error: number,
  other: Uint8Array,
) {
  const out = new Writer(message.length + 160).bytes(message);
  const id = (message[0]! << 8) | message[1]!;
  out.patch16(10, ((message[10]! << 8) | message[11]!) + 1);
  out.bytes(name).u16(rrType.TSIG).u16(rrClass.ANY).u32(0);
  const sizeAt = out.length;
  out.u16(0).bytes(algorithm);
  timers(out, time, fudge).u16(mac.length).bytes(mac).u16(id).u16(error).u16(other.length).bytes(other);
  return out.patch16(sizeAt, out.length - sizeAt - 2).done();
}

/** Signs the messages of one exchange in order; the first covers the request's MAC, later ones the one before. */
export class TsigSigner {
  private readonly secret: Buffer;
  private readonly name: Uint8Array;
  private prior: Uint8Array | undefined;
  private first = true;

  constructor(key: TsigKey, requestMac?: Uint8Array) {
    this.secret = Buffer.from(key.secret, 'base64');
    this.name = lowerWire(nameWire(key.name));
    this.prior = requestMac;
  }

  /** MAC of the last message signed: what its answer must be verified against. */
  get mac(): Uint8Array | undefined {
    return this.prior;
  }

  sign(message: Uint8Array, now: number, error = 0, other: Uint8Array = new Uint8Array()): Buffer {
    const hmac = createHmac('sha256', this.secret);
    if (this.prior) hmac.update(withLength(this.prior));
    hmac.update(message);
    hmac.update(
      this.first ? variables(this.name, now, error, other) : timers(new Writer(8), now, fudge).done(),
    );
    const mac = hmac.digest();
    this.prior = mac;
    this.first = false;
    return append(message, this.name, now, mac, error, other);
  }
}

/** Answers a request whose TSIG failed (RFC 8945 §5.2): BADTIME is signed and carries our time, others are not. */
export function tsigFailure(
  answer: Uint8Array,
  verdict: Extract<TsigVerdict, { ok: false }>,
  now: number,
): Buffer {
  const copy = Buffer.from(answer);
  copy.writeUInt16BE((copy.readUInt16BE(2) & ~15) | verdict.rcode, 2);
  if (!verdict.tsig || copy.length < headerBytes) return copy;
  if (verdict.error === tsigError.BADTIME && verdict.key) {
    const other = new Writer(6)
      .u16(Math.floor(now / 2 ** 32))
      .u32((now % 2 ** 32) >>> 0)
      .done();
    // The client's own time is echoed so that its check of our signature can succeed (RFC 8945 §5.2.3).
    return new TsigSigner(verdict.key, verdict.tsig.mac).sign(copy, verdict.tsig.time, verdict.error, other);
  }
  return append(
    copy,
    verdict.tsig.name,
    verdict.tsig.time,
    new Uint8Array(),
    verdict.error,
    new Uint8Array(),
  );
}
