// What TLS a site offers: the same from visit to visit, and in every log.
import { hashKeys } from '../../world/random.ts';
import type { Flow } from './flows.ts';
import { hexadecimal } from './scramble.ts';

/** Name of the site a TLS flow goes to, its address when it has none. */
export const siteOf = (flow: Flow): string => (flow.name === '' ? flow.destination : flow.name);

/** Host name sent in the handshake; '' for a bare address (RFC 6066 §3). */
export const serverName = (flow: Flow): string =>
  /^[0-9.]+$/.test(flow.name) || flow.name.includes(':') ? '' : flow.name;

/** 0-2: TLS 1.3, whose certificates are hidden; 3: a server that stops at TLS 1.2. */
export const offer = (flow: Flow): 0 | 1 | 2 | 3 => (hashKeys(siteOf(flow)) % 4) as 0 | 1 | 2 | 3;

/** Hexadecimal fingerprint of so many 32-bit words of one of a site's certificates. */
export const fingerprint = (words: number, site: string, part: string): string =>
  hexadecimal(words, hashKeys(site, part));
