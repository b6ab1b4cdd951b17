// Answers from upstream, kept as bytes with the places of their TTLs, bounded in number and size.
import { flag, rrType } from '../dns/constants.ts';
import { decode, type Message, type Resource, rcodeOf } from '../dns/message.ts';
import { skipName } from '../dns/name.ts';
import type { Query } from './query.ts';

export interface CachedAnswer {
  /** Header, question and records without OPT. */
  bytes: Buffer;
  questionEnd: number;
  ttlAt: readonly number[];
  /** Performance clock, ms. */
  stored: number;
  expires: number;
  /** State of the list when the answer was last looked at. */
  listVersion: number;
  /** What the list says of it: 0 nothing, else the action; and the entry. */
  action: number;
  slot: number;
}

const longest = 86_400;
const longestNegative = 3_600;
const failureTtl = 5;

/** Seconds an answer may be kept: its least TTL, for a "no" bounded by the zone's SOA (RFC 2308). */
function lifetime(message: Message, bytes: Uint8Array): number {
  const code = rcodeOf(message.flags);
  if (code !== 0 && code !== 3) return failureTtl;
  const least = (records: readonly Resource[]): number =>
    Math.min(longest, ...records.map(record => record.ttl));
  const soa = message.authorities.find(record => record.type === rrType.SOA);
  if (message.answers.length > 0 && code === 0) return least(message.answers);
  if (!soa) return failureTtl;
  const at = skipName(bytes, skipName(bytes, soa.rdataAt)) + 16;
  const minimum = Buffer.from(bytes.subarray(at, at + 4));
  return Math.min(longestNegative, soa.ttl, minimum.length === 4 ? minimum.readUInt32BE(0) : 0);
}

/** Prepares an upstream answer for keeping. OPT is hop by hop and goes; so does AD, which we have not checked. */
export function prepare(reply: Buffer, now: number): { entry: CachedAnswer; message: Message } {
  const message = decode(reply);
  const records = [...message.answers, ...message.authorities, ...message.additionals];
  const option = message.additionals.find(record => record.type === rrType.OPT);
  const last = message.additionals.at(-1);
  // OPT is cut off when it comes last, as it does nearly always; else additional records go altogether: nobody needs them.
  let end = reply.length;
  let additionals = message.additionals.length;
  if (option && option === last) {
    end = option.start;
    additionals -= 1;
  } else if (option) {
    end = message.additionals[0]!.start;
    additionals = 0;
  }
  const bytes = Buffer.from(reply.subarray(0, end));
  bytes.writeUInt16BE(additionals, 10);
  bytes.writeUInt16BE((message.flags & ~flag.AD & ~flag.AA) | flag.RA, 2);
  const ttlAt = records.filter(record => record.start < end && record !== option).map(record => record.ttlAt);
  const seconds = lifetime(message, reply);
  const entry: CachedAnswer = {
    bytes,
    questionEnd: message.questionEnd,
    ttlAt,
    stored: now,
    expires: now + seconds * 1_000,
    listVersion: -1,
    action: 0,
    slot: 0,
  };
  return { entry, message };
}

const out = Buffer.alloc(66_000);

/**
 * The answer for one client in a buffer that is reused: send or copy it before the next call.
 * Cut to the question with TC set when it is larger than the client takes.
 */
export function render(
  entry: CachedAnswer,
  question: Buffer,
  query: Query,
  limit: number,
  now: number,
): Buffer {
  const { bytes } = entry;
  const tail = query.edns ? 11 : 0;
  const tooLarge = bytes.length + tail > limit;
  let length = tooLarge ? entry.questionEnd : bytes.length;
  bytes.copy(out, 0, 0, length);
  question.copy(out, 12, 12, query.end);
  out[0] = query.id >>> 8;
  out[1] = query.id & 0xff;
  out[2] = 0x80 | ((query.flags >>> 8) & 1) | (tooLarge ? 2 : 0);
  out[3] = (out[3]! & 0x8f & ~0x10) | (query.flags & 0x10);
  if (tooLarge) out.fill(0, 6, 12);
  else {
    const age = Math.floor((now - entry.stored) / 1_000);
    if (age > 0)
      for (const at of entry.ttlAt) {
        const ttl = out.readUInt32BE(at);
        out.writeUInt32BE(ttl > age ? ttl - age : 0, at);
      }
  }
  if (query.edns) {
    out[length] = 0;
    out.writeUInt16BE(rrType.OPT, length + 1);
    out.writeUInt16BE(1_232, length + 3);
    out.writeUInt32BE(query.wantsDnssec ? 0x8000 : 0, length + 5);
    out.writeUInt16BE(0, length + 9);
    length += 11;
    out.writeUInt16BE(out.readUInt16BE(10) + 1, 10);
  }
  return out.subarray(0, length);
}

export class AnswerCache {
  private readonly entries = new Map<string, CachedAnswer>();
  private bytes = 0;
  private readonly limits: { entries: number; bytes: number };

  constructor(limits = { entries: 100_000, bytes: 64 << 20 }) {
    this.limits = limits;
  }

  get size(): number {
    return this.entries.size;
  }

  get(key: string, now: number): CachedAnswer | undefined {
    const entry = this.entries.get(key);
    if (!entry || entry.expires > now) return entry;
    this.drop(key, entry);
    return undefined;
  }

  put(key: string, entry: CachedAnswer): void {
    const known = this.entries.get(key);
    if (known) this.drop(key, known);
    this.entries.set(key, entry);
    this.bytes += entry.bytes.length;
    // Oldest first: cheap, and what is asked often comes back at once.
    for (const [old, value] of this.entries) {
      if (this.entries.size <= this.limits.entries && this.bytes <= this.limits.bytes) break;
      this.drop(old, value);
    }
  }

  private drop(key: string, entry: CachedAnswer): void {
    this.entries.delete(key);
    this.bytes -= entry.bytes.length;
  }

  clear(): void {
    this.entries.clear();
    this.bytes = 0;
  }
}
