// DNS messages (RFC 1035) of a name looked up, byte for byte as long as the flows say.
import type { DnsLookup } from '../../../world/event.ts';
import { hashKeys } from '../../../world/random.ts';
import { hostOf } from '../../network/dns-size.ts';

const types = { A: 1, NS: 2, CNAME: 5, SOA: 6, PTR: 12, MX: 15, TXT: 16, AAAA: 28, SRV: 33 } as const;
const codes = { NOERROR: 0, SERVFAIL: 2, NXDOMAIN: 3, REFUSED: 5 } as const;

const u16 = (value: number): number[] => [(value >>> 8) & 0xff, value & 0xff];
const u32 = (value: number): number[] => [...u16(value >>> 16), ...u16(value)];

/** A name as labels; undefined when it is none. */
function nameBytes(name: string): number[] | undefined {
  const out: number[] = [];
  for (const label of name.split('.')) {
    if (!/^[\x21-\x7e]{1,63}$/.test(label)) return undefined;
    out.push(label.length, ...Buffer.from(label, 'latin1'));
  }
  out.push(0);
  return out.length <= 255 ? out : undefined;
}

function address6(text: string): number[] | undefined {
  const [left = '', right] = text.split('::');
  const words = (part: string) => (part === '' ? [] : part.split(':').map(word => Number.parseInt(word, 16)));
  const head = words(left);
  const tail = right === undefined ? [] : words(right);
  const zeros = new Array<number>(Math.max(0, 8 - head.length - tail.length)).fill(0);
  const all = [...head, ...(right === undefined ? [] : zeros), ...tail];
  return all.length === 8 && all.every(word => word >= 0 && word <= 0xffff) ? all.flatMap(u16) : undefined;
}

const numbersBefore = (answer: string): number[] => answer.split(' ').slice(0, -1).map(Number);

function record(type: DnsLookup['type'], answer: string): { type: number; data: number[] | undefined } {
  const named = (text: string) => nameBytes(text);
  switch (type) {
    case 'A':
      return /^\d+\.\d+\.\d+\.\d+$/.test(answer)
        ? { type: types.A, data: answer.split('.').map(Number) }
        : { type: types.CNAME, data: named(answer) };
    case 'AAAA':
      return answer.includes(':')
        ? { type: types.AAAA, data: address6(answer) }
        : { type: types.CNAME, data: named(answer) };
    case 'TXT': {
      const bytes = Buffer.from(answer);
      const data: number[] = [];
      for (let i = 0; i === 0 || i < bytes.length; i += 255) {
        const piece = bytes.subarray(i, i + 255);
        data.push(piece.length, ...piece);
      }
      return { type: types.TXT, data };
    }
    case 'MX': {
      const host = named(hostOf(answer));
      return { type: types.MX, data: host && [...u16(numbersBefore(answer)[0] ?? 10), ...host] };
    }
    case 'SRV': {
      const host = named(hostOf(answer));
      const [priority = 0, weight = 100, port = 0] = numbersBefore(answer);
      return { type: types.SRV, data: host && [...u16(priority), ...u16(weight), ...u16(port), ...host] };
    }
    case 'SOA': {
      const [primary = '', mailbox = '', ...numbers] = answer.split(' ');
      const a = named(primary);
      const b = named(mailbox);
      const times = [0, 1, 2, 3, 4].map(n => Number(numbers[n] ?? 3600) >>> 0);
      return { type: types.SOA, data: a && b && [...a, ...b, ...times.flatMap(u32)] };
    }
    default:
      return { type: types[type], data: named(answer) };
  }
}

/** Question and answer of a look-up; `edns` where a resolver asks. Undefined when a name is none. */
export function dnsMessages(
  event: DnsLookup,
  id: number,
  edns: boolean,
): { question: Uint8Array; answer: Uint8Array } | undefined {
  const name = nameBytes(event.name);
  if (!name) return undefined;
  const asked = [...name, ...u16(types[event.type]), ...u16(1)];
  const opt = edns ? [0, ...u16(41), ...u16(1232), ...u32(0), ...u16(0)] : [];
  const ttl = u32([60, 300, 300, 900, 3600][hashKeys(event.name) % 5]!);
  const records: number[] = [];
  for (const answer of event.answers) {
    const { type, data } = record(event.type, answer);
    if (!data) return undefined;
    records.push(0xc0, 12, ...u16(type), ...u16(1), ...ttl, ...u16(data.length), ...data);
  }
  const head = (flags: number, answers: number) => [id, flags, 1, answers, 0, edns ? 1 : 0].flatMap(u16);
  return {
    question: Uint8Array.from([...head(0x0100, 0), ...asked, ...opt]),
    answer: Uint8Array.from([
      ...head(0x8180 | codes[event.rcode], event.answers.length),
      ...asked,
      ...records,
      ...opt,
    ]),
  };
}
