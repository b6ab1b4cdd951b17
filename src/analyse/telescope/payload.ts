// Cheap looks into UDP payloads: is this a request, a request that amplifies, an answer, or can one not tell?

/** What a payload says about the direction. */
export const said = { request: 0, amplifying: 1, response: 2, unsure: 3 } as const;
export type Said = (typeof said)[keyof typeof said];

/** Judges the payload `data[at..at+length)`; must not read beyond it. */
export type PayloadCheck = (data: Uint8Array, at: number, length: number) => Said;

const startsWith = (data: Uint8Array, at: number, length: number, text: string): boolean => {
  if (length < text.length) return false;
  for (let index = 0; index < text.length; index++)
    if (data[at + index] !== text.charCodeAt(index)) return false;
  return true;
};

const contains = (data: Uint8Array, at: number, length: number, text: string): boolean => {
  const last = Math.min(length, 1_500) - text.length;
  for (let index = 0; index <= last; index++)
    if (data[at + index] === text.charCodeAt(0) && startsWith(data, at + index, length - index, text))
      return true;
  return false;
};

/** RFC 1035 §4.1: the QR bit; ANY, TXT, RRSIG and DNSKEY questions amplify. */
export const dns: PayloadCheck = (data, at, length) => {
  if (length < 12) return said.unsure;
  if (data[at + 2]! & 0x80) return said.response;
  let name = at + 12;
  const end = at + length;
  while (name < end && data[name]! > 0 && data[name]! < 64) name += data[name]! + 1;
  if (name + 3 > end) return said.request;
  const type = (data[name + 1]! << 8) | data[name + 2]!;
  return type === 255 || type === 16 || type === 46 || type === 48 ? said.amplifying : said.request;
};

/** NetBIOS names share the DNS header (RFC 1002 §4.2.1); a node status question (0x21) amplifies. */
export const netbios: PayloadCheck = (data, at, length) =>
  length < 12 ? said.unsure : data[at + 2]! & 0x80 ? said.response : said.amplifying;

/** RFC 5905 modes; control (6) and private (7, monlist) messages amplify. */
export const ntp: PayloadCheck = (data, at, length) => {
  if (length < 2) return said.unsure;
  switch (data[at]! & 7) {
    case 1:
    case 3:
      return said.request;
    case 2:
    case 4:
    case 5:
      return said.response;
    case 6:
      return data[at + 1]! & 0x80 ? said.response : said.amplifying;
    case 7:
      return data[at]! & 0x80 ? said.response : said.amplifying;
    default:
      return said.unsure;
  }
};

/** Skips a BER length; answers the position behind it. */
const afterLength = (data: Uint8Array, at: number): number =>
  data[at]! & 0x80 ? at + 1 + (data[at]! & 0x7f) : at + 1;

/** RFC 3416 PDU tag behind version and community. */
export const snmp: PayloadCheck = (data, at, length) => {
  const end = at + length;
  if (length < 10 || data[at] !== 0x30) return said.unsure;
  let next = afterLength(data, at + 1);
  if (next + 3 > end || data[next] !== 2) return said.unsure;
  const version = data[next + 2]!;
  next += 2 + data[next + 1]!;
  if (version === 3) return length > 150 ? said.response : said.request;
  if (next + 2 > end || data[next] !== 4) return said.unsure;
  next += 2 + data[next + 1]!;
  if (next >= end) return said.unsure;
  const pdu = data[next]!;
  if (pdu === 0xa2 || pdu === 0xa8) return said.response;
  if (pdu === 0xa5) return said.amplifying;
  return pdu === 0xa0 || pdu === 0xa1 || pdu === 0xa3 ? said.request : said.unsure;
};

export const ssdp: PayloadCheck = (data, at, length) =>
  startsWith(data, at, length, 'M-SEARCH')
    ? said.amplifying
    : startsWith(data, at, length, 'HTTP/') || startsWith(data, at, length, 'NOTIFY')
      ? said.response
      : said.unsure;

/** RFC 4511 §4.1.1: protocolOp behind the message id. Connectionless search requests amplify. */
export const cldap: PayloadCheck = (data, at, length) => {
  if (length < 8 || data[at] !== 0x30) return said.unsure;
  const next = afterLength(data, at + 1);
  if (next + 2 >= at + length || data[next] !== 2) return said.unsure;
  const operation = data[next + 2 + data[next + 1]!];
  return operation === 0x63
    ? said.amplifying
    : operation === 0x64 || operation === 0x65
      ? said.response
      : said.unsure;
};

/** memcached over UDP: an 8-byte frame header before the text protocol. */
export const memcached: PayloadCheck = (data, at, length) => {
  if (length < 12) return said.unsure;
  const word = String.fromCharCode(data[at + 8]!, data[at + 9]!, data[at + 10]!);
  if (word === 'sta' || word === 'get' || word === 'gat' || word === 'ver') return said.amplifying;
  return word === 'STA' || word === 'VAL' || word === 'END' || word === 'ERR' ? said.response : said.unsure;
};

/** BACnet/IP: BVLC 0x81, then NPDU, then the APDU's type (ASHRAE 135 Annex J and clause 20.1). */
export const bacnet: PayloadCheck = (data, at, length) => {
  if (length < 6 || data[at] !== 0x81) return said.unsure;
  let next = at + 4;
  const end = at + length;
  if (data[at + 1] === 0x04) next += 6; // forwarded: the origin's address comes first
  if (next + 2 > end || data[next] !== 1) return said.unsure;
  const control = data[next + 1]!;
  next += 2;
  if (control & 0x80) return said.unsure; // network layer message
  if (control & 0x20) next += 3 + (data[next + 2] ?? 0);
  if (control & 0x08) next += 3 + (data[next + 2] ?? 0);
  if (control & 0x20) next += 1;
  if (next >= end) return said.unsure;
  const type = data[next]! >> 4;
  if (type === 0) return data[next + 3] === 14 ? said.amplifying : said.request;
  if (type === 1) return data[next + 1] === 8 || data[next + 1] === 7 ? said.amplifying : said.response;
  return type <= 7 ? said.response : said.unsure;
};

/** IKE header (RFC 2408 §3.1, RFC 7296 §3.1): an answer carries the responder's SPI. */
export const isakmp: PayloadCheck = (data, at, length) => {
  if (length < 28) return said.unsure;
  let responder = 0;
  for (let index = 8; index < 16; index++) responder |= data[at + index]!;
  const version = data[at + 17]! >> 4;
  if (version < 1 || version > 2) return said.unsure;
  if (version === 2 && data[at + 19]! & 0x20) return said.response;
  return responder ? said.response : said.request;
};

/** IKE on 4500 behind four zero bytes (RFC 3948 §2.2); otherwise ESP or a keep-alive. */
export const natTraversal: PayloadCheck = (data, at, length) =>
  length >= 32 && (data[at]! | data[at + 1]! | data[at + 2]! | data[at + 3]!) === 0
    ? isakmp(data, at + 4, length - 4)
    : isakmp(data, at, length);

export const dahua: PayloadCheck = (data, at, length) =>
  contains(data, at, length, 'DHDiscover.search')
    ? said.amplifying
    : contains(data, at, length, 'notifyDevInfo') || length > 300
      ? said.response
      : said.unsure;

export const wsDiscovery: PayloadCheck = (data, at, length) =>
  contains(data, at, length, 'Matches') || contains(data, at, length, 'Fault')
    ? said.response
    : contains(data, at, length, 'Probe') || length < 40
      ? said.amplifying
      : said.unsure;

/** ONC RPC (RFC 5531 §9): 0 is a call, 1 a reply. */
export const rpc: PayloadCheck = (data, at, length) =>
  length < 8
    ? said.unsure
    : data[at + 7] === 1
      ? said.response
      : data[at + 7] === 0
        ? said.amplifying
        : said.unsure;

export const tftp: PayloadCheck = (data, at, length) => {
  if (length < 4 || data[at] !== 0) return said.unsure;
  const operation = data[at + 1]!;
  return operation === 1 || operation === 2 ? said.amplifying : operation <= 6 ? said.response : said.unsure;
};

export const rip: PayloadCheck = (data, at, length) =>
  length < 4 ? said.unsure : data[at] === 1 ? said.amplifying : data[at] === 2 ? said.response : said.unsure;

/** Quake and Source engine queries: four 0xff, then a word. */
export const gameQuery: PayloadCheck = (data, at, length) => {
  if (length < 5 || (data[at]! & data[at + 1]! & data[at + 2]!) !== 0xff) return said.unsure;
  const from = at + 4;
  const rest = length - 4;
  const asks = ['get', 'TSource', 'U', 'V', 'rcon', 'info', 'status '];
  return asks.some(word => startsWith(data, from, rest, word)) ? said.amplifying : said.response;
};

/** RFC 7252 §3: class 0 with a detail is a request. */
export const coap: PayloadCheck = (data, at, length) => {
  if (length < 4 || data[at]! >> 6 !== 1) return said.unsure;
  const code = data[at + 1]!;
  return code === 0 ? said.unsure : code < 32 ? said.amplifying : said.response;
};

export const openvpn: PayloadCheck = (data, at, length) => {
  const operation = length > 0 ? data[at]! >> 3 : 0;
  return operation === 7 || operation === 10 ? said.request : operation === 8 ? said.response : said.unsure;
};

/** RFC 8489 §5: message class bits. */
export const stun: PayloadCheck = (data, at, length) => {
  if (length < 20 || data[at]! & 0xc0) return said.unsure;
  const response = data[at]! & 1;
  return response ? said.response : data[at + 1]! & 0x10 ? said.unsure : said.request;
};

export const sip: PayloadCheck = (data, at, length) =>
  startsWith(data, at, length, 'SIP/2.0')
    ? said.response
    : length > 8 && data[at]! >= 65 && data[at]! <= 90
      ? said.request
      : said.unsure;

/** RFC 9147: handshake records; ClientHello asks, HelloVerifyRequest and ServerHello answer. */
export const dtls: PayloadCheck = (data, at, length) =>
  length < 14 || data[at] !== 22
    ? said.unsure
    : data[at + 13] === 1
      ? said.request
      : data[at + 13] === 2 || data[at + 13] === 3
        ? said.response
        : said.unsure;

/** Ubiquiti discovery: version 1, command 0, length; an empty one asks. */
export const ubiquiti: PayloadCheck = (data, at, length) =>
  length < 4 || data[at]! > 2
    ? said.unsure
    : (data[at + 2]! | data[at + 3]!) === 0
      ? said.amplifying
      : said.response;

/** MS-SQL browser ([MC-SQLR]): 2 and 3 ask, 5 answers. */
export const sqlBrowser: PayloadCheck = (data, at, length) =>
  length < 1 ? said.unsure : data[at] === 5 ? said.response : data[at]! <= 4 ? said.amplifying : said.unsure;

/** Protocols told by size alone: a short datagram asks, a long one answers. */
export const bySize =
  (asksUpTo: number, answersFrom: number): PayloadCheck =>
  (_data, _at, length) =>
    length <= asksUpTo ? said.amplifying : length >= answersFrom ? said.response : said.unsure;

export const cannotTell: PayloadCheck = () => said.unsure;
