// The part of DNS the bait needs: one question read safely, answers written with name compression (RFC 1035 §4, RFC 6891).

export interface Question {
  id: number;
  flags: number;
  name: string;
  type: number;
  class: number;
  /** Length of header and question on the wire. */
  end: number;
  /** UDP payload size the client says it takes; 512 without EDNS. */
  payload: number;
  edns: boolean;
}

const typeNames: Record<number, string> = {
  1: 'A',
  2: 'NS',
  5: 'CNAME',
  6: 'SOA',
  10: 'NULL',
  12: 'PTR',
  15: 'MX',
  16: 'TXT',
  28: 'AAAA',
  33: 'SRV',
  43: 'DS',
  46: 'RRSIG',
  48: 'DNSKEY',
  65: 'HTTPS',
  252: 'AXFR',
  255: 'ANY',
};
/** Record type in words (RFC 3597 form where unknown). */
export const typeName = (type: number): string => typeNames[type] ?? `TYPE${type}`;

/** Reads a query with exactly one question; undefined for anything else (responses, other opcodes, malformed names). */
export function readQuestion(bytes: Uint8Array): Question | undefined {
  if (bytes.length < 17) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const flags = view.getUint16(2);
  if ((flags & 0xf800) !== 0 || view.getUint16(4) !== 1 || view.getUint16(6) !== 0) return undefined;
  let name = '';
  let at = 12;
  for (;;) {
    const length = bytes[at];
    if (length === undefined || length > 63) return undefined; // a pointer cannot occur in a first name
    at++;
    if (length === 0) break;
    if (at + length > bytes.length || at + length - 12 > 254) return undefined;
    name += `${label(bytes.subarray(at, at + length))}.`;
    at += length;
  }
  if (at + 4 > bytes.length) return undefined;
  const question: Question = {
    id: view.getUint16(0),
    flags,
    name: name === '' ? '.' : name.slice(0, -1).toLowerCase(),
    type: view.getUint16(at),
    class: view.getUint16(at + 2),
    end: at + 4,
    payload: 512,
    edns: false,
  };
  // OPT, when it is the next record: root name, type 41, class = payload size.
  if (view.getUint16(10) > 0 && bytes.length >= question.end + 11 && bytes[question.end] === 0)
    if (view.getUint16(question.end + 1) === 41) {
      question.edns = true;
      question.payload = Math.max(512, view.getUint16(question.end + 3));
    }
  return question;
}

/** A label as presentation text (RFC 1035 §5.1): dots, backslashes and unprintables escaped. */
function label(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) {
    if (byte === 0x2e || byte === 0x5c) text += `\\${String.fromCharCode(byte)}`;
    else if (byte > 0x20 && byte < 0x7f) text += String.fromCharCode(byte);
    else text += `\\${String(byte).padStart(3, '0')}`;
  }
  return text;
}

export interface Answer {
  type: number;
  class?: number;
  ttl: number;
  data: Uint8Array;
}

/** A response that repeats the question; records that do not fit are left out and TC is set. */
export function writeResponse(
  request: Uint8Array,
  question: Question,
  answers: readonly Answer[],
  options: { rcode?: number; limit: number },
): Uint8Array {
  const room = Math.min(options.limit, question.payload) - question.end - (question.edns ? 11 : 0);
  const kept: Answer[] = [];
  let used = 0;
  for (const answer of answers) {
    used += 12 + answer.data.length;
    if (used > room) break;
    kept.push(answer);
  }
  const size = kept.reduce((sum, answer) => sum + 12 + answer.data.length, 0);
  const bytes = new Uint8Array(question.end + size + (question.edns ? 11 : 0));
  const view = new DataView(bytes.buffer);
  bytes.set(request.subarray(0, question.end));
  const truncated = kept.length < answers.length ? 0x0200 : 0;
  view.setUint16(2, 0x8080 | truncated | (question.flags & 0x0100) | (options.rcode ?? 0));
  view.setUint16(6, kept.length);
  view.setUint16(8, 0);
  view.setUint16(10, question.edns ? 1 : 0);
  let at = question.end;
  for (const answer of kept) {
    view.setUint16(at, 0xc00c);
    view.setUint16(at + 2, answer.type);
    view.setUint16(at + 4, answer.class ?? 1);
    view.setUint32(at + 6, answer.ttl);
    view.setUint16(at + 10, answer.data.length);
    bytes.set(answer.data, at + 12);
    at += 12 + answer.data.length;
  }
  if (question.edns) {
    view.setUint16(at + 1, 41);
    view.setUint16(at + 3, 1232);
  }
  return bytes;
}

/** TXT data from texts of up to 255 bytes each. */
export function textData(...texts: string[]): Uint8Array {
  return Uint8Array.from(
    texts.flatMap(text => [Math.min(255, text.length), ...Buffer.from(text, 'latin1').subarray(0, 255)]),
  );
}

/** A host name as uncompressed labels. */
export function nameData(name: string): Uint8Array {
  const labels = name.split('.').filter(part => part !== '');
  return Uint8Array.from([...labels.flatMap(part => [part.length, ...Buffer.from(part, 'latin1')]), 0]);
}
