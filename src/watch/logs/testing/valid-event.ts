// What is wrong with an event by the dictionary: the conformance suite wants an empty list.
import { labelLimit, originalLimit, textLimit } from '#model/event/event.ts';
import { eventField } from '#model/event/fields.ts';
import { isUuid } from '#model/ids.ts';
import { formatIp, parseIp } from '#model/ip.ts';
import { earliestTime, latestTime } from '#model/time.ts';

const whole = (value: unknown, max: number) =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= max;
const text = (value: unknown, limit: number) =>
  typeof value === 'string' && value.length <= limit && value.isWellFormed();

function fits(type: string, name: string, value: unknown): boolean {
  switch (type) {
    case 'time':
      return Number.isInteger(value) && (value as number) >= earliestTime && (value as number) <= latestTime;
    case 'uuid':
      return typeof value === 'string' && isUuid(value);
    case 'ip': {
      const bytes = typeof value === 'string' ? parseIp(value) : undefined;
      return bytes !== undefined && formatIp(bytes) === value;
    }
    case 'u8':
      return whole(value, 0xff);
    case 'u16':
      return whole(value, 0xffff);
    case 'u32':
      return whole(value, 0xffff_ffff);
    case 'u64':
      return whole(value, Number.MAX_SAFE_INTEGER);
    case 'f32':
      return typeof value === 'number' && Number.isFinite(value);
    case 'keywords':
      return Array.isArray(value) && value.length <= 32 && value.every(item => text(item, 256));
    case 'labels':
      return (
        Object.getPrototypeOf(value) === Object.prototype &&
        Object.keys(value as object).length <= labelLimit + 3 &&
        Object.entries(value as object).every(([key, item]) => text(key, 256) && text(item, textLimit))
      );
    default:
      return text(value, name === 'event.original' ? originalLimit : textLimit);
  }
}

/** Names of the fields that are unknown or do not fit their type, and required ones that are missing. */
export function faultsOf(event: object): string[] {
  const faults = Object.entries(event)
    .filter(([name, value]) => {
      const field = eventField(name);
      return !field || !fits(field.type, name, value);
    })
    .map(([name, value]) => `${name}=${String(JSON.stringify(value)).slice(0, 80)}`);
  for (const name of ['@timestamp', 'event.module', 'event.dataset', 'event.category', 'event.action'])
    if (!(name in event)) faults.push(`${name} is missing`);
  return faults;
}
