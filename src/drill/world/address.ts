// IPv4 arithmetic on text addresses, for drawing up networks. Input is content we wrote and validated.

/** `10.0.0.1` as a number; NaN for an address of version 6, which lies in none of our blocks. */
function toNumber(ip: string): number {
  let value = 0;
  let part = 0;
  for (let at = 0; at < ip.length; at++) {
    const code = ip.charCodeAt(at);
    if (code === 46) {
      value = value * 256 + part;
      part = 0;
    } else if (code >= 48 && code <= 57) part = part * 10 + code - 48;
    else return Number.NaN;
  }
  return value * 256 + part;
}

const toText = (value: number): string =>
  [24, 16, 8, 0].map(shift => Math.floor(value / 2 ** shift) % 256).join('.');

const blocks = new Map<string, { first: number; size: number }>();

/** First address and number of addresses of a block. A world has some hundred of them, asked for millions of times. */
function block(cidr: string): { first: number; size: number } {
  let found = blocks.get(cidr);
  if (!found) {
    const [ip, length] = cidr.split('/') as [string, string];
    const size = 2 ** (32 - Number(length));
    found = { first: Math.floor(toNumber(ip) / size) * size, size };
    if (blocks.size > 10_000) blocks.clear();
    blocks.set(cidr, found);
  }
  return found;
}

/** The n-th address of a block. @throws RangeError when the block is too small. */
export function addressIn(cidr: string, n: number): string {
  const { first, size } = block(cidr);
  if (n < 0 || n >= size) throw new RangeError(`${cidr} has no address number ${n}`);
  return toText(first + n);
}

/** The n-th sub-block of this prefix length. @throws RangeError when the block is too small. */
export function blockIn(cidr: string, length: number, n: number): string {
  return `${addressIn(cidr, n * 2 ** (32 - length))}/${length}`;
}

/** Number of addresses in a block. */
export const sizeOf = (cidr: string): number => block(cidr).size;

/** Whether an IPv4 address lies in a block. */
export function inBlock(cidr: string, ip: string): boolean {
  const { first, size } = block(cidr);
  const value = toNumber(ip);
  return value >= first && value < first + size;
}
