// IPv4 arithmetic on text addresses, for drawing up networks. Input is content we wrote and validated.

/** `10.0.0.1` as a number. */
const toNumber = (ip: string): number => ip.split('.').reduce((value, part) => value * 256 + Number(part), 0);

const toText = (value: number): string =>
  [24, 16, 8, 0].map(shift => Math.floor(value / 2 ** shift) % 256).join('.');

/** First address and number of addresses of a block. */
function block(cidr: string): { first: number; size: number } {
  const [ip, length] = cidr.split('/') as [string, string];
  const size = 2 ** (32 - Number(length));
  return { first: Math.floor(toNumber(ip) / size) * size, size };
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
