// How Windows writes values: times with 100 ns, GUIDs, and text as JSON strings.
import type { SimTime } from '../../world/entities.ts';
import { hashKeys, type StreamKey } from '../../world/random.ts';

// Anything JSON.stringify would escape: the quick path is for names, SIDs and numbers, which hold none of it.
const special = /["\\\u0000-\u001f\ud800-\udfff]/;

/** A JSON string literal. A lone surrogate, which strict readers refuse, becomes U+FFFD. */
export const json = (text: string): string =>
  special.test(text) ? JSON.stringify(text.toWellFormed()) : `"${text}"`;

const known = new Map<string, string>();

/** What stands between the quotes of a JSON string. Paths of programs come again and again, so they are remembered. */
export function jsonInside(text: string): string {
  if (!special.test(text)) return text;
  let inside = known.get(text);
  if (inside === undefined) {
    inside = JSON.stringify(text.toWellFormed()).slice(1, -1);
    if (text.length > 120) return inside;
    if (known.size > 20_000) known.clear();
    known.set(text, inside);
  }
  return inside;
}

const two = Array.from({ length: 100 }, (_, n) => String(n).padStart(2, '0'));
const three = Array.from({ length: 1000 }, (_, n) => String(n).padStart(3, '0'));

const dayLength = 86_400_000;
let dayNumber = Number.NaN;
let dayText = '';

/** `2026-04-06`; remembered, since a slice of work lies in one day. */
const dateOf = (at: SimTime): string => {
  const day = Math.floor(at / dayLength);
  if (day !== dayNumber) {
    dayNumber = day;
    dayText = new Date(day * dayLength).toISOString().slice(0, 10);
  }
  return dayText;
};

const clockOf = (at: SimTime): string => {
  const second = Math.floor(at / 1000) % 86_400;
  return `${two[Math.floor(second / 3600)]}:${two[Math.floor(second / 60) % 60]}:${two[second % 60]}`;
};

/** `2026-04-06T00:12:33.1234567Z`: UTC with seven digits, as TimeCreated carries it. Times are after 1970. */
export function systemTime(at: SimTime): string {
  const ticks = Math.floor((at % 1000) * 10_000);
  return `${dateOf(at)}T${clockOf(at)}.${three[Math.floor(ticks / 10_000)]}${String(ticks % 10_000).padStart(4, '0')}Z`;
}

/** `2026-04-06 00:12:33.123`: Sysmon's UtcTime. */
export const utcTime = (at: SimTime): string =>
  `${dateOf(at)} ${clockOf(at)}.${three[Math.floor(at % 1000)]}`;

const hex8 = (n: number): string => (n >>> 0).toString(16).toUpperCase().padStart(8, '0');

/** A GUID, upper case and without braces, that is the same for the same keys. */
export function guidFrom(...keys: readonly StreamKey[]): string {
  const a = hashKeys(...keys);
  const b = hex8(Math.imul(a ^ 0x9e3779b9, 0x85ebca6b) ^ (a >>> 13));
  const c = hex8(Math.imul(a ^ 0x243f6a88, 0xc2b2ae35) ^ (a >>> 11));
  const d = hex8(Math.imul(a ^ 0xb7e15162, 0x27d4eb2f) ^ (a >>> 15));
  return `${hex8(a)}-${b.slice(0, 4)}-4${b.slice(5)}-A${c.slice(1, 4)}-${c.slice(4)}${d}`;
}

export const noGuid = '00000000-0000-0000-0000-000000000000';

/** A GUID as JSON of the XML has it: `{5aa1…}` → `5AA1…`. */
export const bareGuid = (guid: string): string =>
  guid.charCodeAt(0) === 123 ? guid.slice(1, -1).toUpperCase() : guid.toUpperCase();

/** `0x1f4`. */
export const hex = (n: number): string => `0x${(n >>> 0).toString(16)}`;

/** Windows time in 100 ns since 1601, sixteen hexadecimal digits. */
export const fileTime = (at: SimTime): string =>
  ((BigInt(Math.floor(at)) + 11_644_473_600_000n) * 10_000n).toString(16).toUpperCase().padStart(16, '0');

/** Text as the hexadecimal UTF-16 of a record's `<Binary>` part, with its closing zero. */
export const binary = (text: string): string =>
  `${Buffer.from(text, 'utf16le').toString('hex')}0000`.toUpperCase();

/** File name of a path, of Windows or not. */
export const baseName = (path: string): string =>
  path.slice(Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/')) + 1);
