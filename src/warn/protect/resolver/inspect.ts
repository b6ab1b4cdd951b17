// What the list says of an upstream answer: the names it leads through, the addresses in it, the name servers behind it.
import { type IpBytes, parseIp } from '#model/ip.ts';
import { rrType } from '../dns/constants.ts';
import type { Message, Resource } from '../dns/message.ts';
import { readName } from '../dns/name.ts';
import type { Match, Policy } from '../rpz/policy.ts';
import { action } from '../rpz/rules.ts';

function addressOf(data: Uint8Array): IpBytes | undefined {
  if (data.length === 16) return data;
  if (data.length !== 4) return undefined;
  const bytes = parseIp('0.0.0.0')!;
  bytes.set(data, 12);
  return bytes;
}

/** Addresses a service record hints at (RFC 9460 §7.3): browsers connect to them without asking for A or AAAA. */
function* hints(data: Uint8Array): Generator<IpBytes> {
  let at = 2;
  while (at < data.length && data[at] !== 0) at += data[at]! + 1;
  at += 1;
  while (at + 4 <= data.length) {
    const key = (data[at]! << 8) | data[at + 1]!;
    const size = (data[at + 2]! << 8) | data[at + 3]!;
    const width = key === 4 ? 4 : key === 6 ? 16 : 0;
    at += 4;
    if (width > 0)
      for (let each = at; each + width <= Math.min(at + size, data.length); each += width) {
        const address = addressOf(data.subarray(each, each + width));
        if (address) yield address;
      }
    at += size;
  }
}

function* matches(message: Message, bytes: Uint8Array, policy: Policy): Generator<Match | undefined> {
  const target = (record: Resource, skip = 0): Uint8Array => readName(bytes, record.rdataAt + skip).wire;
  for (const record of message.answers) {
    if (record.type === rrType.CNAME || record.type === rrType.DNAME) yield policy.matchName(target(record));
    else if (record.type === rrType.A || record.type === rrType.AAAA) {
      const address = addressOf(record.rdata);
      if (address) yield policy.matchIp(address);
    } else if (record.type === rrType.HTTPS || record.type === 64) {
      yield policy.matchName(target(record, 2));
      for (const address of hints(record.rdata)) yield policy.matchIp(address);
    }
  }
  for (const record of [...message.authorities, ...message.answers])
    if (record.type === rrType.NS) yield policy.matchNameserver(target(record));
}

/** The first rule that an answer meets, in the order a client would; passthru ends the search with nothing. */
export function inspect(message: Message, bytes: Uint8Array, policy: Policy): Match | undefined {
  for (const match of matches(message, bytes, policy))
    if (match) return match.action === action.passthru ? undefined : match;
  return undefined;
}
