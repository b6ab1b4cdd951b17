// Whether a field can hold a value: limits of the dictionary's types, in one place for sender and receiver.
import { labelLimit, originalLimit, textLimit } from '#model/event/event.ts';
import type { FieldType } from '#model/event/fields.ts';
import { isUuid } from '#model/ids.ts';
import { parseIp } from '#model/ip.ts';
import { earliestTime, latestTime } from '#model/time.ts';

/** Longest value of a keyword field. */
export const keywordLimit = 256;
/** Longest label name. */
export const labelNameLimit = 128;
/** Most entries of a list. */
export const listLimit = 64;

/** Why a value was refused; absent means taken. */
export type Problem = 'type' | 'range' | 'length' | 'format' | 'missing' | 'forbidden';

/** Longest text of a field, in UTF-16 units. */
export const lengthLimit = (name: string, type: FieldType): number =>
  name === 'event.original' ? originalLimit : type === 'keyword' ? keywordLimit : textLimit;

/** Least and greatest value of the number types, and whether they are whole. */
export const numberRange = {
  time: [earliestTime, latestTime, true],
  u8: [0, 0xff, true],
  u16: [0, 0xffff, true],
  u32: [0, 0xffffffff, true],
  u64: [0, Number.MAX_SAFE_INTEGER, true],
  f32: [-3.4e38, 3.4e38, false],
} as const satisfies Partial<Record<FieldType, readonly [number, number, boolean]>>;

/** Why a field of this type cannot hold a value, or undefined when it can. */
export function problemWith(name: string, type: FieldType, value: unknown): Problem | undefined {
  switch (type) {
    case 'keywords':
      return listProblem(value);
    case 'labels':
      return labelsProblem(value);
    case 'keyword':
    case 'text':
      return typeof value !== 'string'
        ? 'type'
        : value.length > lengthLimit(name, type)
          ? 'length'
          : undefined;
    case 'uuid':
      return typeof value !== 'string' ? 'type' : isUuid(value) ? undefined : 'format';
    case 'ip':
      return typeof value !== 'string' ? 'type' : parseIp(value) ? undefined : 'format';
    default: {
      if (typeof value !== 'number') return 'type';
      const [min, max, whole] = numberRange[type];
      return value >= min && value <= max && (!whole || Number.isInteger(value)) ? undefined : 'range';
    }
  }
}

/** Why a list of keywords is refused. */
export function listProblem(value: unknown): Problem | undefined {
  if (!Array.isArray(value)) return 'type';
  if (value.length > listLimit) return 'length';
  for (const item of value) {
    if (typeof item !== 'string') return 'type';
    if (item.length > keywordLimit) return 'length';
  }
  return undefined;
}

/** Why a map of labels is refused. */
export function labelsProblem(value: unknown): Problem | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'type';
  let count = 0;
  for (const [name, text] of Object.entries(value)) {
    if (++count > labelLimit) return 'length';
    if (typeof text !== 'string') return 'type';
    if (name.length > labelNameLimit || text.length > textLimit) return 'length';
  }
  return undefined;
}
