// IP addresses: text ↔ 16 bytes (IPv4 as ::ffff:a.b.c.d), special ranges and prefixes. Pure; runs in the browser too.

/** 16 bytes in network order. IPv4 is held as an IPv4-mapped IPv6 address (RFC 4291 §2.5.5.2). */
export type IpBytes = Uint8Array;

const ipv4Pattern = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/;

function parseIpv4(text: string): number[] | undefined {
  const match = ipv4Pattern.exec(text);
  if (!match) return undefined;
  const octets = [match[1], match[2], match[3], match[4]].map(part =>
    part!.length > 1 && part![0] === '0' ? 256 : Number(part),
  );
  return octets.every(octet => octet <= 255) ? octets : undefined;
}

/** Parses an IPv4 or IPv6 address (no zone id, no prefix). Returns undefined for anything else. */
export function parseIp(text: string): IpBytes | undefined {
  const bytes = new Uint8Array(16);
  const v4 = parseIpv4(text);
  if (v4) {
    bytes[10] = bytes[11] = 0xff;
    bytes.set(v4, 12);
    return bytes;
  }
  if (!text.includes(':') || text.length > 45) return undefined;
  let head = text;
  let tail4: number[] | undefined;
  const lastColon = text.lastIndexOf(':');
  if (text.includes('.')) {
    tail4 = parseIpv4(text.slice(lastColon + 1));
    if (!tail4) return undefined;
    head = `${text.slice(0, lastColon + 1)}0:0`;
  }
  const halves = head.split('::');
  if (halves.length > 2) return undefined;
  const groups = (part: string): number[] | undefined => {
    if (part === '') return [];
    const words = part
      .split(':')
      .map(word => (/^[0-9a-fA-F]{1,4}$/.test(word) ? Number.parseInt(word, 16) : -1));
    return words.includes(-1) ? undefined : words;
  };
  const left = groups(halves[0]!);
  const right = halves.length === 2 ? groups(halves[1]!) : [];
  if (!left || !right) return undefined;
  const missing = 8 - left.length - right.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const words = [...left, ...new Array<number>(missing).fill(0), ...right];
  for (let index = 0; index < 8; index++) {
    bytes[index * 2] = words[index]! >>> 8;
    bytes[index * 2 + 1] = words[index]! & 0xff;
  }
  if (tail4) bytes.set(tail4, 12);
  return bytes;
}

/** Whether 16 bytes hold an IPv4-mapped address. */
export function isIpv4(bytes: IpBytes): boolean {
  for (let index = 0; index < 10; index++) if (bytes[index] !== 0) return false;
  return bytes[10] === 0xff && bytes[11] === 0xff;
}

/** Canonical text: dotted quad for IPv4, RFC 5952 for IPv6. */
export function formatIp(bytes: IpBytes, offset = 0): string {
  let mapped = true;
  for (let index = 0; index < 10 && mapped; index++) mapped = bytes[offset + index] === 0;
  if (mapped && bytes[offset + 10] === 0xff && bytes[offset + 11] === 0xff)
    return `${bytes[offset + 12]}.${bytes[offset + 13]}.${bytes[offset + 14]}.${bytes[offset + 15]}`;
  const words: number[] = [];
  for (let index = 0; index < 8; index++)
    words.push((bytes[offset + index * 2]! << 8) | bytes[offset + index * 2 + 1]!);
  let best = -1;
  let bestLength = 1;
  for (let index = 0; index < 8; ) {
    let end = index;
    while (end < 8 && words[end] === 0) end++;
    if (end - index > bestLength) [best, bestLength] = [index, end - index];
    index = Math.max(end, index + 1);
  }
  const text = (from: number, to: number) =>
    words
      .slice(from, to)
      .map(word => word.toString(16))
      .join(':');
  return best < 0 ? text(0, 8) : `${text(0, best)}::${text(best + bestLength, 8)}`;
}

/** A CIDR prefix over the 16-byte form; IPv4 lengths are shifted by 96. */
export interface Prefix {
  bytes: IpBytes;
  bits: number;
}

/** Parses `a.b.c.d/n`, `x::/n` or a bare address (full length). Returns undefined when malformed. */
export function parsePrefix(text: string): Prefix | undefined {
  const slash = text.indexOf('/');
  const bytes = parseIp(slash < 0 ? text : text.slice(0, slash));
  if (!bytes) return undefined;
  const v4 = isIpv4(bytes) && !text.includes(':');
  const lengthText = slash < 0 ? (v4 ? '32' : '128') : text.slice(slash + 1);
  if (!/^\d{1,3}$/.test(lengthText)) return undefined;
  const length = Number(lengthText);
  if (length > (v4 ? 32 : 128)) return undefined;
  return { bytes, bits: v4 ? length + 96 : length };
}

/** Whether a prefix covers an address. */
export function prefixContains(prefix: Prefix, bytes: IpBytes): boolean {
  const whole = prefix.bits >> 3;
  for (let index = 0; index < whole; index++) if (prefix.bytes[index] !== bytes[index]) return false;
  const rest = prefix.bits & 7;
  return rest === 0 || ((prefix.bytes[whole]! ^ bytes[whole]!) & (0xff << (8 - rest)) & 0xff) === 0;
}

// IANA special-purpose registries (RFC 6890 and later): never a real Internet source or a thing to list.
const specialPrefixes = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '::/128',
  '::1/128',
  '100::/64',
  '2001:db8::/32',
  'fc00::/7',
  'fe80::/10',
  'ff00::/8',
].map(text => parsePrefix(text)!);

/** Whether an address is private, loopback, documentation, multicast or otherwise not routed on the Internet. */
export const isSpecialIp = (bytes: IpBytes): boolean =>
  specialPrefixes.some(prefix => prefixContains(prefix, bytes));
