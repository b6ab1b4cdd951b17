// Numbers of the DNS protocol that we speak (IANA "Domain Name System Parameters").

export const rrType = {
  A: 1,
  NS: 2,
  CNAME: 5,
  SOA: 6,
  PTR: 12,
  MX: 15,
  TXT: 16,
  AAAA: 28,
  SRV: 33,
  DNAME: 39,
  OPT: 41,
  HTTPS: 65,
  TSIG: 250,
  IXFR: 251,
  AXFR: 252,
  ANY: 255,
} as const;

export const rrClass = { IN: 1, ANY: 255 } as const;

export const opcode = { QUERY: 0, NOTIFY: 4 } as const;

export const rcode = {
  NOERROR: 0,
  FORMERR: 1,
  SERVFAIL: 2,
  NXDOMAIN: 3,
  NOTIMP: 4,
  REFUSED: 5,
  NOTAUTH: 9,
} as const;

/** Error field of a TSIG record (RFC 8945 §3). */
export const tsigError = { BADSIG: 16, BADKEY: 17, BADTIME: 18, BADTRUNC: 22 } as const;

/** Extended DNS Errors we send (RFC 8914 §4). */
export const ede = { blocked: 15, filtered: 17, notReady: 14, prohibited: 18, networkError: 23 } as const;

/** Header flag bits of the 16-bit word after the id. */
export const flag = {
  QR: 0x8000,
  AA: 0x0400,
  TC: 0x0200,
  RD: 0x0100,
  RA: 0x0080,
  AD: 0x0020,
  CD: 0x0010,
} as const;

export const maxNameBytes = 255;
export const maxLabelBytes = 63;
export const headerBytes = 12;
