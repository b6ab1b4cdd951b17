// How long DNS messages are on the wire (RFC 1035, names in answers compressed to a pointer).
import type { DnsLookup } from '../../world/event.ts';

/** Header, the name with its length octets, type and class. */
export const questionSize = (name: string): number => 18 + name.length;

/** Pointer, type, class, time to live, length. */
const recordHead = 12;

/** Data of one answer. An answer to A or AAAA that is no address is an alias. */
function dataSize(type: DnsLookup['type'], answer: string): number {
  switch (type) {
    case 'A':
      return /^\d+\.\d+\.\d+\.\d+$/.test(answer) ? 4 : answer.length + 2;
    case 'AAAA':
      return answer.includes(':') ? 16 : answer.length + 2;
    case 'TXT': {
      const bytes = Buffer.byteLength(answer);
      return bytes + Math.max(1, Math.ceil(bytes / 255));
    }
    case 'MX':
      return 4 + hostOf(answer).length;
    case 'SRV':
      return 8 + hostOf(answer).length;
    case 'SOA': {
      const [primary = '', mailbox = ''] = answer.split(' ');
      return primary.length + mailbox.length + 4 + 20;
    }
    default:
      return answer.length + 2;
  }
}

/** Host of an answer that numbers stand before: `10 mx.example`. */
export const hostOf = (answer: string): string => answer.slice(answer.lastIndexOf(' ') + 1);

/** A whole answer with its question. */
export function answerSize({ name, type, answers }: Pick<DnsLookup, 'name' | 'type' | 'answers'>): number {
  let size = questionSize(name);
  for (const answer of answers) size += recordHead + dataSize(type, answer);
  return size;
}

/** What EDNS adds to a question and to its answer (RFC 6891, an OPT record without options). */
export const ednsSize = 11;
