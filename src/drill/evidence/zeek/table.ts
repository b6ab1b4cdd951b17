// Zeek's tab-separated logs: header and values (ASCII writer of Zeek 6).

import type { ProjectionContext } from '../source.ts';
import { clockOf } from '../syslog/clock.ts';

/** A column: name and Zeek type. */
export type Column = readonly [name: string, type: string];

/** Columns nearly every log begins with. */
export const connectionColumns: readonly Column[] = [
  ['ts', 'time'],
  ['uid', 'string'],
  ['id.orig_h', 'addr'],
  ['id.orig_p', 'port'],
  ['id.resp_h', 'addr'],
  ['id.resp_p', 'port'],
];

/** The lines a log begins with; `#open` is the midnight the world starts at, in local time like Zeek's. */
export const header =
  (path: string, columns: readonly Column[]) =>
  ({ world }: ProjectionContext): string => {
    const { date, time } = clockOf(world).second(world.start);
    return [
      '#separator \\x09',
      '#set_separator\t,',
      '#empty_field\t(empty)',
      '#unset_field\t-',
      `#path\t${path}`,
      `#open\t${date}-${time.replaceAll(':', '-')}`,
      `#fields\t${columns.map(([name]) => name).join('\t')}`,
      `#types\t${columns.map(([, type]) => type).join('\t')}`,
    ].join('\n');
  };

const special = /[\x00-\x1f\x7f\\]/;
const each = /[\x00-\x1f\x7f\\]/g;
const hex = (c: string): string => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`;

/** A string value: controls as \xhh, backslash doubled, UTF-8 as it is; a text that looks like Zeek's own marks is escaped. */
export function text(value: string): string {
  if (value === '') return '(empty)';
  if (value === '-') return '\\x2d';
  if (value === '(empty)') return '\\x28empty)';
  if (!special.test(value)) return value;
  return value.replace(each, c => (c === '\\' ? '\\\\' : hex(c)));
}

/** An optional string: unset when empty. */
export const optional = (value: string): string => (value === '' ? '-' : text(value));

/** A vector or set of strings. */
export const list = (values: readonly string[]): string =>
  values.length === 0 ? '(empty)' : values.map(value => text(value).replaceAll(',', '\\x2c')).join(',');
