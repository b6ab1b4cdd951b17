// IPv4 addresses and blocks, as far as the sources of evidence need them.

/** Value of a dotted address; -1 when it is none (IPv6, a name). */
export const ipv4 = (text: string): number => {
  let value = 0;
  let part = -1;
  let dots = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 46) {
      if (part < 0) return -1;
      value = value * 256 + part;
      part = -1;
      dots++;
    } else if (c >= 48 && c <= 57) {
      part = (part < 0 ? 0 : part * 10) + c - 48;
      if (part > 255) return -1;
    } else return -1;
  }
  return dots === 3 && part >= 0 ? value * 256 + part : -1;
};

export const dotted = (value: number): string =>
  `${Math.floor(value / 16_777_216) & 255}.${(value >>> 16) & 255}.${(value >>> 8) & 255}.${value & 255}`;

export interface Block {
  base: number;
  size: number;
}

/** First address and size of `10.1.0.0/16`; undefined for anything else. */
export function block(cidr: string): Block | undefined {
  const [address = '', bits = ''] = cidr.split('/');
  const value = ipv4(address);
  if (value < 0 || !/^\d{1,2}$/.test(bits) || Number(bits) > 32) return undefined;
  const size = 2 ** (32 - Number(bits));
  return { base: value - (value % size), size };
}

export const within = ({ base, size }: Block, value: number): boolean => value >= base && value < base + size;
