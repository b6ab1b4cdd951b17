// Values from a log put under an event field: each is checked against the dictionary's type or refused, never forced.
import { type Event, textLimit } from '#model/event/event.ts';
import { type EventFieldName, eventField } from '#model/event/fields.ts';
import { formatIp, parseIp } from '#model/ip.ts';
import type { Draft } from '../format.ts';

export type Scalar = string | number | boolean;

/** Puts a value where it belongs; false when it does not fit, so that the caller keeps it as a label. */
export type Put = (draft: Draft, value: Scalar) => boolean;

/** Cuts to a length in UTF-16 units without leaving half a character, and mends lone surrogates. */
export function bounded(text: string, limit: number): string {
  let cut = text;
  if (text.length > limit) {
    const last = text.charCodeAt(limit - 1);
    cut = text.slice(0, last >= 0xd800 && last <= 0xdbff ? limit - 1 : limit);
  }
  return cut.isWellFormed() ? cut : cut.toWellFormed();
}

/** Whether a text is a dotted quad as the dictionary spells it; no allocation, for this is asked twice a record. */
function isDottedQuad(text: string): boolean {
  if (text.length < 7 || text.length > 15) return false;
  let octet = -1;
  let dots = 0;
  for (let at = 0; at < text.length; at++) {
    const digit = text.charCodeAt(at) - 48;
    if (digit >= 0 && digit <= 9) {
      // No leading zeros: some readers take them for octal.
      if (octet === 0) return false;
      octet = octet < 0 ? digit : octet * 10 + digit;
      if (octet > 255) return false;
    } else if (digit === -2 && octet >= 0) {
      dots++;
      octet = -1;
    } else return false;
  }
  return dots === 3 && octet >= 0;
}

const addresses = new Map<string, string | undefined>();

/** The dictionary's spelling of an address (dotted quad or RFC 5952), or undefined. Remembers the last few thousand. */
export function canonicalIp(text: string): string | undefined {
  if (isDottedQuad(text)) return text;
  const seen = addresses.get(text);
  if (seen !== undefined || text.length > 45) return seen;
  const bytes = parseIp(text);
  if (!bytes) return undefined;
  const canonical = formatIp(bytes);
  if (addresses.size >= 16_384) addresses.clear();
  addresses.set(text, canonical);
  return canonical;
}

/** A whole number from 0 to `max`, or undefined. */
export function whole(value: unknown, max: number): number | undefined {
  const number = typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) && number >= 0 && number <= max
    ? number
    : undefined;
}

const limits = { u8: 0xff, u16: 0xffff, u32: 0xffff_ffff, u64: Number.MAX_SAFE_INTEGER } as const;

/** The checked setter of one field. The last value wins where a record names a field twice. */
export function put(name: Exclude<EventFieldName, 'labels' | 'event.id'>): Put {
  const type = eventField(name)!.type;
  // One cast: the dictionary, not the compiler, knows which type the name has.
  const set = (draft: Draft, value: string | number): true => {
    (draft as Record<string, unknown>)[name] = value;
    return true;
  };
  switch (type) {
    case 'ip':
      return (draft, value) => {
        const address = typeof value === 'string' ? canonicalIp(value) : undefined;
        return address !== undefined && set(draft, address);
      };
    case 'u8':
    case 'u16':
    case 'u32':
    case 'u64': {
      const max = limits[type];
      return (draft, value) => {
        const number = whole(value, max);
        return number !== undefined && set(draft, number);
      };
    }
    case 'f32':
      return (draft, value) => typeof value === 'number' && Number.isFinite(value) && set(draft, value);
    case 'keywords':
      return (draft, value) => {
        const record = draft as Record<string, unknown>;
        record[name] ??= [];
        const list = record[name] as string[];
        if (list.length >= 32) return false;
        list.push(bounded(String(value), 256));
        return true;
      };
    default:
      return (draft, value) => set(draft, bounded(String(value), textLimit));
  }
}

/** Lower-cases before it puts: DNS names, protocols, methods of writing that mean the same. */
export const lower = (name: Parameters<typeof put>[0]): Put => {
  const inner = put(name);
  return (draft, value) => inner(draft, String(value).toLowerCase());
};

/** Adds to a counter, for records that count each direction by itself. */
export function add(name: 'network.packets' | 'network.bytes'): Put {
  return (draft, value) => {
    const number = whole(value, Number.MAX_SAFE_INTEGER);
    if (number === undefined) return false;
    draft[name] = Math.min((draft[name] ?? 0) + number, Number.MAX_SAFE_INTEGER);
    // Kept as a label too: the direction is lost in the sum.
    return false;
  };
}

/** Several setters for one value; true when any of them wants the value kept out of the labels. */
export const both =
  (...puts: Put[]): Put =>
  (draft, value) =>
    puts.map(one => one(draft, value)).includes(true);

export type Labels = NonNullable<Event['labels']>;
